import { type Big, big, toNumber } from '../core/decimal.ts';
import { uncovered } from '../core/ledger/coverage.ts';
import type { AccountReading } from '../core/model/account.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { CashFlow } from '../core/model/trade.ts';
import type { LastRecord } from './lastRecord.ts';

/** As `netFlow`, of an account's reading: null too where its ledger does not cover the span. */
export function flowOf(
  reading: AccountReading | null,
  after: number,
  until: number,
  snapshots: readonly Snapshot[],
): number | null {
  if (reading === null || uncovered(reading, 'flows', after, '') !== null) return null;
  return netFlow(reading.flows, after, until, snapshots);
}

/**
 * As `flowOf` since the last record. Of an account that tells all its flows itself, what is told now and was not then counts,
 * whatever its date: the value shows it only now, so that it would be a profit otherwise.
 */
export function flowAfter(
  last: LastRecord,
  account: string,
  reading: AccountReading | null,
  until: number,
  snapshots: readonly Snapshot[],
): number | null {
  const before = last.told?.[account];
  const now = toldBy(reading, until);
  if (before === undefined || now === null) return flowOf(reading, last.at, until, snapshots);
  let total = big(0);
  for (const asset of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const quantity = big(now[asset] ?? 0).minus(before[asset] ?? 0);
    if (quantity.eq(0)) continue;
    const price = priceOf(asset, snapshots);
    if (price === null) return null;
    total = total.plus(quantity.times(price));
  }
  return toNumber(total);
}

/** All that flowed until then, by asset; null of an account that does not tell all of it itself. */
export function toldBy(reading: AccountReading | null, until: number): Readonly<Record<string, string>> | null {
  if (reading === null || reading.flows === null || reading.ledger !== undefined) return null;
  const sums = new Map<string, Big>();
  for (const { at, asset, quantity } of reading.flows) {
    if (at <= until) sums.set(asset, (sums.get(asset) ?? big(0)).plus(quantity));
  }
  return Object.fromEntries([...sums].map(([asset, sum]) => [asset, sum.toString()]));
}

/**
 * Net external flow in base currency within (after, until]; null where the source does not know its flows, or where one of
 * them cannot be priced: then no return can be computed across it. Flows are valued at the newest snapshot that priced
 * the asset (one that was withdrawn whole is only in the one before), at most one refresh younger than the flow.
 */
export function netFlow(
  flows: readonly CashFlow[] | null,
  after: number,
  until: number,
  snapshots: readonly Snapshot[],
): number | null {
  if (flows === null) return null;
  let total = big(0);
  for (const flow of flows) {
    if (flow.at <= after || flow.at > until) continue;
    const price = priceOf(flow.asset, snapshots);
    if (price === null) return null;
    total = total.plus(big(flow.quantity).times(price));
  }
  return toNumber(total);
}

function priceOf(asset: string, snapshots: readonly Snapshot[]): number | null {
  for (const snapshot of snapshots) {
    if (asset === snapshot.baseCurrency) return 1;
    const price = snapshot.assets.find((view) => view.asset === asset)?.price?.price;
    if (price !== undefined) return price;
  }
  return null;
}
