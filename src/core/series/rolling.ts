import { assertNever } from '../assertNever.ts';
import { pairOf } from '../metrics/benchmark/pair.ts';
import { excessReturns } from '../metrics/excessReturns.ts';
import type { ReturnSeries } from '../metrics/metric.ts';
import type { Curve } from '../model/series.ts';
import { slide } from './slide.ts';
import { slideMoments } from './slideMoments.ts';

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
      if (window < 2) break;
      slideMoments(returns, returns, window, (last, _x, _y, xx) => put(last, Math.sqrt(xx / (window - 1)) * year));
      break;
    case 'sharpe': {
      if (window < 2) break;
      const excess = excessReturns(series);
      slideMoments(excess, excess, window, (last, x, _y, xx) => put(last, (x / Math.sqrt(xx / (window - 1))) * year));
      break;
    }
    case 'beta':
    case 'correlation': {
      if (!benchmark || window < 2) break;
      const { own, other } = pairOf(series, benchmark);
      slideMoments(other, own, window, (last, _x, _y, xx, yy, xy) =>
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
