import { big, toNumber } from '../core/decimal.ts';
import { uncovered } from '../core/ledger/coverage.ts';
import type { AccountReading } from '../core/model/account.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { CashFlow } from '../core/model/trade.ts';

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
