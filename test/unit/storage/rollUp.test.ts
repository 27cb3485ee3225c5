import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rollUp } from '../../../src/storage/rollUp.ts';
import { type PointRow, tiers } from '../../../src/storage/schema.ts';

const hour = 3_600_000;

function row(at: number, equity: number, flow: number | null = 0, currency = 'USD'): PointRow {
  const extremes = { low: null, low_at: null, high: null, high_at: null };
  return { account: '', tier: tiers.raw, at, currency, equity, flow, origin: 'recorded', ...extremes };
}

describe('rollUp', () => {
  it('keeps the last value at its own time, the extremes with theirs, and the sum of flows', () => {
    const rolled = rollUp([row(10, 5), row(20, 1, 2), row(30, 9, 3), row(40, 4, -1), row(hour, 7)], tiers.hour, hour);
    assert.deepEqual(rolled, [
      { ...row(40, 4, 4), tier: tiers.hour, low: 1, low_at: 20, high: 9, high_at: 30 },
      { ...row(hour, 7), tier: tiers.hour, low: 7, low_at: hour, high: 7, high_at: hour },
    ]);
  });

  it('does not know the flow of a bucket with one unknown flow', () => {
    assert.equal(rollUp([row(1, 1, 5), row(2, 1, null), row(3, 1, 5)], tiers.hour, hour)[0]?.flow, null);
  });

  it('keeps only the newer currency of a bucket', () => {
    const rolled = rollUp([row(1, 100, 5), row(2, 90, 0, 'EUR'), row(3, 91, 1, 'EUR')], tiers.hour, hour);
    assert.deepEqual(
      rolled.map(({ currency, equity, flow }) => [currency, equity, flow]),
      [['EUR', 91, 1]],
    );
  });

  it('conserves flows, ends and extremes, and folding in two steps is folding at once', () => {
    const points = fc.array(
      fc.record({
        gap: fc.integer({ min: 1, max: 5 * hour }),
        equity: fc.integer({ min: -1000, max: 1000 }),
        flow: fc.integer({ min: -9, max: 9 }),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(points, (list) => {
        let at = 0;
        const rows = list.map(({ gap, equity, flow }) => {
          at += gap;
          return row(at, equity, flow);
        });
        const hours = rollUp(rows, tiers.hour, hour);
        const days = rollUp(hours, tiers.day, 24 * hour);
        assert.deepEqual(days, rollUp(rows, tiers.day, 24 * hour));
        const flows = (each: readonly PointRow[]) => each.reduce((sum, { flow }) => sum + (flow ?? Number.NaN), 0);
        assert.equal(flows(days), flows(rows));
        assert.equal(days.at(-1)?.equity, rows.at(-1)?.equity);
        assert.equal(Math.min(...days.map(({ low }) => low ?? Number.NaN)), Math.min(...rows.map((r) => r.equity)));
        assert.equal(Math.max(...days.map(({ high }) => high ?? Number.NaN)), Math.max(...rows.map((r) => r.equity)));
      }),
    );
  });
});
