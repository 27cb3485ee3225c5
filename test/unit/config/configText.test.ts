import assert from 'node:assert/strict';
import { changedAccounts } from '../../../src/config/changedAccounts.ts';
import { didYouMean, editDistance } from '../../../src/config/didYouMean.ts';
import { limitLocations } from '../../../src/config/limitLocations.ts';
import { readConfig } from '../../../src/config/readConfig.ts';
import type { Config } from '../../../src/config/schema.ts';

function config(accounts: object): Config {
  const read = readConfig(JSON.stringify({ version: 1, accounts }), { exchanges: ['kraken'] }).config;
  assert.ok(read);
  return read;
}

describe('limitLocations', () => {
  it('finds each limit and each of its subjects', () => {
    const text = `{ "limits": { // all
      "maxLeverage": 2,
      "maxSymbolExposureNotional": { "*": 20000, "BTC/EUR": 5 }
    } }`;
    assert.deepEqual(
      limitLocations(text).map(({ limit, subject, offset, length }) => [
        limit,
        subject,
        text.slice(offset, offset + length),
      ]),
      [
        ['maxLeverage', null, '"maxLeverage": 2'],
        ['maxSymbolExposureNotional', null, '"maxSymbolExposureNotional"'],
        ['maxSymbolExposureNotional', '*', '"*": 20000'],
        ['maxSymbolExposureNotional', 'BTC/EUR', '"BTC/EUR": 5'],
      ],
    );
  });

  it('reads a broken text as far as it goes', () => {
    assert.deepEqual(
      limitLocations('{ "limits": { "maxLeverage": 2, "x": ').map(({ limit }) => limit),
      ['maxLeverage', 'x'],
    );
    assert.deepEqual(limitLocations(''), []);
    assert.deepEqual(limitLocations('['.repeat(100_000)), []);
    assert.deepEqual(limitLocations('{ "limits": 5 }'), []);
  });
});

describe('changedAccounts', () => {
  const file = (path: string) => ({ kind: 'file', path });

  it('tells what is new, gone and different', () => {
    const before = config({ a: file('a'), b: file('b'), c: file('c') });
    const after = config({ a: file('a'), b: file('B'), d: file('d') });
    assert.deepEqual(changedAccounts(before, after), { added: ['d'], removed: ['c'], changed: ['b'] });
    assert.deepEqual(changedAccounts(null, after), { added: ['a', 'b', 'd'], removed: [], changed: [] });
  });

  it('takes no order of keys, and no default that was written out, for a change', () => {
    const before = config({ k: { kind: 'exchange', exchange: 'kraken' } });
    const after = config({ k: { scopes: ['spot'], sandbox: false, exchange: 'kraken', kind: 'exchange' } });
    assert.deepEqual(changedAccounts(before, after), { added: [], removed: [], changed: [] });
    const other = config({ k: { kind: 'exchange', exchange: 'kraken', scopes: ['spot', 'margin'] } });
    assert.deepEqual(changedAccounts(before, other).changed, ['k']);
  });
});

describe('didYouMean', () => {
  it('counts insertions, deletions, replacements and swaps', () => {
    assert.equal(editDistance('binanace', 'binance'), 1);
    assert.equal(editDistance('biannce', 'binance'), 1);
    assert.equal(editDistance('', 'abc'), 3);
    assert.equal(editDistance('kitten', 'sitting'), 3);
  });

  it('offers only what is near, whatever the case', () => {
    const known = ['binance', 'kraken', 'okx'];
    assert.equal(didYouMean('Binance', known), 'binance');
    assert.equal(didYouMean('krakn', known), 'kraken');
    assert.equal(didYouMean('ok', known), 'okx');
    assert.equal(didYouMean('coinbase', known), null);
    assert.equal(didYouMean('x'.repeat(10_000), known), null);
  });
});
