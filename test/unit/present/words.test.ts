import assert from 'node:assert/strict';
import { sentence } from '../../../src/present/words.ts';

describe('sentence', () => {
  it('begins large and ends with a stop', () => {
    assert.equal(sentence('unknown exchange'), 'Unknown exchange.');
    assert.equal(sentence('Did you mean "binance"?'), 'Did you mean "binance"?');
  });

  it('leaves names at the start as they are', () => {
    assert.equal(sentence('maxLeverage must be a number'), 'maxLeverage must be a number.');
    assert.equal(sentence('quantfolio.json has errors'), 'quantfolio.json has errors.');
  });
});
