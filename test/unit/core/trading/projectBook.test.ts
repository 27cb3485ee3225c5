import assert from 'node:assert/strict';
import fc from 'fast-check';
import { paperReading } from '../../../../src/connectors/paper/paperReading.ts';
import { big } from '../../../../src/core/decimal.ts';
import type { Snapshot } from '../../../../src/core/model/snapshot.ts';
import type { PlannedOrder } from '../../../../src/core/model/trading.ts';
import { broker } from '../../../../src/core/paper/broker.ts';
import { newPaperAccount } from '../../../../src/core/paper/paperAccount.ts';
import { emptyPaperBook, type PaperBook } from '../../../../src/core/paper/paperBook.ts';
import { evaluateRisk } from '../../../../src/core/risk/evaluateRisk.ts';
import type { RiskFacts } from '../../../../src/core/risk/limit.ts';
import { projectBook } from '../../../../src/core/trading/projectBook.ts';
import { account, balance, now, quote, row } from '../../../support/book.ts';
import { factsOf } from '../../../support/plans.ts';

const prices = { BTC: 60_000, ETH: 3000, SOL: 150 } as const;
type Coin = keyof typeof prices;
const quotes = [...Object.entries(prices).map(([coin, price]) => quote(`${coin}/USD`, String(price)))];

interface Trade {
  readonly side: 'buy' | 'sell';
  readonly symbol: string;
  readonly quantity: string;
  readonly price: string;
  readonly fee: string;
  readonly reduceOnly?: boolean;
  readonly id?: string;
}

function planned({ side, symbol, quantity, price, fee, reduceOnly = false, id = 'main' }: Trade): PlannedOrder {
  return {
    ticket: {
      clientOrderId: 'qfab12cd34ef5600',
      account: id,
      symbol,
      side,
      type: 'market',
      quantity,
      price: null,
      reduceOnly,
      scope: symbol.includes(':') ? 'swap' : 'spot',
      strategy: null,
    },
    price,
    priceAt: now,
    priceSource: 'test',
    quote: 'USD',
    notional: Number(big(quantity).times(price)),
    fee: Number(fee),
    feeReason: null,
    live: false,
    notes: [],
  };
}

/** What limits look at, rounded where doubles differ in their last digits. */
function essence({ snapshot }: RiskFacts | { readonly snapshot: Snapshot }) {
  const exact = (quantity: string) => Number(quantity);
  return {
    equity: snapshot.equity,
    knownEquity: snapshot.knownEquity,
    cash: snapshot.cash,
    totalNotional: snapshot.totalNotional,
    open: snapshot.openPositions,
    unrealized: snapshot.totalUnrealizedPnl,
    accounts: snapshot.accounts.map(({ id, value, share }) => [id, value, share]),
    holdings: snapshot.holdings
      .map(({ asset, quantity, borrowed, value, kind, share }) => [
        asset,
        exact(quantity),
        borrowed,
        value,
        kind,
        share,
      ])
      .sort(),
    positions: snapshot.positions
      .map(({ symbol, side, size, baseNotional, instrument }) => [symbol, side, exact(size), baseNotional, instrument])
      .sort(),
    assets: snapshot.assets.map(({ asset, quantity, value }) => [asset, exact(quantity), value]),
    symbols: Object.fromEntries(Object.entries(snapshot.symbolNotional).map(([symbol, value]) => [symbol, value])),
  };
}

/** Deep equality, numbers to nine digits (of amounts of a million: to a thousandth of a cent). */
function assertNear(actual: unknown, expected: unknown, path = 'book'): void {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const reach = 1e-9 * Math.max(1e4, Math.abs(expected));
    assert.ok(Math.abs(actual - expected) <= reach, `${path}: ${actual} is not ${expected}`);
  } else if (typeof actual === 'object' && typeof expected === 'object' && actual !== null && expected !== null) {
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), path);
    for (const [key, value] of Object.entries(actual)) {
      assertNear(value, (expected as Record<string, unknown>)[key], `${path}.${key}`);
    }
  } else assert.deepEqual(actual, expected, path);
}

function paperFacts(book: PaperBook): RiskFacts {
  const reading = paperReading({
    at: now,
    account: { ...newPaperAccount, book },
    marks: quotes,
    strategy: null,
  });
  // What is held somewhere has a price in the book; else a purchase is worth what it costs.
  const seed = Object.keys(prices).map((coin) => balance(coin, '1'));
  return factsOf(
    [
      account('main', { ...reading, trades: null, flows: null }, { kind: 'paper', exchange: null }),
      account('seed', { balances: seed, simulated: true }),
    ],
    quotes,
  );
}

