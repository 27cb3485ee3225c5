import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Trade } from '../../../../src/core/model/trade.ts';
import { type PathInput, positionPath } from '../../../../src/engine/tables/positionPath.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 10, 2);

function fill(side: 'buy' | 'sell', quantity: string, price: string, at: number, more: Partial<Trade> = {}): Trade {
  return {
    id: `${at}`,
    at,
    symbol: 'BTC/USD',
    base: 'BTC',
    quote: 'USD',
    side,
    quantity,
    price,
    fee: null,
    feeCurrency: null,
    strategy: null,
    ...more,
  };
}

function input(more: Partial<PathInput>): PathInput {
  return {
    fills: [],
    moves: [],
    held: 0,
    inverse: false,
    currency: 'USD',
    markPrice: null,
    now: start + 3 * day + day / 2,
    closeAt: () => null,
    rateAt: () => 1,
    settlement: 'USD',
    ...more,
  };
}

describe('the P&L path of a position (POS-5)', () => {
  it('is realised and unrealised together: at fills, at the ends of days, and now', () => {
    const closes: Readonly<Record<number, number>> = { [start]: 110, [start + day]: 120, [start + 2 * day]: 90 };
    const path = positionPath(
      input({
        fills: [fill('buy', '2', '100', start + day / 2), fill('sell', '1', '130', start + day + day / 2)],
        held: 1,
        markPrice: 95,
        closeAt: (at) => closes[Math.floor(at / day) * day] ?? null,
      }),
    );
    assert.ok('curve' in path);
    assert.deepEqual(path.curve.at, [
      start + day / 2,
      start + day - 1,
      start + day + day / 2,
      start + 2 * day - 1,
      start + 3 * day - 1,
      start + 3 * day + day / 2,
    ]);
    // Bought 2 at 100; the day ends at 110; one sold at 130: 30 realised, 30 open; then 120, 90, 95 for the other.
    assert.deepEqual(path.curve.value, [0, 20, 60, 50, 20, 25]);
    assert.equal(path.before, null);
  });

  it('counts what came in or went out, and what was there before, at its price then: never as a profit', () => {
    const moved = positionPath(
      input({
        fills: [fill('buy', '1', '100', start)],
        moves: [{ at: start + day, quantity: 5 }],
        held: 6,
        markPrice: 100,
        closeAt: () => 100,
      }),
    );
    assert.ok('curve' in moved);
    assert.ok(moved.curve.value.every((value) => value === 0));
    const before = positionPath(
      input({ fills: [fill('sell', '1', '100', start)], held: 3, markPrice: 110, closeAt: () => 100 }),
    );
    assert.ok('curve' in before);
    assert.equal(before.before, 4);
    assert.equal(before.curve.value[0], 0);
    assert.equal(before.curve.value.at(-1), 30);
  });

  it('of an inverse contract is in its coin, told at the rate of the time', () => {
    const path = positionPath(
      input({
        fills: [fill('buy', '10', '20000', start, { contract: 'inverse', contractSize: '100' })],
        held: 1000,
        inverse: true,
        settlement: 'BTC',
        markPrice: 25_000,
        rateAt: (currency) => (currency === 'BTC' ? 25_000 : 1),
      }),
    );
    assert.ok('curve' in path);
    // 1,000 × (1/20,000 − 1/25,000) = 0.01 BTC.
    assert.ok(Math.abs((path.curve.value.at(-1) ?? 0) - 250) < 1e-9);
  });

  it('says why there is none', () => {
    assert.deepEqual(positionPath(input({ held: 1 })), { reason: 'no fills of it are known' });
    const lost = positionPath(input({ moves: [{ at: start, quantity: 1 }], held: 1, markPrice: 5 }));
    assert.ok('reason' in lost);
    assert.match(lost.reason, /came in on 2026-11-02 has no price then/);
    const unpriced = positionPath(input({ fills: [fill('buy', '1', '100', start)], held: 1 }));
    assert.ok('reason' in unpriced);
    assert.match(unpriced.reason, /no price of it in USD/);
  });

  it('ends at what average cost says of realised and unrealised P&L, whatever was traded', () => {
    const trade = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      quantity: fc.integer({ min: 1, max: 50 }),
      price: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(
        fc.array(trade, { minLength: 2, maxLength: 30 }),
        fc.integer({ min: 1, max: 500 }),
        (trades, mark) => {
          let [held, average, realised] = [0, 0, 0];
          for (const { side, quantity, price } of trades) {
            const change = side === 'buy' ? quantity : -quantity;
            if (held === 0 || Math.sign(held) === Math.sign(change)) {
              average = (average * Math.abs(held) + price * quantity) / (Math.abs(held) + quantity);
            } else {
              realised += Math.min(quantity, Math.abs(held)) * (price - average) * Math.sign(held);
              if (quantity > Math.abs(held)) average = price;
            }
            held += change;
          }
          const fills = trades.map(({ side, quantity, price }, index) =>
            fill(side, String(quantity), String(price), start + index * 3_600_000),
          );
          const path = positionPath(input({ fills, held, markPrice: mark }));
          assert.ok('curve' in path);
          const expected = realised + held * (mark - average);
          assert.ok(Math.abs((path.curve.value.at(-1) ?? Number.NaN) - expected) < 1e-6 * (1 + Math.abs(expected)));
        },
      ),
    );
  });
});
