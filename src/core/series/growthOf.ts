import { growthIndex } from './growthIndex.ts';
import { perSeries } from './perSeries.ts';

/** Compounded index of a series, one longer than its returns, 1 at its start. */
export const growthOf = perSeries((series): readonly number[] => growthIndex(series.returns));
