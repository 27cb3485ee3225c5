import { formatDate, formatRatio } from '../format.ts';

/** "1 Jan 2024 – 20 Nov 2026", or one date. */
export function spanWords(from: number, to: number): string {
  const [first, last] = [formatDate(from), formatDate(to)];
  return first === last ? first : `${first} – ${last}`;
}

/** What one period of a series is called, from periods per year: "day", "week", "month". */
export function periodUnit(perYear: number): string {
  if (perYear >= 360 && perYear <= 366) return 'day';
  if (perYear >= 240 && perYear < 265) return 'trading day';
  if (perYear === 52) return 'week';
  if (perYear === 12) return 'month';
  if (perYear === 4) return 'quarter';
  if (perYear === 1) return 'year';
  return 'period';
}

/** "365 periods per year": always beside an annual number (PERF-3). */
export function perYearWords(perYear: number): string {
  const text = Number.isInteger(perYear) ? String(perYear) : formatRatio(perYear);
  return `${text} ${perYear === 1 ? 'period' : 'periods'} per year`;
}
