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
  const spans: { readonly start: number; growth: number; count: number }[] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < series.returns.length; i++) {
    const at = series.at[i] ?? 0;
    let last = spans.at(-1);
    if (last === undefined || at >= until) {
      const span = spanOf(at, calendar);
      last = { start: span.start, growth: 1, count: 0 };
      until = span.end;
      spans.push(last);
    }
    last.growth *= 1 + (series.returns[i] ?? 0);
    last.count += 1;
  }
  return spans.flatMap(({ start, growth, count }) =>
    Number.isFinite(growth) ? [{ start, value: growth - 1, count }] : [],
  );
}

export const monthlyReturns = perSeries((series) => calendarReturns(series, 'monthly'));

/** Years with their months, oldest first. */
export const yearlyReturns = perSeries((series): readonly YearOfReturns[] => {
  const months = monthlyReturns(series);
  return calendarReturns(series, 'yearly').map(({ start, value }) => {
    const year = new Date(start).getUTCFullYear();
    const row = new Array<number | null>(12).fill(null);
    for (const month of months) {
      const date = new Date(month.start);
      if (date.getUTCFullYear() === year) row[date.getUTCMonth()] = month.value;
    }
    return { year, months: row, total: value };
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
