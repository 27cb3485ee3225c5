import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exchangeListText } from '../../../src/build/exchangeList.ts';
import { exchangeList } from '../../../src/connectors/settings/exchangeList.ts';

describe('exchangeList', () => {
  it('is what the installed ccxt gives', async () => {
    const file = join(import.meta.dirname, '../../../src/connectors/settings/exchangeList.ts');
    assert.equal(await readFile(file, 'utf8'), await exchangeListText());
  });

  it('names a host for every exchange, to which keys are bound', () => {
    assert.ok(exchangeList.length > 100);
    for (const { id, host } of exchangeList) assert.match(host, /^[a-z0-9.-]+\.[a-z]{2,}(:\d+)?$/, id);
  });
});
