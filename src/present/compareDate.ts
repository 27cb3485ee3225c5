import { type DayBoundary, dayStart } from '../core/calendar.ts';
import { periodBounds } from '../core/performance/periods.ts';

/** Dates people compare with; days, months and years begin as `risk.dayBoundary` says, as in every figure beside them. */
export function compareChoices(
  now: number,
  boundary: DayBoundary = 'UTC',
): readonly { readonly label: string; readonly at: number }[] {
  // 24 hours ago is no start of a day: the calendar is then that of UTC.
  const calendar = boundary === 'rolling24h' ? 'UTC' : boundary;
  return [
    { label: 'Start of today', at: dayStart(now, calendar) },
    { label: 'Yesterday, at this time', at: now - 86_400_000 },
    { label: 'A week ago', at: now - 7 * 86_400_000 },
    { label: 'Start of this month', at: periodBounds({ id: 'MTD' }, now, 0, calendar).from },
    { label: 'Start of this year', at: periodBounds({ id: 'YTD' }, now, 0, calendar).from },
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
