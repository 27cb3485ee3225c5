import assert from 'node:assert/strict';
import { aboutAccount } from '../../../src/core/aboutAccount.ts';

describe('words about an account', () => {
  it('names it once', () => {
    assert.equal(aboutAccount('Kraken', 'Kraken is not available'), 'Kraken is not available');
    assert.equal(aboutAccount('Kraken', 'Kraken: its balance has no end'), 'Kraken: its balance has no end');
    assert.equal(aboutAccount('Kraken · b', 'Kraken is not available'), 'Kraken · b: Kraken is not available');
    assert.equal(aboutAccount('book', 'bookings.csv is not there'), 'book: bookings.csv is not there');
    assert.equal(aboutAccount('a', 'it was never read'), 'a: it was never read');
    assert.equal(aboutAccount('OK', 'OK'), 'OK: OK');
  });
});
