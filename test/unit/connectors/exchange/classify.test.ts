import assert from 'node:assert/strict';
import ccxt from 'ccxt';
import { classify, describe as describeFailure } from '../../../../src/connectors/exchange/classify.ts';
import { WireFault } from '../../../../src/connectors/exchange/wireFault.ts';

const revoked = 'binance {"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}';

describe('classify', () => {
  const cases: readonly (readonly [string, unknown, number | undefined, string])[] = [
    ['an authentication error', new ccxt.AuthenticationError('x'), 401, 'credentials'],
    [
      'Binance −2015 after a success, which ccxt calls DDoSProtection',
      new ccxt.DDoSProtection(revoked),
      401,
      'credentials',
    ],
    ['Kraken invalid key', new ccxt.AuthenticationError('kraken {"error":["EAPI:Invalid key"]}'), 200, 'credentials'],
    [
      'Kraken invalid signature, a plain ExchangeError',
      new ccxt.ExchangeError('kraken {"error":["EAPI:Invalid signature"]}'),
      200,
      'credentials',
    ],
    [
      'Kraken permission denied',
      new ccxt.PermissionDenied('kraken {"error":["EGeneral:Permission denied"]}'),
      200,
      'credentials',
    ],
    ['Kraken invalid nonce', new ccxt.InvalidNonce('kraken {"error":["EAPI:Invalid nonce"]}'), 200, 'retryable'],
    [
      'Binance −1021',
      new ccxt.InvalidNonce('binance {"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}'),
      400,
      'retryable',
    ],
    [
      'Kraken rate limit, a DDoSProtection',
      new ccxt.DDoSProtection('kraken {"error":["EAPI:Rate limit exceeded"]}'),
      200,
      'rateLimited',
    ],
    ['429', new ccxt.DDoSProtection('x 429 Too Many Requests'), 429, 'rateLimited'],
    ['418', new ccxt.DDoSProtection('x 418'), 418, 'rateLimited'],
    ['500', new ccxt.ExchangeNotAvailable('x 500'), 500, 'unavailable'],
    ['a network error', new ccxt.NetworkError('x fetch failed'), undefined, 'unavailable'],
    ['maintenance', new ccxt.OnMaintenance('x'), 200, 'unavailable'],
    ['an unknown error with 503', new ccxt.ExchangeError('x'), 503, 'unavailable'],
    ['blocked by country', new ccxt.ExchangeError('x'), 451, 'unavailable'],
    ['a raw TypeError', new TypeError("Cannot read properties of undefined (reading 'length')"), 200, 'badResponse'],
    ['a bad response', new ccxt.BadResponse('x'), 200, 'badResponse'],
    [
      'a missing credential',
      new ccxt.AuthenticationError('okx requires "password" credential'),
      undefined,
      'credentials',
    ],
    ['an unsupported method', new ccxt.NotSupported('x'), undefined, 'config'],
    ['our own fault', new WireFault('refused', 'x'), undefined, 'refused'],
    ['something thrown that is no error', 'boom', undefined, 'badResponse'],
  ];
  for (const [name, error, status, kind] of cases)
    it(`${name} is ${kind}`, () => assert.equal(classify(error, status), kind));

  it('trusts e.name, because minified classes are called otherwise', () => {
    const error = new Error('x');
    error.name = 'AuthenticationError';
    assert.equal(classify(error), 'credentials');
  });

  it("says it in words, with the exchange's own sentence and no secret", () => {
    const failure = describeFailure(
      new ccxt.AuthenticationError(`binance GET https://api.binance.com/x?signature=abc ${revoked.slice(8)}`),
      'Binance',
      ['CANARYCANARY'],
      401,
    );
    assert.equal(
      failure.reason,
      'Binance does not accept the API key (Invalid API-key, IP, or permissions for action.): check or replace it',
    );
  });

  it('says when it may be asked again', () => {
    assert.equal(describeFailure(new WireFault('rateLimited', 'too many', 1234), 'Kraken', []).retryAt, 1234);
  });
});
