import type { TaxReport } from '../../core/model/tax.ts';
import { type CsvRow, csvText } from '../csv.ts';
import { isoTime, type Missing, missingOf, recordVersion } from '../records.ts';

/** `quantfolio tax --json` (CLI-4): money in `base_currency`, quantities as decimal strings, times ISO 8601 in UTC. */
export interface TaxRecord {
  readonly version: number;
  readonly as_of: string;
  readonly year: number;
  readonly method: string;
  readonly base_currency: string;
  /** The year by the day boundary's zone: [from, to). */
  readonly from: string;
  readonly to: string;
  readonly disposals: readonly {
    readonly asset: string;
    readonly account: string;
    readonly side: string;
    /** null: a pool at average cost, or P&L as an exchange booked it. */
    readonly acquired: string | null;
    readonly disposed: string;
    readonly quantity: string;
    readonly proceeds: number;
    readonly cost: number;
    readonly fee: number;
    readonly gain: number;
    readonly holding_days: number | null;
    readonly trade: string;
  }[];
  readonly income: readonly {
    readonly account: string;
    readonly time: string;
    readonly asset: string;
    readonly kind: string;
    readonly quantity: string;
    readonly value: number | null;
    readonly missing?: Missing;
  }[];
  readonly totals: {
    readonly proceeds: number;
    readonly cost: number;
    readonly fee: number;
    readonly gain: number;
    readonly income: number;
  };
  readonly unmatched: readonly {
    readonly account: string;
    readonly asset: string;
    readonly disposed: string;
    readonly quantity: string;
    readonly proceeds: number | null;
    readonly reason: string;
  }[];
  readonly notes: readonly string[];
}

export function taxRecord(report: TaxReport, at: number): TaxRecord {
  const { year, method, currency, from, to, totals } = report;
  return {
    version: recordVersion,
    as_of: isoTime(at),
    year,
    method,
    base_currency: currency,
    from: isoTime(from),
    to: isoTime(to),
    disposals: report.disposals.map((line) => ({
      asset: line.asset,
      account: line.account,
      side: line.side,
      acquired: timeOf(line.acquired),
      disposed: isoTime(line.disposed),
      quantity: line.quantity,
      proceeds: line.proceeds,
      cost: line.cost,
      fee: line.fee,
      gain: line.gain,
      holding_days: line.holdingDays,
      trade: line.trade,
    })),
    income: report.income.map(({ account, at: time, asset, kind, quantity, value, reason }) => ({
      account,
      time: isoTime(time),
      asset,
      kind,
      quantity,
      value,
      ...missingOf({ value }, { value: reason ?? 'not known' }),
    })),
    totals: { ...totals, income: report.incomeTotal },
    unmatched: report.unmatched.map(({ account, asset, disposed, quantity, proceeds, reason }) => ({
      account,
      asset,
      disposed: isoTime(disposed),
      quantity,
      proceeds,
      reason,
    })),
    notes: report.notes,
  };
}

const header = [
  'line',
  'account',
  'asset',
  'acquired',
  'disposed',
  'quantity',
  'proceeds',
  'cost',
  'fee',
  'gain',
  'holding_days',
  'method',
  'side',
  'kind',
  'currency',
  'trade',
  'reason',
] as const;

/**
 * One line a disposal, then what had no match, income and the totals; the first column says which. The date of income is in
 * `disposed`, its value in `gain`. Formulas are neutralised.
 */
export function taxCsv(report: TaxReport): { readonly text: string; readonly rows: number } {
  const { method, currency, totals } = report;
  const row = (cells: Readonly<Partial<Record<(typeof header)[number], string | number | null>>>): CsvRow =>
    header.map((name) => cells[name] ?? null);
  const disposals = report.disposals.map((each) =>
    row({
      line: 'disposal',
      account: each.account,
      asset: each.asset,
      acquired: timeOf(each.acquired),
      disposed: isoTime(each.disposed),
      quantity: each.quantity,
      proceeds: each.proceeds,
      cost: each.cost,
      fee: each.fee,
      gain: each.gain,
      holding_days: each.holdingDays,
      method,
      side: each.side,
      currency,
      trade: each.trade,
    }),
  );
  const unmatched = report.unmatched.map(({ account, asset, disposed, quantity, proceeds, reason }) =>
    row({ line: 'unmatched', account, asset, disposed: isoTime(disposed), quantity, proceeds, currency, reason }),
  );
  const income = report.income.map(({ account, at, asset, kind, quantity, value, reason }) =>
    row({ line: 'income', account, asset, disposed: isoTime(at), quantity, gain: value, kind, currency, reason }),
  );
  const sums = [
    row({ line: 'total', ...totals, method, currency, kind: 'disposals' }),
    row({ line: 'total', gain: report.incomeTotal, currency, kind: 'income' }),
  ];
  const rows = [...disposals, ...unmatched, ...income, ...sums];
  return { text: csvText(header, rows), rows: rows.length };
}

function timeOf(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}
