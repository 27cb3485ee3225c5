import assert from 'node:assert/strict';
import { healthOf } from '../../../src/core/health.ts';
import type { Failure } from '../../../src/core/model/reading.ts';
import type { BookAccount } from '../../../src/core/valuation/book.ts';
import { valueBook } from '../../../src/core/valuation/valueBook.ts';
import { account, balance, book, day, hour, now, quote, row } from '../../support/book.ts';

const health = (
  accounts: readonly BookAccount[],
  quotes: ReturnType<typeof quote>[] = [],
  displayCurrencies: string[] = [],
) => healthOf({ snapshot: valueBook(book(accounts, [quotes], { displayCurrencies })), accounts, at: now });
const failing = (failure: Failure, own: Partial<BookAccount> = {}) =>
  account('a', {}, { reading: null, state: 'failed', reason: failure.reason, failure, ...own });

describe('health (RISK-10)', () => {
  it('says nothing of a good book', () => {
    assert.deepEqual(health([account('a', { balances: [balance('BTC', '1')] })], [quote('BTC/USD', '9')]), []);
  });

  it('offers what helps against each kind of failure', () => {
    const action = (failure: Failure) => {
      const found = health([failing(failure)])[0]?.action;
      return [found?.command, found?.argument];
    };
    assert.deepEqual(action({ kind: 'credentials', reason: 'the key was revoked' }), ['replaceKey', 'a']);
    assert.deepEqual(action({ kind: 'refused', reason: 'waits', host: 'api.example.com' }), [
      'approveHost',
      'api.example.com',
    ]);
    assert.deepEqual(action({ kind: 'refused', reason: 'api.kraken.com was not approved yet' }), [
      'approveHost',
      'api.kraken.com',
    ]);
    assert.deepEqual(action({ kind: 'refused', reason: 'no API key is stored' }), ['replaceKey', 'a']);
    assert.deepEqual(action({ kind: 'config', reason: 'no such market' }), ['openConfiguration', null]);
    assert.deepEqual(action({ kind: 'unavailable', reason: 'down' }), ['refresh', null]);
  });

  it('a failed account is critical; one that fails but is fresh, or stale, a warning with its age and share', () => {
    assert.equal(health([failing({ kind: 'unavailable', reason: 'down' })])[0]?.severity, 'critical');
    const stale = account(
      'a',
      { balances: [balance('USD', '30')], at: now - 3 * hour },
      { state: 'stale', reason: 'binance is down' },
    );
    const [item] = health([stale, account('b', { balances: [balance('USD', '10')] })]);
    assert.deepEqual([item?.severity, item?.title, item?.share, item?.account], ['warning', 'a is stale', 0.75, 'a']);
    assert.match(item?.detail ?? '', /binance is down\. Its last values are 3 h old/);
  });

  it('names a lost pocket, unpriced assets once per account, and missing exchange rates', () => {
    const failure = { kind: 'credentials', reason: 'the key may not read futures' } as const;
    const lost = health([account('a', { failedScopes: [{ scope: 'swap', failure }] })]);
    assert.deepEqual([lost[0]?.id, lost[0]?.action?.command], ['account/a/swap', 'replaceKey']);
    const balances = ['X', 'Y', 'JPY'].map((asset) => balance(asset, '1'));
    const items = health(
      [account('a', { balances, positions: [row('BTC/KRW', { markPrice: '9', entryPrice: '9' })] })],
      [],
      ['BTC'],
    );
    assert.deepEqual(
      items.map((item) => [item.id, item.severity]),
      [
        ['rate/a/JPY', 'warning'],
        ['rate/a/KRW', 'warning'],
        ['unpriced/a', 'warning'],
      ],
    );
    assert.match(items[2]?.title ?? '', /^X, Y: no price/);
    assert.equal(items[2]?.share, null, 'what has no price has no known share');
    assert.equal(health([account('a', { balances: [balance('USD', '1')] })], [], ['BTC'])[0]?.id, 'rate/display/BTC');
  });

  it('old prices: a warning from 24 h, critical from 72 h, with the share they value', () => {
    const aged = (age: number) => {
      const holder = account('a', { balances: [balance('BTC', '1'), balance('USD', '300')] });
      return health([holder], [quote('BTC/USD', '100', { at: now - age })]).find((item) => item.id === 'price/BTC');
    };
    assert.equal(aged(day - 1), undefined);
    assert.deepEqual([aged(day)?.severity, aged(day)?.share], ['warning', 0.25]);
    assert.equal(aged(3 * day - 1)?.severity, 'warning');
    assert.equal(aged(3 * day)?.severity, 'critical');
  });

  it('says when a configured account is not read at all; worst first', () => {
    const accounts = [account('a', { balances: [balance('X', '1')] })];
    const items = healthOf({
      snapshot: valueBook(book(accounts)),
      accounts,
      config: { accounts: { a: {}, b: {} } },
      at: now,
    });
    assert.deepEqual(
      items.map((item) => item.id),
      ['account/b', 'unpriced/a'],
    );
  });
});
