import { perPair } from '../../series/perPair.ts';
import { excessReturns } from '../excessReturns.ts';
import type { ReturnSeries } from '../metric.ts';
import { deviation, mean, riskFreePerPeriod } from '../statistics.ts';

/** What the metrics beside a benchmark share; both series joined, same length. The risk-free rate is the series' own, for both. */
export interface Pair {
  readonly count: number;
  /** Excess returns. */
  readonly own: readonly number[];
  readonly other: readonly number[];
  /** Return less benchmark's return. */
  readonly active: readonly number[];
  readonly activeMean: number;
  /** n − 1; exactly 0 where it does not vary. */
  readonly activeDeviation: number;
}

export const pairOf = perPair((series, benchmark): Pair => {
  if (series.returns.length !== benchmark.returns.length) throw new RangeError('the series are not joined');
  const own = excessReturns(series);
  const rates = series.riskFreeSeries;
  const rate = riskFreePerPeriod(series);
  const other = benchmark.returns.map((value, i) => value - (rates ? (rates[i] ?? 0) : rate));
  const active = series.returns.map((value, i) => value - (benchmark.returns[i] ?? 0));
  return { count: active.length, own, other, active, activeMean: mean(active), activeDeviation: deviation(active) };
});

/** Which periods count: all, or those in which the benchmark's excess return is above (below) 0, strictly. */
export type Side = 'all' | 'up' | 'down';

/** Least squares of the excess returns on the benchmark's: own = intercept + slope × other. */
export interface Regression {
  readonly count: number;
  readonly slope: number;
  readonly intercept: number;
  /** Pearson's. NaN where one side does not vary. */
  readonly correlation: number;
}

const regressions: Readonly<Record<Side, (a: ReturnSeries, b: ReturnSeries) => Regression>> = {
  all: perPair((a, b) => regress(a, b, () => true)),
  up: perPair((a, b) => regress(a, b, (other) => other > 0)),
  down: perPair((a, b) => regress(a, b, (other) => other < 0)),
};

/** Regression on a side of the benchmark; null where fewer than two periods are left, or the benchmark does not vary in them. */
export function regressionOf(series: ReturnSeries, benchmark: ReturnSeries, side: Side): Regression | null {
  const found = regressions[side](series, benchmark);
  return found.count >= 2 && Number.isFinite(found.slope) ? found : null;
}

function regress(series: ReturnSeries, benchmark: ReturnSeries, counts: (other: number) => boolean): Regression {
  const { own, other } = pairOf(series, benchmark);
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < other.length; i++) {
    const value = other[i] ?? 0;
    if (!counts(value)) continue;
    x.push(value);
    y.push(own[i] ?? 0);
  }
  return fitLine(x, y);
}

/** Ordinary least squares by two passes. Slope and correlation are NaN where x (or, for the correlation, y) does not vary. */
export function fitLine(x: readonly number[], y: readonly number[]): Regression {
  const count = x.length;
  const meanX = mean(x);
  const meanY = mean(y);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < count; i++) {
    const offX = (x[i] ?? 0) - meanX;
    const offY = (y[i] ?? 0) - meanY;
    xx += offX * offX;
    yy += offY * offY;
    xy += offX * offY;
  }
  const flatX = isFlat(x);
  const slope = flatX ? Number.NaN : xy / xx;
  const correlation = flatX || isFlat(y) ? Number.NaN : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  return { count, slope, intercept: meanY - slope * meanX, correlation };
}

function isFlat(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}
