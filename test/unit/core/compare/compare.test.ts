import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type CompareInput, compare, openProfit } from '../../../../src/core/compare/compare.ts';
import type { HoldingRecord } from '../../../../src/core/ports.ts';

/** `size`: of what was added up, where that is far larger than the sum and leaves its last digits in it. */
const near = (a: number | null | undefined, b: number, size = Math.abs(b)) =>
  assert.ok(a != null && Math.abs(a - b) <= 1e-9 * (1 + Math.abs(b)) + 1e-14 * size, `${a} is not ${b}`);
const held = (at: number, asset: string, quantity: number, price: number | null, account = 'a'): HoldingRecord => ({
  at,
  account,
  asset,
  quantity: String(quantity),
  price,
  value: price === null ? null : quantity * price,
});
const told = (before: readonly HoldingRecord[], after: readonly HoldingRecord[], more: Partial<CompareInput> = {}) =>
  compare({ currency: 'USD', before, after, at: 1, afterAt: 10, flows: [], ...more });
const flow = (asset: string, quantity: string, at = 5) => ({
  id: 'f',
  at,
  asset,
  quantity,
  kind: 'deposit' as const,
  account: 'a',
});

describe('compare with a date (HIST-1)', () => {
  it('tells price, flow and quantity apart', () => {
    const { rows, totals, valueBefore, valueAfter } = told([held(1, 'BTC', 1, 100)], [held(10, 'BTC', 1.75, 120)], {
      flows: [flow('BTC', '0.5')],
    });
    const [row] = rows;
    assert.deepEqual([row?.priceEffect, row?.fxEffect, row?.flowEffect, row?.quantityEffect], [20, 0, 60, 30]);
    assert.deepEqual(totals, { price: 20, fx: 0, flow: 60, quantity: 30 });
    assert.deepEqual([valueBefore, valueAfter], [100, 210]);
  });

  it('foreign cash and what is priced in it move by the rate', () => {
    const pricedIn = (asset: string) => (asset === 'SAP' ? 'EUR' : null);
    const before = [held(1, 'EUR', 100, 1.1), held(1, 'SAP', 2, 110)];
    const after = [held(10, 'EUR', 100, 1.2), held(10, 'SAP', 2, 144)];
    const { rows, totals } = told(before, after, { pricedIn });
    const of = (asset: string) => rows.find((row) => row.asset === asset);
    near(of('EUR')?.fxEffect, 10);
    near(of('EUR')?.priceEffect, 0);
    // 100 → 120 EUR at 1.1, then 240 EUR × 0.1.
    near(of('SAP')?.priceEffect, 44);
    near(of('SAP')?.fxEffect, 24);
    near(totals.fx, 34);
  });

  it('the effects of each row and the totals add up to the change in value', () => {
    const asset = fc.constantFrom('BTC', 'EUR', 'SAP', 'USD');
    const amount = fc.double({ min: 0.01, max: 1000, noNaN: true });
    const end = fc.uniqueArray(fc.record({ asset, account: fc.constantFrom('a', 'b'), quantity: amount }), {
      selector: (each) => each.asset + each.account,
    });
    const prices = fc.record({ BTC: amount, EUR: amount, SAP: amount, USD: fc.constant(1) });
    fc.assert(
      fc.property(
        end,
        end,
        prices,
        prices,
        fc.array(
          fc.record({
            asset,
            quantity: fc.double({ min: -50, max: 50, noNaN: true }),
            account: fc.constantFrom('a', 'b'),
          }),
          { maxLength: 4 },
        ),
        (before, after, then, now, flows) => {
          const answer = told(
            before.map((each) => held(1, each.asset, each.quantity, then[each.asset], each.account)),
            after.map((each) => held(10, each.asset, each.quantity, now[each.asset], each.account)),
            {
              flows: flows.map((each, index) => ({
                ...flow(each.asset, String(each.quantity)),
                id: String(index),
                account: each.account,
              })),
              price: (name, at) => (at === 1 ? then : now)[name as 'BTC'] ?? null,
              pricedIn: (name) => (name === 'SAP' ? 'EUR' : null),
            },
          );
          let whole = 0;
          let largest = 0;
          for (const row of answer.rows) {
            const change = (row.valueAfter ?? 0) - (row.valueBefore ?? 0);
            const effects = [row.priceEffect, row.fxEffect, row.flowEffect, row.quantityEffect].map(
              (each) => each ?? 0,
            );
            const size = effects.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
            near(
              effects.reduce((sum, each) => sum + each, 0),
              change,
              size,
            );
            largest = Math.max(largest, size);
            whole += change;
          }
          const { price, fx, flow: flowed, quantity } = answer.totals;
          if (answer.rows.length > 0) near((price ?? 0) + (fx ?? 0) + (flowed ?? 0) + (quantity ?? 0), whole, largest);
          if (answer.rows.length > 0) near((answer.valueAfter ?? 0) - (answer.valueBefore ?? 0), whole, largest);
        },
      ),
    );
  });

  it('a row without a price says so and leaves the totals of the others', () => {
    const { rows, totals, notes, valueAfter } = told(
      [held(1, 'BTC', 1, 100), held(1, 'NEW', 5, null)],
      [held(10, 'BTC', 1, 120), held(10, 'NEW', 5, 3)],
    );
    const row = rows.find(({ asset }) => asset === 'NEW');
    assert.equal(row?.reason, 'it had no price then, so its change in value is not known');
    assert.equal(row.priceEffect, null);
    assert.deepEqual(totals, { price: 20, fx: 0, flow: 0, quantity: 0 });
    assert.equal(valueAfter, 120);
    assert.deepEqual(notes, ['without NEW, which had no price at one end']);
  });

  it('what was sold out needs its price of now to tell price from quantity', () => {
    const before = [held(1, 'BTC', 1, 100), held(1, 'USD', 0, 1)];
    const after = [held(10, 'USD', 130, 1)];
    const blind = told(before, after);
    assert.equal(
      blind.rows.find(({ asset }) => asset === 'BTC')?.reason,
      'its price now is not known, so price and quantity cannot be told apart',
    );
    assert.deepEqual([blind.totals.price, blind.totals.quantity], [null, null]);
    const seen = told(before, after, { price: (asset) => (asset === 'BTC' ? 130 : null) });
    assert.deepEqual([seen.totals.price, seen.totals.quantity], [30, 0]);
  });

  it('unknown flows count as quantity, and say so; borrowed assets count net', () => {
    const unknown = told([held(1, 'BTC', 1, 100)], [held(10, 'BTC', 2, 100)], {
      flowsKnown: () => false,
      flows: [flow('BTC', '1')],
    });
    assert.deepEqual([unknown.rows[0]?.flowEffect, unknown.rows[0]?.quantityEffect], [null, 100]);
    assert.equal(unknown.totals.flow, null);
    assert.deepEqual(unknown.notes, ['where deposits and withdrawals are not known, they count as quantity']);
    const owed = { ...held(1, 'BTC', 3, 100), value: 200 };
    near(told([owed], [{ ...held(10, 'BTC', 3, 110), value: 220 }]).totals.price, 20);
  });

  it('open profit of derivatives is a row of its own; without a record nothing is compared', () => {
    const equities = [{ account: 'a', before: 1000, after: 1040 }];
    const { rows, totals, valueAfter } = told([held(1, 'USD', 1000, 1)], [held(10, 'USD', 990, 1)], { equities });
    assert.deepEqual(
      rows.map(({ asset, priceEffect, quantityEffect }) => [asset, priceEffect, quantityEffect]),
      [
        [openProfit, 50, 0],
        ['USD', 0, -10],
      ],
    );
    assert.deepEqual([totals.price, totals.quantity, valueAfter], [50, -10, 1040]);
    assert.equal(told([], [], { at: null }).reason, 'nothing is recorded at or before that date');
  });
});
