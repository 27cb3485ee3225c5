import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scrub } from '../../../../src/connectors/exchange/scrub.ts';

const key = 'CANARYkey4711abcdef';
const secret = 'CANARY/secret+with=odd&characters "quoted"';

describe('scrub', () => {
  it('removes the whole query of a signed URL but keeps the host', () => {
    const text = scrub(
      'binance GET https://api.binance.com/api/v3/account?timestamp=1&recvWindow=10000&signature=9f86d081884c7d659a2feaa0c55ad015 400 Bad Request {"code":-1022,"msg":"Signature for this request is not valid."}',
    );
    assert.match(text, /api\.binance\.com 400 Bad Request/);
    assert.doesNotMatch(text, /signature=|9f86d0|timestamp/i);
    assert.match(text, /Signature for this request is not valid/);
  });

  it("removes the account's own secrets in every usual spelling", () => {
    const spellings = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret),
      Buffer.from(secret).toString('base64'),
      `key=${key}`,
      `{"apiKey":"${key}"}`,
    ];
    for (const spelling of spellings) {
      const text = scrub(`the exchange said: ${spelling} is wrong`, [key, secret]);
      assert.doesNotMatch(text, /CANARY|odd&char|odd%26/, spelling);
      assert.match(text, /the exchange said/);
    }
  });

  it('removes what looks like a secret although it is not known', () => {
    for (const [text, canary] of [
      ['failed: {"api_secret":"hunter2hunter2"}', 'hunter2'],
      ['Authorization: Bearer abc.def.ghi', 'abc.def'],
      ['passphrase=opensesame&x=1', 'opensesame'],
      ['KC-API-SIGN: zzzTopSecret', 'zzzTop'],
      ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'eyJ'],
      ['-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIcanary\n-----END EC PRIVATE KEY-----', 'MHcCAQ'],
      [`hash ${'0123456789abcdef'.repeat(4)}`, '0123456789abcdef'],
    ] as const)
      assert.ok(!scrub(text).includes(canary), scrub(text));
  });

  it('keeps ordinary words and is never long', () => {
    assert.equal(
      scrub('Invalid API-key, IP, or permissions for action.'),
      'Invalid API-key, IP, or permissions for action.',
    );
    assert.ok(scrub('word '.repeat(500)).length <= 241);
  });

  it('never lets a secret of 8 or more characters through', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 60 }), fc.string(), fc.string(), (hidden, left, right) => {
        fc.pre(
          hidden.trim().length >= 8 &&
            !left.includes(hidden) &&
            !right.includes(hidden) &&
            !'[removed]'.includes(hidden),
        );
        fc.pre(!hidden.includes('[removed]') && !hidden.includes('\n') && !/^[\s<>]/.test(hidden));
        const text = scrub(`${left} ${hidden} ${right}`, [hidden]);
        return !text.includes(hidden);
      }),
    );
  });
});
