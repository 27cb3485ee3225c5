import { drawdownsOf } from './drawdown.ts';
import { growthOf } from './growthOf.ts';
import { perSeries } from './perSeries.ts';

/** Drawdown at the start of a series (0) and at the end of each period, fractions in [−1, 0]. */
export const underwaterOf = perSeries((series): readonly number[] => drawdownsOf(growthOf(series)));

/** The lowest of it. */
export const lowestOf = perSeries((series): number => {
  let lowest = 0;
  for (const value of underwaterOf(series)) lowest = Math.min(lowest, value);
  return lowest;
});
