import type { Performance } from '../../core/model/performance.ts';
import { isoTime, type Missing, missingOf, recordVersion } from '../records.ts';
import { fieldsOf } from './metricRecords.ts';

/** Head of `performance` and `analytics`. */
export interface SubjectRecord {
  readonly version: number;
  readonly as_of: string;
  readonly base_currency: string;
  readonly simulated: boolean;
  readonly subject: { readonly kind: string; readonly id: string | null };
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly periods: {
    readonly start: string;
    readonly end: string;
    readonly count: number;
    readonly perYear: number;
  } | null;
  /** Why there are no periods. */
  readonly reason: string | null;
  readonly notes: readonly string[];
}

/** `quantfolio performance --json`: fractions, and money in `base_currency`. */
export interface PerformanceRecord extends SubjectRecord {
  readonly value: number | null;
  readonly net_flow: number | null;
  readonly pnl: number | null;
  /** Time-weighted over the period; not annualised. */
  readonly time_weighted: number | null;
  /** XIRR, annual. */
  readonly money_weighted: number | null;
  readonly money_weighted_note: string | null;
  readonly today_return: number | null;
  readonly monthly: readonly { readonly month: string; readonly return: number }[];
  readonly yearly: readonly { readonly year: number; readonly return: number }[];
  readonly origins: readonly { readonly from: string; readonly to: string; readonly origin: string }[];
  readonly missing?: Missing;
}

export function subjectRecord(performance: Performance, at: number): SubjectRecord {
  const { periods } = performance;
  return {
    version: recordVersion,
    as_of: isoTime(at),
    base_currency: performance.currency,
    simulated: performance.simulated,
    subject: performance.subject,
    title: performance.title,
    from: isoTime(performance.from),
    to: isoTime(performance.to),
    periods:
      periods === null
        ? null
        : {
            start: isoTime(periods.start),
            end: isoTime(periods.end),
            count: periods.count,
            perYear: periods.perYear,
          },
    reason: performance.reason,
    notes: performance.notes,
  };
}

export function performanceRecord(performance: Performance, at: number): PerformanceRecord {
  const total = performance.metrics.find(({ id }) => id === 'totalReturn')?.result;
  const { fields, reasons } = fieldsOf({
    value: performance.worth,
    net_flow: performance.netFlow,
    pnl: performance.pnl,
    time_weighted: total ?? { reason: performance.reason ?? 'no returns are known' },
    money_weighted: performance.moneyWeighted,
    today_return: performance.todayReturn,
  });
  const numbers = {
    value: fields['value'] ?? null,
    net_flow: fields['net_flow'] ?? null,
    pnl: fields['pnl'] ?? null,
    time_weighted: fields['time_weighted'] ?? null,
    money_weighted: fields['money_weighted'] ?? null,
    today_return: fields['today_return'] ?? null,
  };
  return {
    ...subjectRecord(performance, at),
    ...numbers,
    money_weighted_note: performance.moneyWeightedNote,
    monthly: performance.yearly.flatMap(({ year, months }) =>
      months.flatMap((value, month) =>
        value === null ? [] : [{ month: `${year}-${String(month + 1).padStart(2, '0')}`, return: value }],
      ),
    ),
    yearly: performance.yearly.map(({ year, total: value }) => ({ year, return: value })),
    origins: performance.origins.map(({ from, to, origin }) => ({ from: isoTime(from), to: isoTime(to), origin })),
    ...missingOf(numbers, reasons),
  };
}