const anyTrade = fc
  .record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    coin: fc.constantFrom<Coin>('BTC', 'ETH', 'SOL'),
    size: fc.integer({ min: 1, max: 40 }),
    slip: fc.integer({ min: -20, max: 20 }),
    fee: fc.integer({ min: 0, max: 300 }),
  })
  .map(
    ({ side, coin, size, slip, fee }): Trade => ({
      side,
      symbol: `${coin}/USD`,
      quantity: big(size).div(20).toString(),
      price: big(prices[coin])
        .times(1000 + slip)
        .div(1000)
        .toString(),
      fee: big(fee).div(100).toString(),
    }),
  );

const fillOf = (trade: Trade, index: number) => ({
  type: 'fill' as const,
  fill: {
    id: String(index),
    at: now,
    symbol: trade.symbol,
    base: trade.symbol.split('/')[0] ?? '',
    quote: 'USD',
    side: trade.side,
    quantity: trade.quantity,
    price: trade.price,
    fee: trade.fee,
    feeCurrency: 'USD',
    strategy: null,
  },
});

describe('the projected book', () => {
  it('is the book that the simulated broker has after the same fills: longs, shorts, covers and flips', () => {
    const deposit = { id: 'start', at: now, asset: 'USD', quantity: '1000000', kind: 'deposit' } as const;
    const start = broker(emptyPaperBook, { type: 'flow', flow: deposit });
    fc.assert(
      fc.property(fc.array(anyTrade, { maxLength: 6 }), fc.array(anyTrade, { maxLength: 6 }), (past, trades) => {
        const before = past.map(fillOf).reduce(broker, start);
        const after = trades.map(fillOf).reduce(broker, before);
        const projected = projectBook(
          paperFacts(before),
          trades.map((trade) => planned(trade)),
        );
        assertNear(essence(projected), essence(paperFacts(after)));
      }),
      { numRuns: 150 },
    );
  });

  it('is the book of an exchange account after its balances changed', () => {
    const anySpot = fc.record({ btc: fc.integer({ min: 1, max: 100 }), sold: fc.integer({ min: 1, max: 100 }) });
    fc.assert(
      fc.property(anySpot, fc.integer({ min: 0, max: 50 }), ({ btc, sold }, bought) => {
        const have = (coins: string, eth: string, usd: string) =>
          factsOf(
            [
              account('main', { balances: [balance('BTC', coins), balance('ETH', eth), balance('USD', usd)] }),
              account('other', { balances: [balance('USD', '500')] }, { exchange: 'kraken' }),
            ],
            quotes,
          );
        const amount = Math.min(btc, sold);
        const trades: Trade[] = [
          { side: 'sell', symbol: 'BTC/USD', quantity: String(amount), price: '59900', fee: '12.5' },
          ...(bought > 0
            ? [{ side: 'buy', symbol: 'ETH/USD', quantity: String(bought), price: '3010', fee: '1.25' } as const]
            : []),
        ];
        const usd = 1e6 + amount * 59_900 - 12.5 - bought * 3010 - (bought > 0 ? 1.25 : 0);
        const projected = projectBook(
          have(String(btc), '2', '1000000'),
          trades.map((trade) => planned(trade)),
        );
        assertNear(essence(projected), essence(have(String(btc - amount), String(2 + bought), String(usd))));
      }),
      { numRuns: 60 },
    );
  });

  it('closes, turns around and opens derivatives, their P&L going to the wallet', () => {
    const facts = (rows: Parameters<typeof row>[1][], usd: string) =>
      factsOf(
        [
          account('main', {
            balances: [balance('USD', usd, { scope: 'swap' })],
            positions: rows.map((more) =>
              row('BTC/USD:USD', { currency: 'USD', markPrice: '60000', contractSize: '0.1', ...more }),
            ),
          }),
        ],
        quotes,
      );
    const trade = (side: 'buy' | 'sell', quantity: string, reduceOnly = false): PlannedOrder => ({
      ...planned({ side, symbol: 'BTC/USD:USD', quantity, price: '60000', fee: '5', reduceOnly }),
      notional: Number(quantity) * 6000,
    });
    const long = facts([{ side: 'long', size: '10', entryPrice: '50000' }], '20000');
    // 10 × 0.1 × 10,000 = 10,000 open P&L; half of it is realised.
    assertNear(
      essence(projectBook(long, [trade('sell', '5')])),
      essence(facts([{ side: 'long', size: '5', entryPrice: '50000' }], '24995')),
    );
    assertNear(essence(projectBook(long, [trade('sell', '10')])), essence(facts([], '29995')));
    assertNear(
      essence(projectBook(long, [trade('sell', '13')])),
      essence(facts([{ side: 'short', size: '3', entryPrice: '60000' }], '29995')),
    );
    assertNear(essence(projectBook(long, [trade('sell', '13', true)])), essence(facts([], '29995')));
    assertNear(
      essence(projectBook(long, [trade('buy', '10')])),
      essence(facts([{ side: 'long', size: '20', entryPrice: '55000' }], '19995')),
    );
    const hedged = facts(
      [
        { side: 'long', size: '10', entryPrice: '60000' },
        { side: 'short', size: '4', entryPrice: '60000' },
      ],
      '20000',
    );
    const opened = projectBook(hedged, [trade('sell', '2')]).snapshot.positions;
    assert.deepEqual(
      opened.map(({ side, size }) => [side, size]),
      [
        ['long', '10'],
        ['short', '6'],
      ],
    );
    const closedOne = projectBook(hedged, [trade('sell', '2', true)]).snapshot.positions;
    assert.deepEqual(
      closedOne.map(({ side, size }) => [side, size]),
      [
        ['long', '8'],
        ['short', '4'],
      ],
    );
  });

  it('moves money and coins of a market that is quoted in a coin', () => {
    const have = (btc: string, eth: string) =>
      factsOf([account('main', { balances: [balance('BTC', btc), balance('ETH', eth)] })], quotes);
    const order: PlannedOrder = {
      ...planned({ side: 'buy', symbol: 'ETH/BTC', quantity: '10', price: '0.05', fee: '0' }),
      quote: 'BTC',
      notional: 30_000,
    };
    const after = projectBook(have('2', '1'), [order]);
    assertNear(essence(after), essence(have('1.5', '11')));
    const fresh = projectBook(have('0', '10'), [{ ...order, ticket: { ...order.ticket, side: 'sell' } }]);
    assert.deepEqual(
      fresh.snapshot.positions.map(({ asset, size }) => [asset, size]),
      [['BTC', '0.5']],
    );
    assert.equal(fresh.snapshot.openPositions, 1);
  });

  it('tells the P&L of the day, the week and the drawdown as they would be', () => {
    const own = [balance('BTC', '1', { entryPrice: '70000', entryCurrency: 'USD' }), balance('USD', '1000')];
    const known = (value: number) => ({ known: true, value }) as const;
    const facts = {
      ...factsOf([account('main', { balances: own })], quotes),
      dayPnl: known(-100),
      weekPnl: known(50),
      drawdown: known(0.1),
    };
    const sale = planned({ side: 'sell', symbol: 'BTC/USD', quantity: '0.5', price: '60000', fee: '30' });
    const after = projectBook(facts, [sale]);
    assert.deepEqual(after.dayPnl, { known: true, value: -100 - 5000 - 30 });
    assert.deepEqual(after.weekPnl, { known: true, value: 20 });
    assert.ok(after.drawdown.known && Math.abs(after.drawdown.value - (1 - (0.9 * 60_970) / 61_000)) < 1e-12);
    const withOpen = projectBook({ ...facts, dayCountsOpen: true }, [sale]);
    assert.deepEqual(withOpen.dayPnl, { known: true, value: -130 });
    const noEntry = {
      ...facts,
      snapshot: factsOf([account('main', { balances: [balance('BTC', '1')] })], quotes).snapshot,
    };
    const unknown = projectBook(noEntry, [sale]).dayPnl;
    assert.ok(!unknown.known && /what selling BTC realises is not known/.test(unknown.reason));
  });

  it('counts stablecoins that nobody held before as money where they are named', () => {
    const facts = factsOf([account('main', { balances: [balance('BTC', '1')] })], quotes);
    const order = {
      ...planned({ side: 'sell', symbol: 'BTC/USDT', quantity: '1', price: '60000', fee: '0' }),
      quote: 'USDT',
    };
    assert.equal(projectBook({ ...facts, stablecoins: ['USDT'] }, [order]).snapshot.cash, 60_000);
    assert.equal(projectBook(facts, [order]).snapshot.cash, 0);
    const result = evaluateRisk(projectBook({ ...facts, stablecoins: ['USDT'] }, [order]), { minCashPct: 50 }, 0.8);
    assert.equal(result.state, 'OK');
  });
});
