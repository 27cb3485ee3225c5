import assert from 'node:assert/strict';
import fc from 'fast-check';
import { benchmarkMetrics } from '../../../../src/core/metrics/benchmarkMetrics.ts';
import { metrics } from '../../../../src/core/metrics/index.ts';
import type { Parameters, ReturnSeries } from '../../../../src/core/metrics/metric.ts';
import type { MetricValue } from '../../../../src/core/model/analytics.ts';
import { tearSheetOf } from '../../../../src/core/performance/tearSheet.ts';
import { drawdownTable } from '../../../../src/core/series/drawdownTable.ts';
import { joinSeries } from '../../../../src/core/series/joinSeries.ts';
import { underwaterOf } from '../../../../src/core/series/underwaterOf.ts';

const day = 86_400_000;

/** Ordinary, huge, tiny, −100 % and worse returns; none, one, and equal ones among the series. */
const one = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -0.2, max: 0.2, noNaN: true }) },
  fc.constantFrom(0, -1, -1.5, 1e-320, 1e200, -1e200, 1e308, -1e308),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const returns = fc.oneof(
  { weight: 8, arbitrary: fc.array(one, { maxLength: 60 }) },
  fc.tuple(one, fc.integer({ min: 1, max: 40 })).map(([value, count]) => new Array<number>(count).fill(value)),
);
const series = fc.record({
  returns,
  perYear: fc.constantFrom(1, 4, 12, 52, 252, 365, 8760),
  riskFree: fc.constantFrom(0, 0.02, -0.5, 3),
  gap: fc.constantFrom(1, 7, 31, 90),
});
type Drawn = { returns: number[]; perYear: number; riskFree: number; gap: number };
const build = ({ returns: values, perYear, riskFree, gap }: Drawn): ReturnSeries => ({
  at: values.map((_, i) => (i + 1) * gap * day),
  returns: values,
  start: 0,
  perYear,
  riskFree,
  money: { profit: values[0] ?? 0, invested: values.length },
  activity: { realized: values, turnover: values[0] ?? 0, meanEquity: values.length, exposure: null },
});

function honest(id: string, found: MetricValue) {
  if ('value' in found) assert.ok(Number.isFinite(found.value), `${id} is ${found.value}`);
  else assert.ok(found.reason.length > 5 && !/NaN|Infinity|undefined/.test(found.reason), `${id}: ${found.reason}`);
}

/** Every value that `parameters` of a metric may take, one after the other. */
const choices: Readonly<Record<string, readonly (number | string | boolean)[]>> = {
  method: ['historical', 'gaussian', 'cornishFisher', 'arithmetic', 'geometric', 'compounded', 'perPeriod', 'nonsense'],
  tail: ['mean', 'exact', 'nonsense'],
  confidence: [0, 0.5, 0.95, 0.99, 1, 2],
  quantileType: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  side: ['all', 'up', 'down', 'nonsense'],
  mar: ['riskFree', '0.01', '-0.5', 'nonsense'],
  years: ['periods', 'calendar', 'nonsense'],
  ddof: [0, 1],
  threshold: [0, 0.01, -1],
  days: [1, 30],
};
function variants(parameters: Parameters | undefined): readonly Parameters[] {
  return [
    {},
    ...Object.entries(parameters ?? {}).flatMap(([name, usual]) =>
      (choices[name] ?? (typeof usual === 'boolean' ? [true, false] : [usual])).map((value) => ({ [name]: value })),
    ),
  ];
}

describe('any series', () => {
  it('every metric, with any of its parameters, has a finite number or a reason in words', () => {
    fc.assert(
      fc.property(series, (drawn) => {
        const of = build(drawn);
        for (const metric of metrics) {
          for (const parameters of variants(metric.parameters)) {
            honest(`${metric.id} ${JSON.stringify(parameters)}`, metric.compute(of, parameters));
          }
          assert.ok(metric.convention(of).length > 10);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('so does every metric beside a benchmark', () => {
    fc.assert(
      fc.property(series, series, (left, right) => {
        const [a, b] = joinSeries(build(left), build(right));
        assert.equal(a.returns.length, b.returns.length);
        for (const metric of benchmarkMetrics) {
          for (const parameters of variants(metric.parameters)) {
            honest(`${metric.id} ${JSON.stringify(parameters)}`, metric.compute(a, b, parameters));
          }
          assert.ok(metric.convention(a, b).length > 10);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('drawdowns lie in [−1, 0], spells do not overlap, and the deepest is the maximum drawdown', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 3, noNaN: true }), { minLength: 1, maxLength: 80 }), (values) => {
        const of = build({ returns: values, perYear: 252, riskFree: 0, gap: 1 });
        const under = underwaterOf(of);
        assert.equal(under.length, values.length + 1);
        assert.ok(under.every((value) => value <= 0 && value >= -1));
        const spells = drawdownTable(of, 1000);
        const lowest = Math.min(...under);
        if (lowest < -1e-9) assert.ok(Math.abs((spells[0]?.depth ?? 0) - lowest) < 1e-12);
        const inTime = [...spells].sort((a, b) => a.peakAt - b.peakAt);
        inTime.forEach((each, i) => {
          assert.ok(each.peakAt < each.troughAt && each.depth < 0 && each.depth >= -1);
          assert.ok(each.recoveredAt === null || each.recoveredAt > each.troughAt);
          const next = inTime[i + 1];
          if (next) assert.ok(each.recoveredAt !== null && each.recoveredAt <= next.peakAt);
          assert.equal(each.fallDays, each.fallPeriods);
        });
      }),
    );
  });

  it('a whole tear sheet has no NaN anywhere', () => {
    const bad = (value: unknown): boolean =>
      typeof value === 'number'
        ? !Number.isFinite(value)
        : value !== null && typeof value === 'object' && Object.values(value).some(bad);
    fc.assert(
      fc.property(series, series, fc.boolean(), (left, right, everything) => {
        const sheet = tearSheetOf({
          series: { ok: true, value: build(left) },
          benchmarks: [{ id: 'b', title: 'B', source: 'test', series: build(right), reason: null }],
          everything,
        });
        assert.ok(!bad(sheet), JSON.stringify(sheet));
        const { histogram } = sheet;
        if (!histogram) return;
        assert.equal(histogram.edges.length, histogram.counts.length + 1);
        assert.equal(
          histogram.counts.reduce((sum, count) => sum + count, 0),
          left.returns.length,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('equal parameters are equal answers, and a parameter that does not exist is a bug', () => {
    const of = build({ returns: [0.01, -0.02, 0.03, 0.01], perYear: 12, riskFree: 0, gap: 31 });
    for (const metric of metrics) {
      assert.deepEqual(metric.compute(of, metric.parameters), metric.compute(of), metric.id);
      if (metric.parameters) assert.throws(() => metric.compute(of, { nonsense: 1 }), TypeError);
    }
  });
});
