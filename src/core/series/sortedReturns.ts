import { perSeries } from './perSeries.ts';

/** Returns of a series from worst to best, for quantiles. */
export const sortedReturns = perSeries((series): Float64Array => Float64Array.from(series.returns).sort());
