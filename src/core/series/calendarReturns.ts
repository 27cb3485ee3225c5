import type { ReturnSeries } from '../metrics/metric.ts';
import type { YearOfReturns } from '../model/performance.ts';
import { perSeries } from './perSeries.ts';

const day = 86_400_000;

export type Calendar = 'weekly' | 'monthly' | 'quarterly' | 'yearly';

/** Compounded return of one week (ISO: Monday to Sunday), month, quarter or year; `start` is its first day, UTC. */
export interface CalendarReturn {
  readonly start: number;
  readonly value: number;
  /** Periods in it. */
  readonly count: number;
}

/**
 * Returns of calendar spans, compounded from the periods that end in them (a period that spans two months counts in the
 * second). Spans without a period are left out; the first and the last may be partial.
 */
export function calendarReturns(series: ReturnSeries, calendar: Calendar): readonly CalendarReturn[] {
  const { at, returns } = series;
  const spans: CalendarReturn[] = [];
  let i = 0;
  while (i < returns.length) {
    const { start, end } = spanOf(at[i] ?? 0, calendar);
    const first = i;
    let growth = 1;
    do {
      growth *= 1 + (returns[i] ?? 0);
      i += 1;
    } while (i < returns.length && (at[i] ?? 0) < end);
    if (Number.isFinite(growth)) spans.push({ start, value: growth - 1, count: i - first });
  }
  return spans;
}

export const monthlyReturns = perSeries((series) => calendarReturns(series, 'monthly'));

/** Years with their months, oldest first. */
export const yearlyReturns = perSeries((series): readonly YearOfReturns[] => {
  const rows = new Map<number, (number | null)[]>();
  for (const { start, value } of monthlyReturns(series)) {
    const date = new Date(start);
    const year = date.getUTCFullYear();
    const row = rows.get(year) ?? new Array<number | null>(12).fill(null);
    row[date.getUTCMonth()] = value;
    rows.set(year, row);
  }
  return calendarReturns(series, 'yearly').map(({ start, value }) => {
    const year = new Date(start).getUTCFullYear();
    return { year, months: rows.get(year) ?? new Array<null>(12).fill(null), total: value };
  });
});

function spanOf(at: number, calendar: Calendar): { readonly start: number; readonly end: number } {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  switch (calendar) {
    case 'weekly': {
      const monday = (Math.floor(at / day) - ((date.getUTCDay() + 6) % 7)) * day;
      return { start: monday, end: monday + 7 * day };
    }
    case 'monthly':
      return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
    case 'quarterly':
      return { start: Date.UTC(year, month - (month % 3)), end: Date.UTC(year, month - (month % 3) + 3) };
    default:
      return { start: Date.UTC(year, 0), end: Date.UTC(year + 1, 0) };
  }
}
