import assert from 'node:assert/strict';
import { crashText } from '../../../src/process/crashText.ts';

describe('what is logged of a crash', () => {
  it('says what and where, and holds no key, signature or address with a query', () => {
    const secret = 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7b';
    const error = new TypeError(
      `binance POST https://api.binance.com/api/v3/order?symbol=BTCUSDT&signature=${secret} apiKey: ${secret} failed`,
    );
    const text = crashText(error);
    assert.ok(!text.includes(secret) && !text.includes('signature=a') && !text.includes('symbol='), text);
    assert.match(text, /^TypeError: binance POST api\.binance\.com/);
    assert.match(text, /\n\s+at .*crashText\.test\.ts/);
  });

  it('copes with an error that has no stack', () => {
    const error = new Error('gone');
    delete error.stack;
    assert.equal(crashText(error), 'Error: gone');
  });
});
