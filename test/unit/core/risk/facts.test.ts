import assert from 'node:assert/strict';
import type { AccountReading, PositionReading } from '../../../../src/core/model/account.ts';
import type { ValuePoint } from '../../../../src/core/model/series.ts';
import type { CashFlow, Trade } from '../../../../src/core/model/trade.ts';
import { type FactsInput, riskFacts } from '../../../../src/core/risk/facts.ts';
import type { Fact } from '../../../../src/core/risk/limit.ts';
import type { BookAccount } from '../../../../src/core/valuation/book.ts';
import { reading as anyReading } from '../../../support/book.ts';
import { noon, position, snapshot } from '../../../support/snapshots.ts';

const hour = 3_600_000;
const day = 24 * hour;

const reading = (more: Partial<AccountReading> = {}) => anyReading({ at: noon - 1000, ...more });

function bookAccount(
  kind: BookAccount['kind'],
  of: AccountReading | null,
  more: Partial<BookAccount> = {},
): BookAccount {
  const common = { id: kind, kind, title: `My ${kind}`, exchange: null, strategy: null, boundary: null, retryAt: null };
  return { ...common, reading: of, state: of ? 'ok' : 'failed', reason: null, ...more };
}

function trade(at: number, realizedPnl: string | undefined, quote = 'USD'): Trade {
  const one = {
    id: String(at),
    at,
    symbol: `BTC/${quote}`,
    base: 'BTC',
    quote,
    side: 'sell',
    quantity: '1',
    price: '1',
  } as const;
  const rest = { fee: '3', feeCurrency: 'USD', strategy: null };
  return realizedPnl === undefined ? { ...one, ...rest } : { ...one, ...rest, realizedPnl };
}

const point = (at: number, equity: number, flow: number | null = 0): ValuePoint => ({
  at,
  equity,
  flow,
  origin: 'recorded',
});
const flow = (at: number, quantity: string): CashFlow => ({
  id: String(at),
  at,
  asset: 'USD',
  quantity,
  kind: 'deposit',
});

function factsOf(more: Partial<FactsInput>) {
  return riskFacts({
    snapshot: snapshot([], { equity: 9_500, cash: 0 }),
    accounts: [],
    past: [],
    dayBoundary: 'UTC',
    includeUnrealized: false,
    startingCash: null,
    sectors: {},
    countSpot: true,
    at: noon,
    ...more,
  });
}

function reasonOf(fact: Fact): string {
  assert.equal(fact.known, false);
  return fact.known ? '' : fact.reason;
}

function numberOf(fact: Fact): number {
  assert.equal(fact.known, true, fact.known ? '' : fact.reason);
  return fact.known ? fact.value : Number.NaN;
}

