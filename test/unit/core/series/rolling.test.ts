import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beta } from '../../../../src/core/metrics/benchmark/beta.ts';
import { correlation } from '../../../../src/core/metrics/benchmark/correlation.ts';
import { maxDrawdown } from '../../../../src/core/metrics/maxDrawdown.ts';
import type { ReturnSeries } from '../../../../src/core/metrics/metric.ts';
import { sharpe } from '../../../../src/core/metrics/sharpe.ts';
import { totalReturn } from '../../../../src/core/metrics/totalReturn.ts';
import { volatility } from '../../../../src/core/metrics/volatility.ts';
import type { MetricValue } from '../../../../src/core/model/analytics.ts';
import { type RollingName, rolling } from '../../../../src/core/series/rolling.ts';

const of = (returns: readonly number[], riskFree = 0): ReturnSeries => ({
  at: returns.map((_, i) => i + 1),
  returns,
  start: 0,
  perYear: 252,
  riskFree,
});
const cut = (series: ReturnSeries, from: number, to: number): ReturnSeries => ({
  ...series,
  at: series.at.slice(from, to),
  returns: series.returns.slice(from, to),
  start: series.at[from - 1] ?? 0,
});
const same: Readonly<Record<RollingName, (series: ReturnSeries, benchmark: ReturnSeries) => MetricValue>> = {
  return: (series) => totalReturn.compute(series),
  volatility: (series) => volatility.compute(series),
  sharpe: (series) => sharpe.compute(series),
  drawdown: (series) => maxDrawdown.compute(series),
  beta: (series, benchmark) => beta.compute(series, benchmark),
  correlation: (series, benchmark) => correlation.compute(series, benchmark),
};

/** Steps of a basis point: what varies does so far above rounding. */
const step = fc.oneof(
  fc.integer({ min: -2000, max: 2000 }).map((points) => points / 10_000),
  fc.constantFrom(0, 0, 1e6, -1),
);

describe('rolling', () => {
  for (const name of Object.keys(same) as RollingName[]) {
    it(`${name} is the metric of each window`, () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(step, step), { maxLength: 50 }),
          fc.integer({ min: 2, max: 12 }),
          fc.constantFrom(0, 0.05),
          (pairs, window, riskFree) => {
            const series = of(
              pairs.map(([a]) => a),
              riskFree,
            );
            const benchmark = of(pairs.map(([, b]) => b));
            const curve = rolling(name, series, window, benchmark);
            const expected = new Map<number, number>();
            for (let end = window; end <= pairs.length; end++) {
              const found = same[name](cut(series, end - window, end), cut(benchmark, end - window, end));
              if ('value' in found) expected.set(end, found.value);
            }
            assert.deepEqual(curve.at, [...expected.keys()]);
            curve.at.forEach((at, i) => {
              const wanted = expected.get(at) ?? Number.NaN;
              const got = curve.value[i] ?? Number.NaN;
              assert.ok(Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), `${got} is not ${wanted}`);
            });
          },
        ),
      );
    });
  }

  it('a huge return leaves no trace once it has left the window', () => {
    const calm = Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 0.01 : -0.01));
    const shocked = of([...calm, 1e12, ...calm]);
    const { value } = rolling('volatility', shocked, 10);
    const before = rolling('volatility', of(calm), 10).value.at(-1) ?? Number.NaN;
    assert.ok(Math.abs((value.at(-1) ?? Number.NaN) - before) < 1e-14);
  });

  it('says nothing of windows longer than the series, of one period, or without a benchmark', () => {
    const series = of([0.01, 0.02, 0.03]);
    assert.deepEqual(rolling('return', series, 4), { at: [], value: [] });
    assert.deepEqual(rolling('volatility', series, 1), { at: [], value: [] });
    assert.deepEqual(rolling('beta', series, 2), { at: [], value: [] });
    assert.deepEqual(rolling('return', series, 1).at, [1, 2, 3]);
    assert.deepEqual(rolling('sharpe', of([0.01, 0.01, 0.01]), 2), { at: [], value: [] });
  });

  it('takes time in proportion to the length, whatever the window', () => {
    const series = of(Array.from({ length: 200_000 }, (_, i) => Math.sin(i) / 100));
    const spent = (window: number) => {
      rolling('volatility', series, window);
      const before = process.cpuUsage();
      rolling('volatility', series, window);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    const [short, long] = [spent(10), spent(10_000)];
    console.log(`      200,000 periods: ${short.toFixed(0)} ms with a window of 10, ${long.toFixed(0)} ms with 10,000`);
    // A sum over each window would take a thousand times as long.
    assert.ok(long < 20 * short + 100);
  });
});
