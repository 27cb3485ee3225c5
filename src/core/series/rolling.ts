import { assertNever } from '../assertNever.ts';
import { pairOf } from '../metrics/benchmark/pair.ts';
import { excessReturns } from '../metrics/excessReturns.ts';
import type { ReturnSeries } from '../metrics/metric.ts';
import type { Curve } from '../model/series.ts';
import { slide } from './slide.ts';

export type RollingName = 'return' | 'volatility' | 'sharpe' | 'beta' | 'correlation' | 'drawdown';

/**
 * A metric over each window of `window` periods, dated by the window's end; the first value is at the end of the first full
 * window. Same conventions as the metrics: `return` compounded over the window, not annualised; volatility and Sharpe n − 1,
 * annualised; `drawdown` the largest within the window. A window that has no number (nothing varies) has no point. `beta`
 * and `correlation` need `benchmark`, joined by date and of the same length.
 */
export function rolling(name: RollingName, series: ReturnSeries, window: number, benchmark?: ReturnSeries): Curve {
  const at: number[] = [];
  const value: number[] = [];
  const put = (last: number, result: number) => {
    const time = series.at[last];
    if (time === undefined || !Number.isFinite(result)) return;
    at.push(time);
    value.push(result);
  };
  const count = series.returns.length;
  const year = Math.sqrt(series.perYear);
  const returns = series.returns;
  switch (name) {
    case 'return':
      slide(count, window, growth(returns), (last, part) => put(last, part - 1));
      break;
    case 'drawdown':
      slide(count, window, falls(returns), (last, part) => put(last, Math.max(-1, part.worst)));
      break;
    case 'volatility':
      if (window >= 2)
        slide(count, window, spread(returns), (last, { squares }) =>
          put(last, Math.sqrt(squares / (window - 1)) * year),
        );
      break;
    case 'sharpe':
      if (window >= 2)
        slide(count, window, spread(excessReturns(series)), (last, { mean, squares }) =>
          put(last, (mean / Math.sqrt(squares / (window - 1))) * year),
        );
      break;
    case 'beta':
    case 'correlation': {
      if (!benchmark || window < 2) break;
      const { own, other } = pairOf(series, benchmark);
      slide(count, window, together(own, other), (last, { xx, yy, xy }) =>
        put(
          last,
          name === 'beta' ? xy / xx : xx > 0 && yy > 0 ? clamp(xy / (Math.sqrt(xx) * Math.sqrt(yy))) : Number.NaN,
        ),
      );
      break;
    }
    default:
      return assertNever(name);
  }
  return { at, value };
}

function clamp(correlation: number): number {
  return Math.max(-1, Math.min(1, correlation));
}

function growth(returns: readonly number[]) {
  return {
    of: (i: number) => 1 + (returns[i] ?? 0),
    join: (before: number, after: number) => before * after,
  };
}

interface Fall {
  readonly growth: number;
  /** Highest and lowest level, the start (1) included in the highest. */
  readonly highest: number;
  readonly lowest: number;
  readonly worst: number;
}

function falls(returns: readonly number[]) {
  return {
    of: (i: number): Fall => {
      const level = 1 + (returns[i] ?? 0);
      return { growth: level, highest: Math.max(1, level), lowest: level, worst: Math.min(0, level - 1) };
    },
    join: (a: Fall, b: Fall): Fall => ({
      growth: a.growth * b.growth,
      highest: Math.max(a.highest, a.growth * b.highest),
      lowest: Math.min(a.lowest, a.growth * b.lowest),
      worst: Math.min(a.worst, b.worst, (a.growth * b.lowest) / a.highest - 1),
    }),
  };
}

interface Spread {
  readonly count: number;
  readonly mean: number;
  /** Σ (x − mean)². */
  readonly squares: number;
}

/** Joined as Chan, Golub and LeVeque (1979), which keeps digits and is exactly 0 where nothing varies. */
function spread(values: readonly number[]) {
  return {
    of: (i: number): Spread => ({ count: 1, mean: values[i] ?? 0, squares: 0 }),
    join: (a: Spread, b: Spread): Spread => {
      const count = a.count + b.count;
      const off = b.mean - a.mean;
      return {
        count,
        mean: a.mean + (off * b.count) / count,
        squares: a.squares + b.squares + (off * off * a.count * b.count) / count,
      };
    },
  };
}

interface Together {
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

function together(own: readonly number[], other: readonly number[]) {
  return {
    of: (i: number): Together => ({ count: 1, x: other[i] ?? 0, y: own[i] ?? 0, xx: 0, yy: 0, xy: 0 }),
    join: (a: Together, b: Together): Together => {
      const count = a.count + b.count;
      const weight = (a.count * b.count) / count;
      const x = b.x - a.x;
      const y = b.y - a.y;
      return {
        count,
        x: a.x + (x * b.count) / count,
        y: a.y + (y * b.count) / count,
        xx: a.xx + b.xx + x * x * weight,
        yy: a.yy + b.yy + y * y * weight,
        xy: a.xy + b.xy + x * y * weight,
      };
    },
  };
}
