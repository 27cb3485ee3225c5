import { perSeries } from '../series/perSeries.ts';
import { mean } from './statistics.ts';

/** Mean and central moments Σ(r − mean)ᵏ / n of a series. `flat`: all returns are equal, so nothing varies. */
export interface Moments {
  readonly mean: number;
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
  readonly flat: boolean;
}

export const moments = perSeries(({ returns }): Moments => {
  const centre = mean(returns);
  const [first] = returns;
  let flat = true;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (const value of returns) {
    if (value !== first) flat = false;
    const off = value - centre;
    const square = off * off;
    second += square;
    third += square * off;
    fourth += square * square;
  }
  const count = returns.length;
  return { mean: centre, second: second / count, third: third / count, fourth: fourth / count, flat };
});
