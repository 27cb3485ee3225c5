import type { Comparison } from '../../core/model/performance.ts';
import { isoTime, type Missing, missingOf, recordVersion } from '../records.ts';

/** `quantfolio compare --json`: HIST-1. The effects of a row add up to its change in value. */
export interface ComparisonRecord {
  readonly version: number;
  readonly base_currency: string;
  readonly asked: string;
  /** The record used; null with `reason` where there is none. */
  readonly before: string | null;
  readonly after: string;
  readonly value_before: number | null;
  readonly value_after: number | null;
  readonly totals: {
    readonly price: number | null;
    readonly fx: number | null;
    readonly flow: number | null;
    readonly quantity: number | null;
    readonly missing?: Missing;
  };
  readonly rows: readonly {
    readonly account: string;
    readonly asset: string;
    readonly quantity_before: string;
    readonly quantity_after: string;
    readonly price_before: number | null;
    readonly price_after: number | null;
    readonly value_before: number | null;
    readonly value_after: number | null;
    readonly price_effect: number | null;
    readonly fx_effect: number | null;
    readonly flow_effect: number | null;
    readonly quantity_effect: number | null;
    readonly reason: string | null;
  }[];
  readonly reason: string | null;
  readonly notes: readonly string[];
}

export function comparisonRecord(comparison: Comparison, asked: number): ComparisonRecord {
  const { totals, reason, notes, rows } = comparison;
  const why = reason ?? notes[0] ?? 'a price at one end is not known';
  const reasons = Object.fromEntries(Object.keys(totals).map((name) => [name, why]));
  return {
    version: recordVersion,
    base_currency: comparison.currency,
    asked: isoTime(asked),
    before: comparison.before === null ? null : isoTime(comparison.before),
    after: isoTime(comparison.after),
    value_before: comparison.valueBefore,
    value_after: comparison.valueAfter,
    totals: { ...totals, ...missingOf(totals, reasons) },
    rows: rows.map((row) => ({
      account: row.account,
      asset: row.asset,
      quantity_before: row.quantityBefore,
      quantity_after: row.quantityAfter,
      price_before: row.priceBefore,
      price_after: row.priceAfter,
      value_before: row.valueBefore,
      value_after: row.valueAfter,
      price_effect: row.priceEffect,
      fx_effect: row.fxEffect,
      flow_effect: row.flowEffect,
      quantity_effect: row.quantityEffect,
      reason: row.reason,
    })),
    reason,
    notes,
  };
}
