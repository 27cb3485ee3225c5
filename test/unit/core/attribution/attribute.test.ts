import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type AccountTrade,
  type AttributionInput,
  attribute,
  restKey,
  unassigned,
} from '../../../../src/core/attribution/attribute.ts';
import type { AttributionBy } from '../../../../src/core/model/performance.ts';
import type { ValuePoint } from '../../../../src/core/model/series.ts';
import type { HoldingRecord } from '../../../../src/core/ports.ts';
import { returnIndex } from '../../../../src/core/series/returnIndex.ts';

const day = 86_400_000;
const near = (a: number | null | undefined, b: number, tolerance = 1e-9) =>
  assert.ok(a != null && Math.abs(a - b) <= tolerance * (1 + Math.abs(b)), `${a} is not ${b}`);

/** A book that is simulated step by step: every value, holding, fill and flow of it fits. */
interface Book {
  readonly values: readonly ValuePoint[];
  readonly holdings: readonly HoldingRecord[];
  readonly trades: readonly AccountTrade[];
}

interface Step {
  /** Of BTC, ETH in USD. */
  readonly prices: readonly [number, number];
  readonly fills: readonly {
    readonly account: number;
    readonly asset: number;
    readonly quantity: number;
    readonly slip: number;
  }[];
  readonly deposit: number;
}

const accounts = ['a', 'b'];
const assets = ['BTC', 'ETH'];

function play(steps: readonly Step[]): Book {
  const held = accounts.map(() => ({ USD: 100_000, BTC: 2, ETH: 10 }) as Record<string, number>);
  const values: ValuePoint[] = [];
  const holdings: HoldingRecord[] = [];
  const trades: AccountTrade[] = [];
  const record = (at: number, [btc, eth]: readonly [number, number], flow: number) => {
    const price: Record<string, number> = { USD: 1, BTC: btc, ETH: eth };
    let equity = 0;
    accounts.forEach((account, index) => {
      for (const [asset, quantity] of Object.entries(held[index] ?? {})) {
        const value = quantity * (price[asset] ?? 0);
        equity += value;
        holdings.push({ at, account, asset, quantity: String(quantity), price: price[asset] ?? null, value });
      }
    });
    values.push({ at, equity, flow, origin: 'recorded' });
  };
  record(0, [100, 50], 0);
  steps.forEach(({ prices, fills, deposit }, index) => {
    const at = (index + 1) * day;
    fills.forEach((fill, each) => {
      const base = assets[fill.asset] ?? 'BTC';
      const price = (prices[fill.asset] ?? 1) * (1 + fill.slip);
      const own = held[fill.account] ?? {};
      own[base] = (own[base] ?? 0) + fill.quantity;
      own['USD'] = (own['USD'] ?? 0) - fill.quantity * price - 1;
      trades.push({
        id: `${index}.${each}`,
        account: accounts[fill.account] ?? 'a',
        at: at - day / 2 + each,
        symbol: `${base}/USD`,
        base,
        quote: 'USD',
        side: fill.quantity > 0 ? 'buy' : 'sell',
        quantity: String(Math.abs(fill.quantity)),
        price: String(price),
        fee: '1',
        feeCurrency: 'USD',
        strategy: null,
        clientOrderId: each % 2 === 0 ? `grid-${each}` : `x${each}`,
        ...(fill.quantity < 0 ? { realizedPnl: String(fill.slip) } : {}),
      });
    });
    const own = held[0] ?? {};
    own['USD'] = (own['USD'] ?? 0) + deposit;
    record(at, prices, deposit);
  });
  return { values, holdings, trades };
}

const step: fc.Arbitrary<Step> = fc.record({
  prices: fc.tuple(fc.double({ min: 50, max: 200, noNaN: true }), fc.double({ min: 20, max: 90, noNaN: true })),
  fills: fc.array(
    fc.record({
      account: fc.integer({ min: 0, max: 1 }),
      asset: fc.integer({ min: 0, max: 1 }),
      quantity: fc.double({ min: -1, max: 1, noNaN: true }).filter((each) => Math.abs(each) > 1e-3),
      slip: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
    }),
    { maxLength: 4 },
  ),
  deposit: fc.oneof(fc.constant(0), fc.double({ min: -20_000, max: 50_000, noNaN: true })),
});
const books = fc.array(step, { minLength: 1, maxLength: 8 });

