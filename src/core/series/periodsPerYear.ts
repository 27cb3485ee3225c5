const day = 86_400_000;

/**
 * Periods per year told from the dates of a series (conventions.md): by the median gap, 365 for one that has values on
 * weekends, 252 for business days, 52, 12, 4 or 1; of periods shorter than a day, as many as a usual day has times the days.
 * Without enough dates to tell, 365.
 */
export function inferPeriodsPerYear(at: readonly number[]): number {
  const gaps: number[] = [];
  for (let index = 1; index < at.length; index++) gaps.push(((at[index] ?? 0) - (at[index - 1] ?? 0)) / day);
  if (gaps.length === 0) return 365;
  gaps.sort((a, b) => a - b);
  // The lower of two middle ones: a hole in the dates makes no series coarser.
  const median = gaps[Math.floor((gaps.length - 1) / 2)] ?? 1;
  if (median > 200) return 1;
  if (median > 60) return 4;
  if (median > 20) return 12;
  if (median > 4.5) return 52;
  const weekdays = new Set<number>();
  for (const time of at) weekdays.add((Math.floor(time / day) + 4) % 7);
  // Five days of the week are business days whichever they are: New York closes on Saturday in UTC, and some markets rest on Friday.
  const weekends = (weekdays.has(0) || weekdays.has(6)) && !(weekdays.size === 5 && at.length > 10 && median < 1.5);
  // Two gaps of less than a day may be the first day of a recorded book.
  if (median < 0.75 && gaps.length >= 3) return usualPerDay(at) * (weekends || gaps.at(-1) === median ? 365 : 252);
  // Business days skip weekends: a fifth of their gaps is longer than a day and a half.
  const long = gaps.filter((gap) => gap > 1.5).length;
  return !weekends && long > 0 && long >= gaps.length / 10 ? 252 : 365;
}

/** Median count of periods of the days that have any. */
function usualPerDay(at: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const time of at) counts.set(Math.floor(time / day), (counts.get(Math.floor(time / day)) ?? 0) + 1);
  const sorted = [...counts.values()].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}
