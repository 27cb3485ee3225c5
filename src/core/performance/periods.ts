import { assertNever } from '../assertNever.ts';
import { type DayBoundary, dayStart, monthStart } from '../calendar.ts';
import type { Period, PeriodId } from '../model/performance.ts';

const day = 86_400_000;

export const periodIds: readonly PeriodId[] = ['1D', '1W', '1M', '3M', '6M', 'MTD', 'YTD', '1Y', 'all'];

/**
 * Bounds of a period, epoch ms (PERF-1). 1D and 1W count 24 hours and 7 days back from now, 1M … 1Y calendar months (31 March
 * minus a month is the last of February); MTD and YTD begin with the month and the year of `dayBoundary`, rolling: 30 and 365
 * days ago. `all` begins with the first value. Nothing begins before it, nor ends after now.
 */
export function periodBounds(
  period: Period,
  now: number,
  firstAt: number | null,
  dayBoundary: DayBoundary,
): { readonly from: number; readonly to: number } {
  const earliest = firstAt ?? now;
  if (!('id' in period)) {
    const to = Math.min(period.to ?? now, now);
    return { from: Math.min(Math.max(period.from, earliest), to), to };
  }
  return { from: Math.min(now, Math.max(earliest, startOf(period.id, now, earliest, dayBoundary))), to: now };
}

function startOf(id: PeriodId, now: number, earliest: number, boundary: DayBoundary): number {
  switch (id) {
    case '1D':
      return now - day;
    case '1W':
      return now - 7 * day;
    case '1M':
      return monthsBefore(now, 1);
    case '3M':
      return monthsBefore(now, 3);
    case '6M':
      return monthsBefore(now, 6);
    case '1Y':
      return monthsBefore(now, 12);
    case 'MTD':
      return monthStart(now, boundary);
    case 'YTD':
      return yearStart(now, boundary);
    case 'all':
      return earliest;
    default:
      return assertNever(id);
  }
}

/** Same time of day, UTC, so many calendar months before; the last day of a shorter month. */
function monthsBefore(now: number, months: number): number {
  const date = new Date(now);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1);
  const target = new Date(first);
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  const sameTime = now - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return first + (Math.min(date.getUTCDate(), last) - 1) * day + sameTime;
}

/** First instant of the year of `at`. */
function yearStart(at: number, boundary: DayBoundary): number {
  if (boundary === 'rolling24h') return at - 365 * day;
  // Months of the local calendar, back to the one before which the year changes.
  let start = monthStart(at, boundary);
  for (let month = 0; month < 12; month++) {
    // Noon of the day before: whatever its clock, it lies in the month before.
    const before = dayStart(start - day / 2, boundary);
    if (localYear(before, boundary) !== localYear(start, boundary)) return start;
    start = monthStart(before, boundary);
  }
  return start;
}

function localYear(at: number, zone: string): number {
  if (zone === 'UTC') return new Date(at).getUTCFullYear();
  return Number(new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'iso8601', year: 'numeric' }).format(at));
}
