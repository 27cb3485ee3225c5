import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Big, big, sum } from '../../../../src/core/decimal.ts';
import type { CostBasis } from '../../../../src/core/ledger/costBasis.ts';
import { createExactPool } from '../../../../src/core/ledger/exactPool.ts';
import { createLotPool, type Lot } from '../../../../src/core/ledger/lotPool.ts';
import { createTally } from '../../../../src/core/ledger/tally.ts';
import { placesOf, textOf, unitsOf, unitsOfBig } from '../../../../src/core/ledger/units.ts';

const methods: readonly CostBasis[] = ['FIFO', 'LIFO', 'HIFO', 'LOFO', 'average'];
/** Parts are rounded at 8 decimal places, less than one unit off. */
const unit = '0.00000001';

/** Decimals as exchanges write them, some too long for whole numbers. */
const decimal = (most: number, long: boolean): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: most }),
      fc.integer({ min: 1, max: 999_999 }),
      fc.constantFrom(2, 4, 6, ...(long ? [14, 18, 24] : [])),
    )
    .map(([whole, part, places]) => `${whole}.${String(part).padStart(places, '0').slice(-Math.max(places, 6))}`);

const step = (long: boolean) =>
  fc.record({
    buy: fc.boolean(),
    quantity: decimal(40, long),
    price: decimal(900, long),
    known: fc.constantFrom(true, true, true, false),
  });

const lotOf = (at: number, quantity: string, price: string, known: boolean): Lot => ({
  at,
  quantity: big(quantity),
  amount: known ? big(quantity).times(price) : null,
  rank: known ? big(price) : null,
  reason: known ? null : `lot ${at}`,
});
const total = (lots: readonly Lot[]): Big => sum(lots.map(({ amount }) => amount ?? 0));
const held = (lots: readonly Lot[]): Big => sum(lots.map(({ quantity }) => quantity));

describe('lots as columns', () => {
  for (const long of [false, true]) {
    it(`use up the same lots as exact ones, and lose nothing${long ? ', where digits do not fit either' : ''}`, () => {
      fc.assert(
        fc.property(fc.constantFrom(...methods), fc.array(step(long), { maxLength: 40 }), (method, steps) => {
          const [pool, exact] = [createLotPool(method), createExactPool(method)];
          let brought = big(0);
          let gone = big(0);
          for (const [at, { buy, quantity, price, known }] of steps.entries()) {
            if (buy) {
              const lot = lotOf(at, quantity, price, method === 'average' || known);
              pool.add(lot);
              exact.add(lot);
              brought = brought.plus(lot.amount ?? 0);
              continue;
            }
            const [one, other] = [pool.take(big(quantity)), exact.take(big(quantity))];
            assert.equal(one.rest.toString(), other.rest.toString());
            assert.deepEqual(
              one.taken.map((lot) => [lot.at, lot.quantity.toString(), lot.reason]),
              other.taken.map((lot) => [lot.at, lot.quantity.toString(), lot.reason]),
            );
            for (const [index, lot] of one.taken.entries()) {
              const wanted = other.taken[index]?.amount ?? null;
              assert.equal(lot.amount === null, wanted === null);
              // Every part that was taken of a lot before may have been off by a unit.
              assert.ok(
                lot.amount === null ||
                  wanted === null ||
                  lot.amount
                    .minus(wanted)
                    .abs()
                    .lte(big(unit).times(at + 1)),
              );
            }
            gone = gone.plus(total(one.taken));
          }
          assert.equal(pool.quantity().toString(), exact.quantity().toString());
          assert.equal(held(pool.lots()).toString(), exact.quantity().toString());
          assert.ok(pool.lots().every((lot) => lot.quantity.gt(0)));
          // Conserved: what was taken and what is left is what came in, but for what a cost is rounded by as it comes in.
          const off = gone.plus(total(pool.lots())).minus(brought).abs();
          if (!long) assert.ok(off.lte(big('0.00000000005').times(steps.length)), off.toString());
          else assert.ok(off.lte(big(unit).times(steps.length + 1)), off.toString());
        }),
        { numRuns: 400 },
      );
    });
  }

  it('grow beyond what whole numbers hold without losing a digit', () => {
    for (const method of methods) {
      const pool = createLotPool(method);
      // 2 × 10^15 units of 10^-8 in one lot, then 18 decimal places of a quantity.
      pool.add(lotOf(0, '1000', '20000', true));
      pool.add(lotOf(1, '0.000000000000000001', '3', true));
      assert.equal(pool.quantity().toString(), '1000.000000000000000001', method);
      assert.equal(pool.columns(0, 0), null);
      const { taken, rest } = pool.take(big('1000.000000000000000001'));
      assert.equal(total(taken).toString(), '20000000.000000000000000003', method);
      assert.equal(rest.toString(), '0');
      assert.equal(pool.isEmpty(), true);
    }
  });

  it('carry lots on from columns to exact ones in their order', () => {
    for (const [method, wanted] of [
      ['FIFO', [0, 1, 2]],
      ['LIFO', [2, 1, 0]],
      ['HIFO', [1, 2, 0]],
      ['LOFO', [0, 2, 1]],
    ] as const) {
      const pool = createLotPool(method);
      for (const [at, price] of ['10', '30', '20'].entries()) pool.add(lotOf(at, '1', price, true));
      pool.add(lotOf(3, '0.000000000000000000001', '25', true));
      const { taken } = pool.take(big('3.1'));
      assert.deepEqual(
        taken.map(({ at }) => at).filter((at) => at < 3),
        wanted,
        method,
      );
    }
  });
});

describe('decimals as whole numbers', () => {
  it('text → units → text is the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 49), max: 2 ** 49 }), fc.integer({ min: 0, max: 12 }), (units, scale) => {
        const text = textOf(units, scale);
        assert.equal(big(text).toString(), big(units).div(big(10).pow(scale)).toString());
        assert.ok(placesOf(text) <= scale);
        assert.equal(unitsOf(text, scale), units === 0 ? 0 : units);
        const back = unitsOfBig(big(text));
        assert.ok(back !== null && back.scale <= scale && big(back.units).div(big(10).pow(back.scale)).eq(text));
      }),
      { numRuns: 500 },
    );
  });

  it('places leave trailing zeros out; exponents are none', () => {
    assert.deepEqual(['1', '1.50', '0.001000', '10.00'].map(placesOf), [0, 1, 3, 0]);
    assert.ok(Number.isNaN(placesOf('1e-7')));
    assert.ok(Number.isNaN(unitsOf('99999999999', 8)));
  });

  it('a tally is the exact sum, however long its terms', () => {
    const term = fc.oneof(
      decimal(900, true),
      decimal(90_000_000, false),
      fc.constant('1e-7'),
      fc.constant('-12345678901234.5'),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(term, term, fc.constantFrom(1 as const, -1 as const)), { maxLength: 30 }),
        (terms) => {
          const tally = createTally();
          let wanted = big(0);
          for (const [a, b, sign] of terms) {
            tally.add(a);
            tally.addProduct(a, b, sign);
            wanted = wanted.plus(a).plus(big(a).times(b).times(sign));
          }
          assert.equal(tally.big().toString(), wanted.toString());
          assert.equal(big(tally.text()).toString(), wanted.toString());
        },
      ),
      { numRuns: 300 },
    );
  });
});
