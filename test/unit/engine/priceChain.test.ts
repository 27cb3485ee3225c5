import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readConfig } from '../../../src/config/readConfig.ts';
import type { Config } from '../../../src/config/schema.ts';
import { closesLinks, quoteLinks } from '../../../src/engine/priceChain.ts';

function config(accounts: Readonly<Record<string, unknown>>, source?: unknown): Config {
  const text = JSON.stringify({ version: 1, accounts, ...(source === undefined ? {} : { prices: { source } }) });
  const read = readConfig(text, { exchanges: ['binance', 'kraken', 'okx'] });
  assert.ok(read.config, JSON.stringify(read.problems));
  return read.config;
}
const binance = { kind: 'exchange', exchange: 'binance' };
const paper = { kind: 'paper', cash: { USD: 1 }, seed: 7 };
const file = { kind: 'file', path: 'a.json' };

describe('price chain (SRC-5)', () => {
  it('by default: the configured exchanges, then Kraken', () => {
    assert.deepEqual(quoteLinks(config({ a: binance, b: binance, c: { ...binance, exchange: 'okx' } })), [
      'binance',
      'okx',
      'kraken',
    ]);
  });
  it('a book without exchange accounts calls nobody', () => {
    assert.deepEqual(quoteLinks(config({ a: file })), []);
    assert.deepEqual(quoteLinks(config({})), []);
  });
  it('the simulated market prices a purely simulated book, and never a real holding', () => {
    assert.deepEqual(quoteLinks(config({ p: paper })), ['simulated:7']);
    assert.deepEqual(quoteLinks(config({ p: paper, f: file })), []);
    assert.deepEqual(quoteLinks(config({ p: paper, b: binance })), ['binance', 'kraken']);
    assert.deepEqual(closesLinks(config({ p: paper, b: binance })), ['binance', 'kraken', 'simulated:7']);
  });
  it('as configured, without the accounts’ own marks, which come with their readings', () => {
    assert.deepEqual(quoteLinks(config({ a: binance }, ['account', 'kraken', 'file:p.csv'])), ['kraken', 'file:p.csv']);
    assert.deepEqual(quoteLinks(config({ a: binance }, 'okx')), ['okx']);
  });
});
