import type { CorrelationAnswer, CorrelationMethod } from '../../core/model/analytics.ts';
import { isoTime, type Missing, missingOf, recordVersion } from '../records.ts';
import { fieldsOf } from './metricRecords.ts';

/** `quantfolio correlation --json`: RISK-9. */
export interface CorrelationRecord {
  readonly version: number;
  readonly as_of: string;
  readonly method: CorrelationMethod;
  readonly window_days: number | null;
  readonly lambda: number | null;
  readonly simulated: boolean;
  /** In the order of clusters; rows and overlap follow it. */
  readonly assets: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
  readonly overlap: readonly (readonly number[])[];
  readonly excluded: readonly { readonly asset: string; readonly reason: string }[];
  readonly flags: readonly {
    readonly a: string;
    readonly b: string;
    readonly value: number;
    readonly message: string;
  }[];
  readonly clusters: readonly (readonly string[])[];
  readonly diversification: {
    readonly ratio: number | null;
    readonly effective_bets: number | null;
    readonly hhi: number | null;
    readonly covered: number | null;
    readonly missing?: Missing;
  };
  readonly reason: string | null;
}

export function correlationRecord(answer: CorrelationAnswer, method: CorrelationMethod, at: number): CorrelationRecord {
  const { matrix, flags, clusters, diversification, reason } = answer;
  const { fields, reasons } = fieldsOf({
    ratio: diversification.ratio,
    effective_bets: diversification.effectiveBets,
    hhi: diversification.hhi,
  });
  const numbers = {
    ratio: fields['ratio'] ?? null,
    effective_bets: fields['effective_bets'] ?? null,
    hhi: fields['hhi'] ?? null,
    covered: diversification.covered,
  };
  return {
    version: recordVersion,
    as_of: isoTime(at),
    method: matrix?.method ?? method,
    window_days: matrix?.window ?? null,
    lambda: matrix?.lambda ?? null,
    simulated: matrix?.simulated ?? false,
    assets: matrix?.assets ?? [],
    rows: matrix?.rows ?? [],
    overlap: matrix?.overlap ?? [],
    excluded: matrix?.excluded ?? [],
    flags: flags.map(({ a, b, value, words }) => ({ a, b, value, message: words })),
    clusters,
    diversification: { ...numbers, ...missingOf(numbers, { covered: 'nothing is held but cash', ...reasons }) },
    reason,
  };
}
