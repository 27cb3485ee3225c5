import type { DailyCloses } from '../model/quote.ts';
import type { BuiltSeries, SeriesOptions } from './seriesFromValues.ts';
import { seriesFromValues } from './seriesFromValues.ts';

const day = 86_400_000;

/**
 * Daily returns of an asset from its closes. A close is dated by the start of its day; its period ends with the day, one
 * millisecond before the next, so that it joins with values of the same date. Closes at or below 0 are left out.
 */
export function seriesFromCloses(closes: DailyCloses, options: SeriesOptions = {}): BuiltSeries {
  const values = closes.closes.flatMap((each) =>
    each.close > 0 && Number.isFinite(each.close) ? [{ at: each.day + day - 1, value: each.close }] : [],
  );
  const built = seriesFromValues(values, options);
  return built.ok ? built : { ok: false, reason: `${closes.asset}: ${built.reason}` };
}
