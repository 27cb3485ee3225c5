import assert from 'node:assert/strict';
import type { ValuePoint } from '../../../../src/core/model/series.ts';
import type { CashFlow } from '../../../../src/core/model/trade.ts';
import { valueBook } from '../../../../src/core/valuation/valueBook.ts';
import { account, balance, book, day, dayStart, hour, now, quote } from '../../../support/book.ts';

const point = (at: number, equity: number, flow: number | null = 0): ValuePoint => ({
  at,
  equity,
  flow,
  origin: 'recorded',
});
const flow = (at: number, quantity: string, asset = 'USD'): CashFlow => ({
  id: `${at}`,
  at,
  asset,
  quantity,
  kind: 'deposit',
});
const cash = (amount: string, flows: CashFlow[] | null, boundary: ValuePoint | null = null) =>
  account('paper', { balances: [balance('USD', amount)], flows }, { kind: 'paper', title: 'Paper', boundary });

describe('changes (VAL-1)', () => {
  it('a deposit is never a profit: value − value then − flows', () => {
    const past = [point(now - 30 * day, 1000), point(now - day, 1000), point(now - hour, 1500, 500)];
    const snapshot = valueBook(
      book([cash('1610', [flow(now - 2 * hour, '500'), flow(now - hour / 2, '100')])], [], { past }),
    );
    assert.deepEqual([snapshot.change24h.abs, snapshot.change24h.basis], [10, 'flows']);
    assert.ok(Math.abs((snapshot.change24h.pct ?? 0) - 10 / 1600) < 1e-12);
    assert.equal(snapshot.allTime.abs, 10);
  });

  it('without flows: what prices did to what is held now', () => {
    const quotes = [quote('BTC/USD', '110', { open24h: '100' })];
    const exchange = account('a', { balances: [balance('BTC', '2'), balance('USD', '80')] });
    const { change24h, allTime, monthToDate } = valueBook(book([exchange], [quotes], { past: [point(now - day, 5)] }));
    assert.equal(change24h.basis, 'heldNow');
    assert.ok(Math.abs((change24h.abs ?? 0) - 20) < 1e-9);
    assert.ok(Math.abs((change24h.pct ?? 0) - 20 / 280) < 1e-9);
    assert.match(allTime.reason ?? '', /deposits and withdrawals of a are not known/);
    assert.match(monthToDate.reason ?? '', /records begin on 2026-11-19/);
  });

  it('is null, with the reason, where a price of 24 h ago is not known', () => {
    const exchange = account('a', { balances: [balance('BTC', '2'), balance('ETH', '2')] });
    const quotes = [quote('BTC/USD', '110', { open24h: '100' }), quote('ETH/USD', '5')];
    const { change24h } = valueBook(book([exchange], [quotes]));
    assert.deepEqual([change24h.abs, change24h.pct, change24h.basis], [null, null, null]);
    assert.match(change24h.reason ?? '', /24 h ago.*ETH/);
  });

  it('a coin that lost its price has not lost its value', () => {
    const past = [point(now - day, 1000)];
    const holder = account('p', { balances: [balance('USD', '100'), balance('XYZ', '1')], flows: [] });
    const { allTime, change24h } = valueBook(book([holder], [], { past }));
    assert.equal(allTime.abs, null);
    assert.match(allTime.reason ?? '', /incomplete: .*XYZ/);
    assert.equal(change24h.abs, 0, 'the price change of the priced part');
  });

  it('month to date from the value at the start of the month, at most a day and a half off', () => {
    const start = Date.UTC(2026, 10, 1);
    const mtd = (at: number) => valueBook(book([cash('110', [])], [], { past: [point(at, 100)] })).monthToDate;
    assert.equal(mtd(start).abs, 10);
    assert.ok(Math.abs((mtd(start - 30 * hour).pct ?? 0) - 0.1) < 1e-12);
    assert.equal(mtd(start - 37 * hour).abs, null);
    assert.equal(mtd(start + day).abs, null);
  });

  it('does not compare with a value from another hour of yesterday', () => {
    const flat = (at: number) => valueBook(book([cash('110', [])], [], { past: [point(at, 100)] })).change24h;
    assert.equal(flat(now - day - hour).basis, 'flows');
    assert.equal(flat(now - day - 3 * hour).basis, 'heldNow');
  });
});

describe('the account card (VAL-3)', () => {
  const card = (...given: Parameters<typeof cash>) => valueBook(book([cash(...given)])).accounts[0]?.card;

  it('today = (projected − flows since the boundary − value then) / value then', () => {
    const boundary = point(dayStart, 1000, 900);
    const flows = [
      flow(dayStart - hour, '900'),
      flow(dayStart, '50'),
      flow(dayStart + hour, '500'),
      flow(now - 1, '-200'),
    ];
    const today = card('1330', flows, boundary);
    assert.deepEqual([today?.projected, today?.todayIncome, today?.todayReturnPct], [1330, 30, 0.03]);
    assert.deepEqual(today?.missing, {});
  });

  it('no value then: the income where everything came in today, else n/a; never a guess', () => {
    const begun = card('1010', [flow(dayStart + hour, '1000')]);
    assert.deepEqual([begun?.todayIncome, begun?.todayReturnPct], [10, null]);
    assert.ok(begun?.missing['todayReturnPct']);
    const older = card('1010', [flow(dayStart - hour, '1000')]);
    assert.deepEqual([older?.todayIncome, older?.todayReturnPct], [null, null]);
    assert.ok(older?.missing['todayIncome']);
    assert.equal(card('1010', [])?.todayIncome, null);
  });

  it('unknown flows (an exchange, until the ledger): n/a with that reason', () => {
    const today = card('1330', null, point(dayStart, 1000));
    assert.deepEqual([today?.todayIncome, today?.todayReturnPct], [null, null]);
    assert.match(today?.missing['todayReturnPct'] ?? '', /deposits and withdrawals of Paper are not known/);
  });

  it('available is what is free; unknown entry prices leave the open P&L unknown', () => {
    const exchange = account('a', { balances: [balance('USD', '100', { free: '60' }), balance('BTC', '1')] });
    const own = valueBook(book([exchange], [[quote('BTC/USD', '9')]])).accounts[0]?.card;
    assert.deepEqual([own?.available, own?.openPnl, own?.marginUsed], [60, null, 0]);
    assert.match(own?.missing['openPnl'] ?? '', /BTC.*entry price/);
  });
});
