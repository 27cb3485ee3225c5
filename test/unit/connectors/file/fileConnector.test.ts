import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileConnector } from '../../../../src/connectors/file/fileConnector.ts';
import type { Source } from '../../../../src/core/ports.ts';
import { connectorContext } from '../../../support/connectorContext.ts';

describe('the file connector', () => {
  let root: string;
  let folder: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'quantfolio-file-'));
    folder = join(root, 'workspace');
    await mkdir(join(folder, 'data'), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const open = (path: string): Source => {
    const opened = fileConnector.open(connectorContext({ folder }), { kind: 'file', path });
    assert.ok(opened.ok);
    return opened.value;
  };
  const read = (path: string) => open(path).read(new AbortController().signal);

  it('reads a file, as old as its modification', async () => {
    await writeFile(join(folder, 'data/book.json'), '{"USD": 5}');
    await utimes(join(folder, 'data/book.json'), 1_600_000_000, 1_600_000_000);
    const reading = await read('data/book.json');
    assert.ok(reading.ok);
    assert.equal(reading.value.at, 1_600_000_000_000);
    assert.equal(reading.value.simulated, false);
  });

  it('does not take data from the future for fresh for ever', async () => {
    const ahead = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const path = join(folder, 'data/book.json');
    await writeFile(path, JSON.stringify({ as_of: ahead, positions: [{ symbol: 'A/USD', size: 1, mark_price: 1 }] }));
    await utimes(path, 1_600_000_000, 1_600_000_000);
    const reading = await read('data/book.json');
    assert.ok(reading.ok);
    assert.deepEqual([reading.value.at, reading.value.positions[0]?.at], [1_600_000_000_000, 1_600_000_000_000]);
    assert.match(reading.value.notes.join(), /lies in the future/);
    const now = new Date(Date.now() + 60_000).toISOString();
    await writeFile(path, `{"as_of": "${now}", "USD": 5}`);
    const skewed = await read('data/book.json');
    assert.ok(skewed.ok);
    assert.equal(skewed.value.at, Date.parse(now), 'clocks may differ a little');
  });

  it('refuses what lies outside the workspace, through links too', async () => {
    await writeFile(join(root, 'outside.json'), '{"USD": 5}');
    await symlink(join(root, 'outside.json'), join(folder, 'link.json'));
    await symlink(root, join(folder, 'up'));
    for (const path of ['../outside.json', 'link.json', 'up/outside.json', join(root, 'outside.json')]) {
      const reading = await read(path);
      assert.ok(!reading.ok, path);
      assert.equal(reading.failure.kind, 'refused');
      assert.match(reading.failure.reason, /lies outside the workspace folder/);
    }
    await writeFile(join(folder, 'data/in.json'), '{"USD": 5}');
    await symlink(join(folder, 'data/in.json'), join(folder, 'inner.json'));
    assert.ok((await read('inner.json')).ok);
  });

  it('says in words what is missing, no file, or too large', async () => {
    const reasonOf = async (path: string) => {
      const reading = await read(path);
      return reading.ok ? '' : `${reading.failure.kind}: ${reading.failure.reason}`;
    };
    assert.equal(await reasonOf('none.json'), 'unavailable: none.json does not exist in the workspace');
    assert.equal(await reasonOf('data'), 'config: data is not a file');
    await writeFile(join(folder, 'large.json'), '');
    await truncate(join(folder, 'large.json'), 64 * 1024 * 1024 + 1);
    assert.equal(await reasonOf('large.json'), 'config: large.json is larger than 64 MB');
  });

  it('reads a half-written file again when it was finished meanwhile', async () => {
    const file = join(folder, 'book.json');
    await writeFile(file, '{"USD": 5, "BT');
    const reading = read('book.json');
    await wait(60);
    await writeFile(file, '{"USD": 5, "BTC": 1}');
    const finished = await reading;
    assert.ok(finished.ok);
    assert.equal(finished.value.balances.length, 2);
    await writeFile(file, '{"USD": 5, "BT');
    const stuck = await read('book.json');
    assert.ok(!stuck.ok);
    assert.equal(stuck.failure.kind, 'badResponse');
  });

  it('reads a table again whose last row ends in the middle of a number', async () => {
    const path = join(folder, 'data/trades.csv');
    await writeFile(path, 'time,symbol,side,quantity,price\n2024-01-01,BTC/USD,buy,1,50');
    const reading = read('data/trades.csv');
    await wait(60);
    await writeFile(path, 'time,symbol,side,quantity,price\n2024-01-01,BTC/USD,buy,1,50000\n');
    const done = await reading;
    assert.ok(done.ok);
    assert.equal(done.value.trades?.[0]?.price, '50000');
    // One that nobody writes to is taken as it is.
    await writeFile(path, 'time,symbol,side,quantity,price\n2024-01-01,BTC/USD,buy,1,51');
    const last = await read('data/trades.csv');
    assert.equal(last.ok ? last.value.trades?.[0]?.price : null, '51');
  });

  it('takes saves in a row for one: each event puts the call off', async function () {
    this.timeout(10_000);
    const file = join(folder, 'data/book.json');
    await writeFile(file, '{"USD": 1}');
    const pending = new Set<() => void>();
    let begun = 0;
    const clock = {
      now: Date.now,
      after: (_ms: number, task: () => void) => {
        begun += 1;
        pending.add(task);
        const own = task;
        return { close: () => void pending.delete(own) };
      },
    };
    let calls = 0;
    const opened = fileConnector.open(connectorContext({ folder, clock }), { kind: 'file', path: 'data/book.json' });
    assert.ok(opened.ok);
    const watching = opened.value.watch?.(() => calls++);
    await wait(100);
    for (const [save, text] of ['{"USD": 2}', '{"USD": 3}'].entries()) {
      const before = begun;
      await writeFile(file, text);
      for (let tries = 0; tries < 100 && begun === before; tries++) await wait(30);
      assert.ok(begun > before, `save ${save + 1} was seen`);
    }
    await wait(100);
    assert.deepEqual([calls, pending.size], [0, 1]);
    for (const task of pending) task();
    assert.equal(calls, 1);
    await watching?.close();
  });

  it('tells once per save, also when the editor saves by renaming, and never after it was closed', async function () {
    this.timeout(10_000);
    const file = join(folder, 'data/book.json');
    await writeFile(file, '{"USD": 1}');
    let calls = 0;
    const watching = open('data/book.json').watch?.(() => calls++);
    assert.ok(watching);
    await wait(100);
    const until = async (wanted: number) => {
      for (let tries = 0; tries < 100 && calls < wanted; tries++) await wait(30);
      await wait(250);
    };
    // One save: on a busy machine two in a row may be further apart than what counts as one.
    await writeFile(file, '{"USD": 3}');
    await until(1);
    assert.equal(calls, 1);
    await writeFile(`${file}.tmp`, '{"USD": 4}');
    await rename(`${file}.tmp`, file);
    await until(2);
    assert.equal(calls, 2);
    await writeFile(join(folder, 'data/other.json'), '{}');
    await wait(300);
    assert.equal(calls, 2);
    await watching.close();
    await writeFile(file, '{"USD": 5}');
    await wait(300);
    assert.equal(calls, 2);
  });

  it('leaves no handle behind', async () => {
    const handles = () => process.getActiveResourcesInfo().filter((name) => /FSEvent|StatWatcher/.test(name)).length;
    const before = handles();
    for (const path of ['data/book.json', 'missing/book.json', '../outside.json']) {
      const watching = open(path).watch?.(() => {});
      await wait(50);
      await watching?.close();
      await open(path)
        .watch?.(() => {})
        .close();
    }
    await wait(50);
    assert.equal(handles(), before);
  });
});
