import type { RiskResult } from '../core/model/risk.ts';
import type { Gap } from '../core/model/snapshot.ts';

/**
 * What the CLI prints as JSON (CLI-2, CLI-4): snake_case fields, camelCase ids of limits and metrics, `version` of the shape.
 * A number that is not known is null and its reason stands under the same name in `missing`. Times are ISO 8601 in UTC;
 * quantities are decimal strings; `share` is a fraction, `pct` is in percent; money is in `base_currency`.
 */
export const recordVersion = 1;

/** Reasons by field name; left out where everything is known. */
export type Missing = Readonly<Record<string, string>>;

export interface IncompleteRecord {
  readonly asset: string | null;
  readonly account: string;
  readonly state: Gap['state'];
  readonly reason: string;
}

export function incompleteRecords(gaps: readonly Gap[]): readonly IncompleteRecord[] {
  return gaps.map(({ asset, account, state, reason }) => ({ asset, account, state, reason }));
}

export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** The reasons of the fields that are null, by name, to be printed beside them; nothing where all are known. */
export function missingOf(fields: Readonly<Record<string, unknown>>, reasons: Missing): { readonly missing?: Missing } {
  const missing = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [[name, reasons[name] ?? 'not known']] : [],
  );
  return missing.length === 0 ? {} : { missing: Object.fromEntries(missing) };
}

/** RISK-3 as `snapshot` and `check` print it. */
export interface RiskRecord {
  readonly state: RiskResult['state'];
  readonly allowed: boolean;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly metrics: RiskResult['metrics'];
  /** Why a metric is null, by its id. */
  readonly missing?: Missing;
}

export function riskRecord({ state, allowed, reasons, warnings, metrics, missing = {} }: RiskResult): RiskRecord {
  return { state, allowed, reasons, warnings, metrics, ...missingOf(metrics, missing) };
}

/** Everything that makes the book incomplete, in one sentence; null when it is complete. */
export function incompleteWords(gaps: readonly Gap[]): string | null {
  if (gaps.length === 0) return null;
  const parts = gaps.map(({ asset, account, state, reason }) =>
    asset === null ? `${account} ${state} (${reason})` : `${asset} in ${account} ${state} (${reason})`,
  );
  return `incomplete: ${parts.join('; ')}`;
}
