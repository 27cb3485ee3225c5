import type { LimitState, RiskResult } from '../../core/model/risk.ts';
import { isoTime, type RiskRecord, recordVersion, riskRecord } from '../records.ts';

export interface LimitRecord {
  readonly name: string;
  readonly subject: string | null;
  readonly value: number | null;
  readonly limit: number;
  readonly ratio: number | null;
  readonly state: LimitState;
  readonly message: string;
  readonly age_ms: number | null;
  /** Why `value` is null or partial; empty when complete. */
  readonly incomplete: readonly string[];
}

/** `quantfolio check --json`: CLI-4. */
export interface CheckRecord extends RiskRecord {
  readonly version: number;
  readonly as_of: string;
  readonly base_currency: string;
  readonly limits: readonly LimitRecord[];
}

export function checkRecord(risk: RiskResult, baseCurrency: string): CheckRecord {
  return {
    version: recordVersion,
    as_of: isoTime(risk.at),
    base_currency: baseCurrency,
    ...riskRecord(risk),
    limits: risk.findings.map(({ limit, subject, value, threshold, ratio, state, message, ageMs, incomplete }) => ({
      name: limit,
      subject,
      value,
      limit: threshold,
      ratio,
      state,
      message,
      age_ms: ageMs,
      incomplete,
    })),
  };
}