describe('riskFacts', () => {
  describe('the P&L of the day', () => {
    it('is what fills realised since the boundary', () => {
      const trades = [
        trade(noon - 13 * hour, '-1000'),
        trade(noon - 12 * hour, '-100.1'),
        trade(noon - hour, '-299.9'),
      ];
      const accounts = [bookAccount('paper', reading({ trades }))];
      assert.equal(numberOf(factsOf({ accounts }).dayPnl), -400);
      assert.equal(numberOf(factsOf({ accounts, dayBoundary: 'Europe/Berlin' }).dayPnl), -1400);
      assert.equal(numberOf(factsOf({ accounts, dayBoundary: 'rolling24h' }).dayPnl), -1400);
      assert.equal(numberOf(factsOf({ accounts, dayBoundary: 'America/New_York' }).dayPnl), -299.9);
    });

    it('is converted at the prices of the book, and not known where none leads there', () => {
      const accounts = [bookAccount('paper', reading({ trades: [trade(noon - hour, '-100', 'EUR')] }))];
      assert.match(reasonOf(factsOf({ accounts }).dayPnl), /My paper: no price of EUR/);
      const inEuro = position('ETH/EUR', 1_100, { currency: 'EUR', notional: 1_000 });
      assert.equal(numberOf(factsOf({ accounts, snapshot: snapshot([inEuro]) }).dayPnl), -110);
      const old = snapshot([{ ...inEuro, state: 'stale' }]);
      assert.match(reasonOf(factsOf({ accounts, snapshot: old }).dayPnl), /no price of EUR/);
    });

    it('is not known where a fill does not tell', () => {
      const accounts = [bookAccount('file', reading({ trades: [trade(noon - hour, undefined)] }))];
      assert.match(reasonOf(factsOf({ accounts }).dayPnl), /BTC\/USD fill/);
    });

    it('is what a position file says, over several files', () => {
      const accounts = [
        bookAccount('file', reading({ realizedToday: '-120.5', realizedCurrency: 'USD' })),
        bookAccount('file', reading({ realizedToday: '20', realizedCurrency: null })),
      ];
      assert.equal(numberOf(factsOf({ accounts }).dayPnl), -100.5);
    });

    it('is what an export of derivatives tells of the day, less its fees, not what its open positions ever realised', () => {
      const contract = { contract: 'linear', contractSize: '1', scope: 'swap' } as const;
      const booked = (at: number, quantity: string, kind: 'realizedPnl' | 'interest') =>
        ({ id: `${at}${kind}`, at, asset: 'USD', quantity, kind, symbol: null }) as const;
      const open: PositionReading = {
        symbol: 'BTC/USD:USD',
        asset: 'BTC',
        currency: 'USD',
        scope: 'swap',
        side: 'long',
        size: '1',
        contractSize: '1',
        contract: 'linear',
        entryPrice: '100',
        markPrice: '110',
        realizedPnl: '900',
        leverage: null,
        margin: null,
        liquidationPrice: null,
        fundingPaid: null,
        openedAt: null,
        strategy: null,
        at: noon,
      };
      const meta = reading({
        trades: [
          { ...trade(noon - 2 * day, undefined), ...contract },
          { ...trade(noon - hour, undefined), ...contract },
        ],
        income: [booked(noon - 2 * day, '700', 'realizedPnl'), booked(noon - hour, '-40', 'realizedPnl')],
        positions: [open],
      });
      assert.equal(numberOf(factsOf({ accounts: [bookAccount('file', meta)] }).dayPnl), -43);
      const bot = reading({
        trades: [
          { ...trade(noon - 2 * day, '700'), ...contract },
          { ...trade(noon - hour, '-40'), ...contract },
        ],
        income: [booked(noon - hour, '-2', 'interest')],
        positions: [open],
      });
      assert.equal(numberOf(factsOf({ accounts: [bookAccount('file', bot)] }).dayPnl), -45);
    });

    it('is not known of an exchange, of a list of holdings, of a stale or failed account', () => {
      const known = bookAccount('file', reading({ realizedToday: '5', realizedCurrency: 'USD' }));
      for (const [account, words] of [
        [bookAccount('exchange', reading()), /trades of My exchange are not known/],
        [bookAccount('file', reading()), /a list of holdings does not tell realised P&L/],
        [bookAccount('file', reading({ realizedToday: '5' }), { state: 'stale', reason: '3 days old' }), /3 days old/],
        [bookAccount('http', null, { reason: 'timed out' }), /timed out/],
      ] as const) {
        assert.match(reasonOf(factsOf({ accounts: [known, account] }).dayPnl), words);
      }
    });

    it('adds open P&L where that is asked for, and knows when it does not know it', () => {
      const accounts = [bookAccount('file', reading({ realizedToday: '120', realizedCurrency: 'USD' }))];
      const more = { accounts, includeUnrealized: true };
      const open = snapshot([position('BTC/USD', 900, { baseUnrealizedPnl: -850 })], { totalUnrealizedPnl: -850 });
      assert.equal(numberOf(factsOf({ ...more, snapshot: open }).dayPnl), -730);
      const spot = snapshot([position('BTC', 900, { baseUnrealizedPnl: null })], { totalUnrealizedPnl: null });
      assert.match(reasonOf(factsOf({ ...more, snapshot: spot }).dayPnl), /open P&L of BTC is not known/);
    });

    it('is nothing where there are no accounts', () => assert.equal(numberOf(factsOf({}).dayPnl), 0));
  });

  // noon is a Monday: week and day both began at midnight; the month the day before.
  describe('week and month', () => {
    const accounts = [bookAccount('paper', reading({ flows: [] }))];

    it('are the change of equity since the last value at or before their start', () => {
      const past = [point(noon - 40 * hour, 9_000), point(noon - 13 * hour, 10_000), point(noon - hour, 9_600)];
      const facts = factsOf({ accounts, past });
      assert.equal(numberOf(facts.weekStartEquity), 10_000);
      assert.equal(numberOf(facts.weekPnl), -500);
      assert.equal(numberOf(facts.monthStartEquity), 9_000);
      assert.equal(numberOf(facts.monthPnl), 500);
      assert.equal(numberOf(facts.dayStartEquity), 10_000);
    });

    it('take deposits out: a deposit is never a profit', () => {
      const past = [point(noon - 13 * hour, 10_000), point(noon - 2 * hour, 10_900, 1_000)];
      const latest = [
        bookAccount('paper', reading({ flows: [flow(noon - 3 * hour, '1000'), flow(noon - hour, '-1400')] })),
      ];
      // 10,000 → 10,900 with 1,000 paid in → 9,500 with 1,400 taken out.
      assert.equal(numberOf(factsOf({ accounts: latest, past }).weekPnl), -100);
    });

    it('are not known where flows are not, or history does not reach', () => {
      const past = [point(noon - 13 * hour, 10_000)];
      const exchange = [bookAccount('exchange', reading())];
      assert.match(
        reasonOf(factsOf({ accounts: exchange, past }).weekPnl),
        /deposits and withdrawals of My exchange are not known/,
      );
      const gap = [point(noon - 13 * hour, 10_000), point(noon - hour, 9_600, null)];
      assert.match(reasonOf(factsOf({ accounts, past: gap }).weekPnl), /deposits and withdrawals/);
      assert.match(reasonOf(factsOf({ accounts }).weekPnl), /no history/);
      assert.match(reasonOf(factsOf({ accounts, past: [point(noon - hour, 1)] }).weekPnl), /begins on 2026-03-02/);
      const old = [point(noon - 12 * hour - 4 * day - 1, 10_000)];
      assert.match(reasonOf(factsOf({ accounts, past: old }).weekPnl), /last value before/);
    });

    it('are not known while the book is not', () => {
      const past = [point(noon - 13 * hour, 10_000)];
      const book = snapshot([position('XYZ', null)], { equity: 9_500 });
      assert.match(reasonOf(factsOf({ accounts, past, snapshot: book }).weekPnl), /XYZ/);
      assert.match(reasonOf(factsOf({ accounts, past, snapshot: book }).drawdown), /XYZ/);
    });
  });

  describe('the drawdown', () => {
    const accounts = [bookAccount('paper', reading({ flows: [] }))];

    it('is the fall from the peak, the value now included', () => {
      const past = [point(noon - 3 * day, 8_000), point(noon - 2 * day, 10_000), point(noon - day, 9_800)];
      assert.ok(Math.abs(numberOf(factsOf({ accounts, past }).drawdown) - 0.05) < 1e-12);
      assert.equal(numberOf(factsOf({ accounts, past: [point(noon - day, 9_000)] }).drawdown), 0);
    });

    it('takes no withdrawal for a loss and no deposit for a recovery', () => {
      const out = [point(noon - 2 * day, 19_000), point(noon - day, 9_500, -9_500)];
      assert.ok(Math.abs(numberOf(factsOf({ accounts, past: out }).drawdown)) < 1e-12);
      const lossThenDeposit = [
        point(noon - 3 * day, 10_000),
        point(noon - 2 * day, 5_000),
        point(noon - day, 9_500, 4_500),
      ];
      assert.ok(Math.abs(numberOf(factsOf({ accounts, past: lossThenDeposit }).drawdown) - 0.5) < 1e-12);
    });

    it('is the same when the value now is the last of the past', () => {
      const past = [point(noon - 2 * day, 10_000), point(noon, 9_500)];
      const exchange = [bookAccount('exchange', reading())];
      assert.ok(Math.abs(numberOf(factsOf({ accounts: exchange, past }).drawdown) - 0.05) < 1e-12);
    });

    it('is not known across flows that are not', () => {
      const past = [point(noon - 2 * day, 10_000), point(noon - day, 9_500, null)];
      assert.match(reasonOf(factsOf({ accounts, past }).drawdown), /deposits and withdrawals/);
      assert.match(reasonOf(factsOf({ accounts }).drawdown), /no history/);
    });
  });
});
