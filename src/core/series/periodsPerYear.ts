const day = 86_400_000;

/**
 * Periods per year told from the dates of a series (conventions.md): by the median gap, 365 for one that has values on
 * weekends, 252 for business days, 52, 12, 4 or 1. Without enough dates to tell, 365.
 */
export function inferPeriodsPerYear(at: readonly number[]): number {
  const gaps: number[] = [];
  for (let index = 1; index < at.length; index++) gaps.push(((at[index] ?? 0) - (at[index - 1] ?? 0)) / day);
  if (gaps.length === 0) return 365;
  gaps.sort((a, b) => a - b);
  const median = gaps[Math.floor(gaps.length / 2)] ?? 1;
  if (median > 200) return 1;
  if (median > 60) return 4;
  if (median > 20) return 12;
  if (median > 4.5) return 52;
  // Business days skip weekends: a fifth of their gaps is longer than a day and a half.
  const weekends = at.some((time) => {
    const weekday = new Date(time).getUTCDay();
    return weekday === 0 || weekday === 6;
  });
  const long = gaps.filter((gap) => gap > 1.5).length;
  return !weekends && long > 0 && long >= gaps.length / 10 ? 252 : 365;
}
