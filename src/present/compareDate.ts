/** Dates people compare with, in UTC as all daily data is. */
export function compareChoices(now: number): readonly { readonly label: string; readonly at: number }[] {
  const date = new Date(now);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  return [
    { label: 'Start of today', at: Date.UTC(year, month, day) },
    { label: 'Yesterday, at this time', at: now - 86_400_000 },
    { label: 'A week ago', at: now - 7 * 86_400_000 },
    { label: 'Start of this month', at: Date.UTC(year, month, 1) },
    { label: 'Start of this year', at: Date.UTC(year, 0, 1) },
  ];
}

/** "2026-11-01", "2026-11-01 14:30": epoch ms in UTC, or what is wrong with it. */
export function parseCompareDate(text: string, now: number): { readonly at: number } | { readonly reason: string } {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?$/.exec(text.trim());
  if (match === null) return { reason: 'Write a date as 2026-11-01, or with a time as 2026-11-01 14:30' };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const at = Date.UTC(year, month - 1, day, hour, minute);
  // Date.UTC counts on: 31 February is 3 March.
  const real =
    new Date(at).getUTCMonth() === month - 1 && new Date(at).getUTCDate() === day && hour < 24 && minute < 60;
  if (!real) return { reason: 'There is no such date' };
  return at >= now ? { reason: 'Choose a time in the past' } : { at };
}
