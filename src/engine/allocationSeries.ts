import type { Config } from '../config/schema.ts';
import { assertNever } from '../core/assertNever.ts';
import type { AllocationBy, Snapshot } from '../core/model/snapshot.ts';
import type { HoldingRecord } from '../core/ports.ts';
import { cashKey, unassigned } from '../core/valuation/allocate.ts';
import { fiatCurrencies } from '../core/valuation/fiat.ts';
import type { NamedCurve } from '../protocol/engine.ts';
import { type Strategy, strategyOfHolding } from './strategies.ts';

const mostParts = 6;
export const otherKey = 'Other';

export interface AllocationCurves {
  readonly parts: readonly NamedCurve[];
  /** Sum of the parts at each time. */
  readonly total: { readonly at: readonly number[]; readonly value: readonly number[] };
  readonly notes: readonly string[];
}

/**
 * Shares of the book over time, told from holdings records: the six parts that are largest on average and "Other", all at the
 * same times, so that they can be stacked. What is owed makes no slice: where a part is below zero it counts as none. What
 * has no price is in no part.
 */
export function allocationSeries(
  records: readonly HoldingRecord[],
  keyOf: (record: HoldingRecord) => string,
): AllocationCurves {
  const byTime = new Map<number, Map<string, number>>();
  const mean = new Map<string, number>();
  let unpriced = 0;
  let owed = false;
  for (const record of records) {
    const parts = byTime.get(record.at) ?? new Map<string, number>();
    byTime.set(record.at, parts);
    if (record.value === null) unpriced += 1;
    else parts.set(keyOf(record), (parts.get(keyOf(record)) ?? 0) + record.value);
  }
  const shares = [...byTime]
    .sort(([a], [b]) => a - b)
    .flatMap(([at, parts]) => {
      owed ||= [...parts.values()].some((value) => value < 0);
      const kept = [...parts].filter(([, value]) => value > 0);
      const total = kept.reduce((sum, [, value]) => sum + value, 0);
      if (!(total > 0)) return [];
      const of = new Map(kept.map(([key, value]) => [key, value / total]));
      for (const [key, share] of of) mean.set(key, (mean.get(key) ?? 0) + share);
      return [{ at, of }];
    });
  const largest = [...mean].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([key]) => key);
  const named = largest.slice(0, mostParts);
  const at = shares.map((each) => each.at);
  const curve = (key: string, value: readonly number[]): NamedCurve => ({
    id: key,
    title: key,
    curve: { at, value },
    reason: null,
  });
  const parts = named.map((key) =>
    curve(
      key,
      shares.map(({ of }) => of.get(key) ?? 0),
    ),
  );
  if (named.length < largest.length) {
    const rest = shares.map(({ of }) =>
      [...of].reduce((sum, [key, share]) => (named.includes(key) ? sum : sum + share), 0),
    );
    parts.push(curve(otherKey, rest));
  }
  const notes: string[] = [];
  if (unpriced > 0) notes.push('what had no price is in no part');
  if (owed) notes.push('what was owed is in no part');
  return { parts, total: { at, value: shares.map(() => 1) }, notes };
}

/** The part that a record belongs to; records know asset and account, the rest is told from how things stand now. */
export function partOf(
  by: AllocationBy,
  config: Config,
  snapshot: Snapshot | null,
  strategies: readonly Strategy[],
): (record: HoldingRecord) => string {
  const cash = new Set([...fiatCurrencies, ...config.risk.stablecoins]);
  const sectorOf = new Map(
    Object.entries(config.sectors).flatMap(([sector, assets]) => assets.map((asset) => [asset, sector] as const)),
  );
  const exchanges = new Map(snapshot?.accounts.map(({ id, exchange, kind }) => [id, exchange ?? kind]));
  switch (by) {
    case 'asset':
      return ({ asset }) => asset;
    case 'account':
      return ({ account }) => account;
    case 'exchange':
      return ({ account }) => exchanges.get(account) ?? account;
    case 'strategy':
      return (record) => strategyOfHolding(strategies, record) ?? unassigned;
    case 'sector':
      return ({ asset }) => sectorOf.get(asset) ?? (cash.has(asset) ? cashKey : unassigned);
    case 'instrument':
      return ({ asset }) => (cash.has(asset) ? cashKey : 'spot');
    default:
      return assertNever(by);
  }
}
