import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import { systemClock } from '../../../src/process/systemClock.ts';
import { type Channel, createChannel } from '../../../src/protocol/channel.ts';
import type { EngineEvent, EngineRequests, WindowRequests } from '../../../src/protocol/engine.ts';

const main = join(import.meta.dirname, '../../../src/process/main.ts');

interface Forked {
  readonly child: ChildProcess;
  readonly channel: Channel<EngineRequests>;
  readonly events: EngineEvent[];
  readonly asked: string[];
  until<T>(pick: (event: EngineEvent) => T | null): Promise<T>;
}

function forkEngine(dataDir: string, environment: Readonly<Record<string, string>> = {}): Forked {
  const child = fork(main, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, QUANTFOLIO_DATA_DIR: dataDir, ...environment },
  });
  const events: EngineEvent[] = [];
  const asked: string[] = [];
  const waiting = new Set<() => void>();
  const channel = createChannel<EngineRequests, WindowRequests>({
    send: (frame) => void child.send(frame),
    onMessage(listener) {
      child.on('message', listener);
      return { close: () => void child.off('message', listener) };
    },
    handlers: {
      credentials(binding) {
        asked.push(`${binding.account}@${binding.host}`);
        return null;
      },
      hostApproved: () => false,
      databaseUrl: () => null,
      tradingAllowed: () => false,
    },
    onEvent(event) {
      events.push(event);
      for (const check of waiting) check();
    },
    timeoutMs: 10_000,
    after: systemClock.after,
    log: () => undefined,
  });
  return {
    child,
    channel,
    events,
    asked,
    until: (pick) =>
      new Promise((resolve) => {
        const check = (): void => {
          for (const event of events) {
            const picked = pick(event);
            if (picked === null) continue;
            waiting.delete(check);
            resolve(picked);
            return;
          }
        };
        waiting.add(check);
        check();
      }),
  };
}

const live = (event: EngineEvent): PortfolioState | null =>
  event.type === 'state' && event.state.snapshot !== null && !event.state.restored && event.state.phase === 'idle'
    ? event.state
    : null;

describe('engine process', () => {
  let place = '';
  let folder = '';
  const forked: Forked[] = [];
  const start = (environment?: Readonly<Record<string, string>>): Forked => {
    const each = forkEngine(join(place, 'data'), environment);
    forked.push(each);
    return each;
  };
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'quantfolio-process-'));
    folder = place;
    await writeFile(join(place, 'book.json'), '{ "USD": 12.5 }');
  });
  afterEach(async () => {
    for (const { child } of forked.splice(0)) child.kill('SIGKILL');
    await rm(place, { recursive: true, force: true });
  });
  const input = (accounts: unknown) => ({
    folder,
    configPath: join(folder, 'quantfolio.json'),
    text: JSON.stringify({ version: 1, accounts }),
  });
  const book = { book: { kind: 'file', path: 'book.json' } };

  it('says it is ready, values a book, and answers requests', async () => {
    const { channel, until } = start();
    const ready = await until((event) => (event.type === 'ready' ? event : null));
    assert.match(ready.versions['quantfolio'] ?? '', /^\d+\.\d+\.\d+/);
    await channel.request('open', input(book));
    const state = await until(live);
    assert.equal(state.snapshot?.equity, 12.5);
    assert.ok((await channel.request('exchanges', null)).length > 90);
    assert.deepEqual(await channel.request('accounts', { folder }), [{ id: 'book', settings: book.book }]);
    assert.ok((await channel.request('diagnose', { folder })).some((line) => /book \(file\): ok/.test(line)));
    await assert.rejects(channel.request('refresh', { folder: '/nowhere' }), /no portfolio is open/);
  });

  it('a saved file shows by itself', async () => {
    const { channel, until } = start();
    await channel.request('open', input(book));
    assert.equal((await until(live)).snapshot?.equity, 12.5);
    await writeFile(join(place, 'book.json'), '{ "USD": 99 }');
    const state = await until((event) => {
      const shown = live(event);
      return shown?.snapshot?.equity === 99 ? shown : null;
    });
    assert.equal(state.snapshot?.equity, 99);
  });

  it('after a kill the last book is shown at once', async () => {
    const first = start();
    await first.channel.request('open', input(book));
    await first.until(live);
    first.child.kill('SIGKILL');
    const second = start();
    await second.channel.request('open', input(book));
    const restored = await second.until((event) =>
      event.type === 'state' && event.state.restored ? event.state : null,
    );
    assert.equal(restored.snapshot?.equity, 12.5);
    assert.equal((await second.until(live)).snapshot?.equity, 12.5);
  });

  it('survives bad frames and answers the next good one', async () => {
    const { child, channel, until } = start();
    await until((event) => (event.type === 'ready' ? event : null));
    for (const bad of [
      null,
      7,
      'x',
      {},
      { t: 'request' },
      { t: 'request', id: 1, name: 5 },
      { t: 'answer', id: 99, ok: true },
    ]) {
      child.send(bad as never);
    }
    child.send({ t: 'request', id: 5000, name: 'open', argument: null });
    child.send({ t: 'request', id: 5001, name: 'constructor', argument: null });
    assert.deepEqual(await channel.request('states', null), []);
  });

  it('asks the window for a key, bound to the exchange’s host, and shows that there is none', async () => {
    const { channel, asked, until } = start();
    await channel.request('open', input({ main: { kind: 'exchange', exchange: 'kraken' } }));
    const state = await until((event) =>
      event.type === 'state' && event.state.snapshot?.accounts[0]?.reason != null ? event.state : null,
    );
    assert.equal(state.snapshot?.accounts[0]?.state, 'failed');
    assert.match(state.snapshot?.accounts[0]?.reason ?? '', /no key/);
    assert.deepEqual(asked, ['main@api.kraken.com']);
  });

  it('a redirect beyond this machine stops exchange accounts, in words', async () => {
    const { channel, asked, until } = start({ QUANTFOLIO_EXCHANGE_BASE_URL: 'http://example.com' });
    await channel.request('open', input({ main: { kind: 'exchange', exchange: 'kraken' }, ...book }));
    const state = await until(live);
    assert.match(
      state.snapshot?.accounts.find(({ id }) => id === 'main')?.reason ?? '',
      /only this machine is allowed/,
    );
    assert.ok(state.notices.some((notice) => /only this machine is allowed/.test(notice)));
    assert.equal(state.redirectedTo, null);
    assert.deepEqual(asked, []);
  });

  it('ends when its window is gone', async () => {
    const { child, until } = start();
    await until((event) => (event.type === 'ready' ? event : null));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    assert.equal(await ended, 0);
  });
});
