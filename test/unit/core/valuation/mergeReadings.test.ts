import assert from 'node:assert/strict';
import { failed, ok } from '../../../../src/core/model/reading.ts';
import type { AccountResult } from '../../../../src/core/valuation/mergeReadings.ts';
import { mergeReadings } from '../../../../src/core/valuation/mergeReadings.ts';
import { balance, day, hour, now, reading, row } from '../../../support/book.ts';

const result = (given: AccountResult['result'], more: Partial<AccountResult> = {}): AccountResult => ({
  id: 'a',
  kind: 'exchange',
  title: 'A',
  exchange: 'binance',
  strategy: null,
  boundary: null,
  result: given,
  ...more,
});
const staleAfter = (ms: number) => () => ms;
const minute = 60_000;

describe('mergeReadings', () => {
  const good = mergeReadings(
    [result(ok(reading({ balances: [balance('BTC', '1')] })))],
    [],
    now,
    staleAfter(5 * minute),
  );

  it('keeps the last reading of an account that fails and says why at once, stale only after the time given', () => {
    const down = result(failed('unavailable', 'binance is down', now + 9 * minute));
    const [soon] = mergeReadings([down], good, now + 5 * minute, staleAfter(5 * minute));
    assert.equal(soon?.reading, good[0]?.reading);
    assert.equal(soon?.state, 'ok');
    assert.equal(soon?.reason, 'binance is down');
    assert.equal(soon?.retryAt, now + 9 * minute);
    assert.equal(soon?.failure?.kind, 'unavailable');
    const [later] = mergeReadings([down], good, now + 5 * minute + 1, staleAfter(5 * minute));
    assert.equal(later?.state, 'stale');
    assert.deepEqual(later?.reading?.balances, [balance('BTC', '1')]);
  });

  it('is failed while nothing was ever read', () => {
    const [account] = mergeReadings([result(failed('credentials', 'the key was revoked'))], [], now, staleAfter(0));
    assert.equal(account?.state, 'failed');
    assert.equal(account?.reading, null);
  });

  it('forgets the failure when an answer comes', () => {
    const down = mergeReadings([result(failed('unavailable', 'down'))], good, now + hour, staleAfter(minute));
    const [back] = mergeReadings([result(ok(reading({ at: now + hour })))], down, now + hour, staleAfter(minute));
    assert.deepEqual([back?.state, back?.reason, back?.retryAt, back?.failure], ['ok', null, null, undefined]);
  });

  it('ages a file by its own time, an exchange that just answered not at all', () => {
    const old = ok(reading({ at: now - 2 * day }));
    const [file] = mergeReadings([result(old, { kind: 'file', exchange: null })], [], now, staleAfter(day));
    assert.equal(file?.state, 'stale');
    assert.match(file?.reason ?? '', /48 h old/);
    const [exchange] = mergeReadings([result(ok(reading({ at: now - 5 })))], [], now, staleAfter(0));
    assert.equal(exchange?.state, 'ok');
  });

  it('inherits nothing across another exchange, and drops accounts that are gone', () => {
    const other = result(failed('unavailable', 'down'), { exchange: 'kraken' });
    assert.equal(mergeReadings([other], good, now, staleAfter(minute))[0]?.reading, null);
    assert.deepEqual(mergeReadings([], good, now, staleAfter(minute)), []);
  });

  it('keeps the last values of a pocket that fails, with their time, over several refreshes', () => {
    const failure = { kind: 'unavailable', reason: 'futures are down' } as const;
    const first = ok(
      reading({
        at: now,
        balances: [balance('BTC', '1'), balance('USDT', '500', { scope: 'swap' })],
        positions: [row('ETH/USDT:USDT')],
      }),
    );
    const whole = mergeReadings([result(first)], [], now, staleAfter(minute));
    const lost = (at: number) =>
      result(ok(reading({ at, balances: [balance('BTC', '2')], failedScopes: [{ scope: 'swap', failure }] })));
    const once = mergeReadings([lost(now + 1)], whole, now + 1, staleAfter(minute));
    const twice = mergeReadings([lost(now + 2)], once, now + 2, staleAfter(minute));
    assert.deepEqual(
      twice[0]?.reading?.balances.map((each) => [each.asset, each.quantity]),
      [
        ['BTC', '2'],
        ['USDT', '500'],
      ],
    );
    assert.equal(twice[0]?.reading?.positions.length, 1);
    assert.equal(twice[0]?.reading?.failedScopes[0]?.lastGoodAt, now);
    const never = mergeReadings(
      [lost(now + 1)],
      mergeReadings([lost(now)], [], now, staleAfter(minute)),
      now + 1,
      staleAfter(minute),
    );
    assert.equal(never[0]?.reading?.failedScopes[0]?.lastGoodAt, undefined, 'nothing to keep');
  });
});
