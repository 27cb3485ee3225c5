import assert from 'node:assert/strict';
import type { ValuePoint } from '../../../src/core/model/series.ts';
import type { Trade } from '../../../src/core/model/trade.ts';
import type { HoldingRecord } from '../../../src/core/ports.ts';
import { activityOf } from '../../../src/engine/activity.ts';
import { heldPoints } from '../../../src/engine/heldPoints.ts';
import type { Strategy } from '../../../src/engine/strategies.ts';
import { sumPoints } from '../../../src/engine/sumPoints.ts';
import { tradedRecords } from '../../../src/engine/tradedRecords.ts';

const point = (at: number, equity: number, flow: number | null = 0, origin: ValuePoint['origin'] = 'recorded') => ({
  at,
  equity,
  flow,
  origin,
});
const record = (at: number, asset: string, quantity: number, price: number | null, account = 'a'): HoldingRecord => ({
  at,
  account,
  asset,
  quantity: String(quantity),
  price,
  value: price === null ? null : quantity * price,
});
const recorded = () => 'recorded' as const;

describe('values of several accounts as one', () => {
  it('keeps the last value of one that has none at a time, and counts its flows once', () => {
    assert.deepEqual(
      sumPoints([
        [point(1, 10), point(3, 12, 1)],
        [point(1, 5), point(2, 7, 2), point(3, 7)],
      ]),
      [point(1, 15), point(2, 17, 2), point(3, 19, 1)],
    );
  });

  it('one that begins later comes in with what it is worth; what is not known stays so, the least certain origin counts', () => {
    const sum = sumPoints([[point(1, 10), point(2, 11, null)], [point(2, 100, 0, 'reconstructed')]]);
    assert.deepEqual(sum, [point(1, 10), point(2, 111, null, 'reconstructed')]);
    assert.deepEqual(sumPoints([[point(1, 10), point(2, 10)], [point(2, 100)]])[1], point(2, 110, 100));
  });
});

describe('values of holdings over time', () => {
  it('sums pockets and accounts, leaves out what has no price, and has no point while nothing is held', () => {
    const records = [
      record(1, 'AAA', 1, 10),
      record(1, 'AAA', 2, 10),
      record(1, 'AAA', 1, 10, 'b'),
      record(2, 'AAA', 3, null),
      record(4, 'AAA', 3, 20),
    ];
    const { points, unpriced } = heldPoints(records, [0, 1, 2, 3, 4, 5, 6], recorded);
    assert.equal(unpriced, 1);
    assert.deepEqual(points, [
      point(1, 40, 40),
      // Gone at 3: out at the last price known; back at 4 at the first.
      point(3, 0, -40),
      point(4, 60, 60),
      point(5, 0, -60),
    ]);
  });
});

describe('what a strategy of client order ids holds', () => {
  const strategy: Strategy = {
    name: 'Grid',
    accounts: null,
    symbols: null,
    clientOrderIdPrefix: 'grid-',
    holdings: null,
  };
  const trade = (
    at: number,
    side: 'buy' | 'sell',
    quantity: string,
    clientOrderId: string,
    more: Partial<Trade> = {},
  ) => ({
    id: `${at}`,
    at,
    symbol: 'AAA/USD',
    base: 'AAA',
    quote: 'USD',
    side,
    quantity,
    price: '10',
    fee: null,
    feeCurrency: null,
    strategy: null,
    account: 'a',
    clientOrderId,
    ...more,
  });

  it('is the sum of its own fills, at the prices that the records know', () => {
    const all = [record(10, 'AAA', 5, 10), record(20, 'AAA', 5, 12), record(30, 'BBB', 1, 1)];
    const { records, notes } = tradedRecords(
      [
        trade(1, 'buy', '2', 'grid-1'),
        trade(2, 'buy', '7', 'other-1'),
        trade(15, 'sell', '0.5', 'grid-2'),
        trade(16, 'buy', '9', 'grid-3', { contract: 'linear' }),
      ],
      strategy,
      all,
    );
    assert.deepEqual(records, [record(10, 'AAA', 2, 10), record(20, 'AAA', 1.5, 12), record(30, 'AAA', 1.5, null)]);
    assert.match(notes.join(' '), /1 fill of a derivative holds no asset/);
  });
});

describe('trading of a span', () => {
  const fill = (more: Partial<Trade>) => ({
    id: 'x',
    at: 1,
    symbol: 'AAA/EUR',
    base: 'AAA',
    quote: 'EUR',
    side: 'sell' as const,
    quantity: '2',
    price: '10',
    fee: null,
    feeCurrency: null,
    strategy: null,
    account: 'a',
    ...more,
  });
  const base = {
    points: [point(1, 100), point(2, 300)],
    holdings: [record(1, 'AAA', 1, 60), record(1, 'USD', 40, 1), record(2, 'AAA', 1, 50), record(2, 'USD', 50, 1)],
    isCash: (asset: string) => asset === 'USD',
    rate: (currency: string) => (currency === 'EUR' ? 2 : currency === 'BTC' ? 100 : null),
  };

  it('is in base currency; an inverse contract is worth its face and pays in coin', () => {
    const { activity, notes } = activityOf({
      ...base,
      trades: [
        fill({ realizedPnl: '3' }),
        fill({ realizedPnl: '0' }),
        fill({ contract: 'inverse', base: 'BTC', quantity: '5', contractSize: '10', realizedPnl: '-0.01' }),
      ],
    });
    assert.deepEqual(activity.realized, [6, -1]);
    assert.equal(activity.turnover, 40 + 40 + 100);
    assert.equal(activity.meanEquity, 200);
    assert.ok(Math.abs((activity.exposure ?? 0) - 0.55) < 1e-12);
    assert.deepEqual(notes, []);
  });

  it('names what is not known', () => {
    const { activity, notes } = activityOf({ ...base, holdings: [], trades: [fill({}), fill({ quote: 'XXX' })] });
    assert.equal(activity.exposure, null);
    assert.deepEqual(activity.realized, []);
    assert.match(notes[0] ?? '', /What 1 fill realised is not known/);
    assert.match(notes[1] ?? '', /1 fill in a currency without a price/);
  });
});
