import assert from 'node:assert/strict';
import ccxt from 'ccxt';
import { orderFault } from '../../../../../src/connectors/exchange/trading/orderFault.ts';
import { WireFault } from '../../../../../src/connectors/exchange/wireFault.ts';

const meaning = (error: unknown, status?: number, sent = true) =>
  orderFault({ error, status, title: 'Venue', secrets: ['CANARYsecret'], sent });
const kindOf = (error: unknown, status?: number, sent = true): string => {
  const fault = meaning(error, status, sent);
  return fault.kind === 'failure' ? fault.failure.kind : fault.kind;
};

describe('what an error on the way of an order means', () => {
  it('is unknown where no clear answer came: never "not placed"', () => {
    const lost: readonly (readonly [unknown, number?])[] = [
      [new WireFault('unavailable', 'no whole answer within 10 s')],
      [new WireFault('unavailable', 'could not be reached (ECONNRESET)')],
      [new WireFault('badResponse', 'a web page where JSON was due')],
      [new WireFault('retryable', 'cancelled before the answer was complete')],
      [new ccxt.ExchangeNotAvailable('venue 502 Bad Gateway'), 502],
      [new ccxt.InvalidOrder('venue {"code":-2010}'), 503],
      [new ccxt.RequestTimeout('venue timed out')],
      [new ccxt.ExchangeError('venue {"code":987,"msg":"something new"}'), 200],
      [
        new ccxt.BadRequest(
          'binance {"code":-1007,"msg":"Timeout waiting for response from backend server. Send status unknown; execution status unknown."}',
        ),
        400,
      ],
      [new TypeError("Cannot read properties of undefined (reading 'id')"), 200],
      [new ccxt.OperationFailed('venue failed')],
    ];
    for (const [error, status] of lost) assert.equal(kindOf(error, status), 'unavailable', String(error));
  });

  it('is a rejection in the exchange’s words where it clearly said no, without secrets', () => {
    const refused: readonly (readonly [unknown, number?])[] = [
      [
        new ccxt.InsufficientFunds(
          'binance {"code":-2010,"msg":"Account has insufficient balance for requested action."}',
        ),
        400,
      ],
      [new ccxt.InvalidOrder('binance {"code":-1013,"msg":"Filter failure: NOTIONAL"}'), 400],
      [new ccxt.ExchangeError('kraken {"error":["EOrder:Cost minimum not met"]}'), 200],
      [new ccxt.BadSymbol('venue {"msg":"CANARYsecret is no market"}'), 200],
      [new ccxt.MarketClosed('venue {"msg":"closed"}'), 200],
    ];
    for (const [error, status] of refused) {
      const fault = meaning(error, status);
      assert.ok(fault.kind === 'rejected', String(error));
      assert.doesNotMatch(fault.reason, /CANARY/);
    }
    const [first] = refused;
    const said = meaning(first?.[0], 400);
    assert.ok(said.kind === 'rejected');
    assert.equal(said.reason, 'Venue refused the order (Account has insufficient balance for requested action.)');
  });

  it('is a duplicate where the id is taken: then the order is looked for', () => {
    assert.equal(kindOf(new ccxt.DuplicateOrderId('okx {"sCode":"51016"}'), 200), 'duplicate');
    assert.equal(
      kindOf(new ccxt.InvalidOrder('binance {"code":-2010,"msg":"Duplicate order sent."}'), 400),
      'duplicate',
    );
  });

  it('tells keys, rate limits, clocks and closed venues apart: nothing was booked', () => {
    assert.equal(
      kindOf(new ccxt.AuthenticationError('binance {"code":-2015,"msg":"Invalid API-key"}'), 401),
      'credentials',
    );
    assert.equal(kindOf(new WireFault('rateLimited', 'too many requests (HTTP 429)')), 'rateLimited');
    assert.equal(
      kindOf(new ccxt.InvalidNonce('binance {"code":-1021,"msg":"Timestamp outside of the recvWindow."}'), 400),
      'refused',
    );
    assert.equal(
      kindOf(new ccxt.OnMaintenance('kraken {"error":["EService:Market in cancel_only mode"]}'), 200),
      'refused',
    );
    assert.equal(kindOf(new ccxt.OrderNotFound('binance {"code":-2011,"msg":"Unknown order sent."}'), 400), 'notFound');
  });

  it('of what never left, nothing is unknown', () => {
    for (const error of [
      new WireFault('retryable', 'cancelled while waiting for the rate limit'),
      new WireFault('unavailable', 'could not be reached'),
      new WireFault('refused', 'trading was switched off before the order left: nothing was sent'),
      new TypeError('x is undefined'),
    ]) {
      const fault = meaning(error, undefined, false);
      assert.ok(fault.kind === 'failure' && fault.failure.kind === 'refused');
      assert.match(fault.failure.reason, /nothing was sent/);
    }
    assert.equal(kindOf(new WireFault('rateLimited', 'wait'), undefined, false), 'rateLimited');
    assert.equal(kindOf(new WireFault('credentials', 'no key'), undefined, false), 'credentials');
  });
});
