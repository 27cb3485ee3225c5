import assert from 'node:assert/strict';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maxSeriesBytes, readSeriesFile } from '../../../../src/connectors/file/readSeriesFile.ts';

describe('reading a series file (PERF-8)', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quantfolio-series-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const reason = async (path: string) => {
    const read = await readSeriesFile(path);
    return read.ok ? assert.fail('it was read') : read.failure.reason;
  };

  it('reads UTF-16 of either order, as spreadsheets save "Unicode text"', async () => {
    const text = '\uFEFFDate\tMy Fund\n2024-01-01\t1\n';
    for (const [name, bytes] of [
      ['little.tsv', Buffer.from(text, 'utf16le')],
      ['big.tsv', Buffer.from(text, 'utf16le').swap16()],
    ] as const) {
      await writeFile(join(folder, name), bytes);
      const read = await readSeriesFile(join(folder, name));
      assert.ok(read.ok);
      assert.deepEqual(read.value, { name, columns: ['Date', 'My Fund'], rows: [['2024-01-01', '1']] }, name);
    }
  });

  it('keeps names and cells as they stand, whatever separates them', async () => {
    for (const [name, text] of [
      ['a.csv', 'Date,My Fund\n2024-01-01,1\n'],
      ['b.csv', '\uFEFFDate;My Fund\r\n2024-01-01;1\r\n'],
      ['c.tsv', '# made by hand\nDate\tMy Fund\n2024-01-01\t1\n'],
      ['d.json', '[{"Date":"2024-01-01","My Fund":1}]'],
    ] as const) {
      const path = join(folder, name);
      await writeFile(path, text);
      const read = await readSeriesFile(path);
      assert.ok(read.ok);
      assert.deepEqual(read.value, { name, columns: ['Date', 'My Fund'], rows: [['2024-01-01', '1']] }, name);
    }
  });

  it('a file without a header has columns all the same; equal names are told apart', async () => {
    const path = join(folder, 'bare.csv');
    await writeFile(path, '2024-01-01,1\n2024-01-02,2\n');
    const bare = await readSeriesFile(path);
    assert.ok(bare.ok && bare.value.columns.join() === 'time,value' && bare.value.rows.length === 2);
    await writeFile(path, 'date,x,x\n2024-01-01,1,2\n');
    const twice = await readSeriesFile(path);
    assert.ok(twice.ok && twice.value.columns.join() === 'date,x,x (2)');
  });

  it('says what is wrong with a file, without its content', async () => {
    assert.match(await reason(join(folder, 'none.csv')), /^none\.csv does not exist$/);
    assert.match(await reason(folder), /is not a file$/);
    const path = join(folder, 'broken.json');
    await writeFile(path, '{"key": "tops3cret"');
    assert.equal(await reason(path), 'broken.json is not valid JSON');
    await writeFile(path, '{"key": "tops3cret"}');
    assert.match(await reason(path), /holds no rows/);
    const handle = await open(join(folder, 'large.csv'), 'w');
    await handle.truncate(maxSeriesBytes + 1);
    await handle.close();
    assert.equal(await reason(join(folder, 'large.csv')), 'large.csv is larger than 64 MB');
  });
});