const strategies: NonNullable<AttributionInput['strategies']> = {
  ofHolding: ({ account }) => (account === 'b' ? 'bot' : null),
  ofTrade: ({ clientOrderId, account }) =>
    clientOrderId?.startsWith('grid-') ? 'grid' : account === 'b' ? 'bot' : null,
};
const told = (
  by: AttributionBy,
  book: Book & Pick<AttributionInput, 'accounts'>,
  more: Partial<AttributionInput> = {},
) => attribute({ by, from: 0, to: day, currency: 'USD', strategies, ...book, ...more });

describe('attribution (PERF-5)', () => {
  for (const by of ['asset', 'account', 'strategy'] as const) {
    it(`by ${by}: sums to the time-weighted return and leaves no rest where everything is known`, () => {
      fc.assert(
        fc.property(books, (steps) => {
          const book = play(steps);
          fc.pre(book.values.every(({ equity }) => equity > 1000));
          const answer = told(by, book);
          const index = returnIndex(book.values);
          assert.ok(index.ok);
          near(answer.total, (index.value.at(-1) ?? 1) - 1);
          near(
            answer.rows.reduce((sum, row) => sum + row.contribution, 0),
            answer.total ?? 0,
          );
          const pnl = book.values
            .slice(1)
            .reduce((sum, { equity, flow }, at) => sum + equity - (book.values[at]?.equity ?? 0) - (flow ?? 0), 0);
          near(
            answer.rows.reduce((sum, row) => sum + row.pnl, 0),
            pnl,
            1e-7,
          );
          const rest = answer.rows.find(({ key }) => key === restKey);
          near(rest?.contribution ?? 0, 0, 1e-8);
        }),
        { numRuns: 120 },
      );
    });

    it(`by ${by}: sums to the total whatever is missing`, () => {
      fc.assert(
        fc.property(books, fc.integer({ min: 2, max: 5 }), (steps, every) => {
          const whole = play(steps);
          const book = {
            ...whole,
            holdings: whole.holdings.filter((_, index) => index % every !== 0),
            trades: whole.trades.filter((_, index) => index % every !== 1),
          };
          fc.pre(book.values.every(({ equity }) => equity > 1000));
          const answer = told(by, book);
          near(
            answer.rows.reduce((sum, row) => sum + row.contribution, 0),
            answer.total ?? 0,
          );
          assert.equal(
            answer.rows.findIndex(({ key }) => key === restKey) + 1,
            answer.rows.some(({ key }) => key === restKey) ? answer.rows.length : 0,
          );
        }),
        { numRuns: 80 },
      );
    });

    it(`by ${by}: the order of records and fills does not matter`, () => {
      fc.assert(
        fc.property(books, (steps) => {
          const book = play(steps);
          fc.pre(book.values.every(({ equity }) => equity > 1000));
          const turned = { ...book, holdings: book.holdings.toReversed(), trades: book.trades.toReversed() };
          const plain = ({ rows }: ReturnType<typeof told>) =>
            rows.map(({ key, contribution, pnl }) => ({ key, contribution, pnl }));
          assert.deepEqual(plain(told(by, turned)), plain(told(by, book)));
        }),
        { numRuns: 60 },
      );
    });
  }

  it('a deposit earns nothing, of cash or of an asset', () => {
    const still = play([
      { prices: [100, 50], fills: [], deposit: 40_000 },
      { prices: [110, 50], fills: [], deposit: 0 },
    ]);
    const answer = told('asset', still);
    assert.deepEqual(
      answer.rows.map(({ key }) => key),
      ['BTC', 'ETH', 'USD'],
    );
    const btc = answer.rows[0];
    // 4 BTC × 10, on 201,400 + 40,000 of capital (2 × (100,000 + 200 + 500)).
    near(btc?.contribution, 40 / 241_400);
    near(answer.total, 40 / 241_400);
    assert.equal(answer.rows[2]?.contribution, 0);
  });

  it('links steps with the index before each', () => {
    const value = (at: number, equity: number): ValuePoint => ({ at: at * day, equity, flow: 0, origin: 'recorded' });
    const of = (at: number, price: number): HoldingRecord => ({
      at: at * day,
      account: 'a',
      asset: 'BTC',
      quantity: '1',
      price,
      value: price,
    });
    const answer = told('asset', {
      values: [value(0, 100), value(1, 150), value(2, 120)],
      holdings: [of(0, 100), of(1, 150), of(2, 120)],
      trades: [],
    });
    near(answer.rows[0]?.contribution, 0.2, 1e-12);
    near(answer.rows[0]?.averageShare, 1);
  });

  it('by account with own values needs no holdings; what flows between accounts is no profit', () => {
    const point = (at: number, equity: number, flow: number | null): ValuePoint => ({
      at: at * day,
      equity,
      flow,
      origin: 'recorded',
    });
    const input = {
      values: [point(0, 100, 0), point(1, 110, 0)],
      holdings: [],
      trades: [],
      accounts: [
        { account: 'a', values: [point(0, 60, 0), point(1, 38, -30)] },
        { account: 'b', values: [point(0, 40, 0), point(1, 72, 30)] },
      ],
    };
    const answer = told('account', input);
    assert.deepEqual(
      answer.rows.map(({ key, pnl }) => [key, pnl]),
      [
        ['a', 8],
        ['b', 2],
      ],
    );
    const accounts = input.accounts.map((each) =>
      each.account === 'b' ? { account: 'b', values: [point(0, 40, 0), point(1, 72, null)] } : each,
    );
    const unknown = told('account', { ...input, accounts });
    assert.deepEqual(
      unknown.rows.map(({ key, pnl }) => [key, pnl]),
      [
        ['a', 8],
        [restKey, 2],
      ],
    );
  });

  it('tells the win rate of realising fills, or why it is not known', () => {
    const fills = (...slips: readonly number[]) =>
      slips.map((slip) => ({ account: 1, asset: 0, quantity: -0.1, slip }));
    const book = play([{ prices: [100, 50], fills: fills(0.01, 0.02, -0.01, 0.03), deposit: 0 }]);
    const answer = told('strategy', book);
    const row = (key: string) => answer.rows.find((each) => each.key === key);
    assert.deepEqual([row('grid')?.trades, row('grid')?.winRate], [2, { value: 0.5 }]);
    assert.deepEqual([row('bot')?.trades, row('bot')?.winRate], [2, { value: 1 }]);
    assert.deepEqual(row(unassigned)?.winRate, { reason: 'no fill of the period realised anything' });
    const bare = { ...book, trades: book.trades.map(({ realizedPnl: _, ...trade }) => trade) };
    assert.deepEqual(told('asset', bare).rows.find(({ key }) => key === 'BTC')?.winRate, {
      reason: '4 of 4 sales do not tell what they realised',
    });
    const unknown = told('account', book, { unknownTrades: ['b'] }).rows.find(({ key }) => key === 'b');
    assert.deepEqual([unknown?.trades, unknown?.winRate], [null, { reason: 'the fills of b are not all known' }]);
  });

  it('a derivative earns what its fills realise; the rest says so', () => {
    const value = (at: number, equity: number): ValuePoint => ({ at: at * day, equity, flow: 0, origin: 'recorded' });
    const cash = (at: number, amount: number): HoldingRecord => ({
      at: at * day,
      account: 'a',
      asset: 'USD',
      quantity: String(amount),
      price: 1,
      value: amount,
    });
    const fill: AccountTrade = {
      id: '1',
      account: 'a',
      at: day / 2,
      symbol: 'BTC/USD:USD',
      base: 'BTC',
      quote: 'USD',
      side: 'sell',
      quantity: '1',
      price: '100',
      fee: '2',
      feeCurrency: 'USD',
      strategy: null,
      contract: 'linear',
      realizedPnl: '30',
    };
    const answer = told('asset', {
      values: [value(0, 1000), value(1, 1033)],
      holdings: [cash(0, 1000), cash(1, 1028)],
      trades: [fill],
    });
    assert.deepEqual(
      answer.rows.map(({ key, pnl, title }) => [key, pnl, title]),
      [
        ['BTC', 28, 'BTC'],
        ['USD', 0, 'USD'],
        [restKey, 5, 'Fees, funding and unexplained'],
      ],
    );
  });

  it('says why there is none', () => {
    const point = (at: number, equity: number, flow: number | null): ValuePoint => ({
      at: at * day,
      equity,
      flow,
      origin: 'recorded',
    });
    const of = (values: readonly ValuePoint[]) => told('asset', { values, holdings: [], trades: [] });
    assert.equal(of([point(0, 1, 0)]).reason, 'attribution needs two values of the period');
    assert.equal(
      of([point(0, 1, 0), point(1, 1, null)]).reason,
      'deposits and withdrawals of a part of the period are not known',
    );
    assert.equal(of([point(0, 0, 0), point(1, 1, 0)]).reason, 'there was no money to earn on at 1970-01-01');
    assert.equal(of([point(0, 0, 0), point(1, 1, 0)]).total, null);
  });
});
