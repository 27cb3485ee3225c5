import type { Change, DataState, Snapshot } from '../../core/model/snapshot.ts';
import {
  type IncompleteRecord,
  incompleteRecords,
  isoTime,
  type Missing,
  missingOf,
  recordVersion,
} from '../records.ts';

export interface ChangeRecord {
  readonly abs: number | null;
  /** In percent. */
  readonly pct: number | null;
  readonly basis: Change['basis'];
  readonly reason: string | null;
}

export interface AssetRecord {
  readonly asset: string;
  readonly quantity: string;
  readonly price: number | null;
  readonly value: number | null;
  readonly share: number | null;
  readonly state: DataState;
  readonly reason: string | null;
}

export interface AccountRecord {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly exchange: string | null;
  readonly simulated: boolean;
  readonly value: number | null;
  readonly share: number | null;
  readonly state: DataState;
  readonly age_ms: number | null;
  readonly reason: string | null;
}

/** `quantfolio portfolio --json`: CLI-4. */
export interface PortfolioRecord {
  readonly version: number;
  readonly as_of: string;
  readonly name: string;
  readonly base_currency: string;
  readonly simulated: boolean;
  readonly total: number | null;
  readonly total_reason: string | null;
  readonly display: Readonly<Record<string, number | null>>;
  /** Why a total in a display currency is null, by its code. */
  readonly display_missing?: Missing;
  readonly change_24h: ChangeRecord;
  readonly month_to_date: ChangeRecord;
  readonly all_time: ChangeRecord;
  readonly asset_count: number;
  readonly assets: readonly AssetRecord[];
  readonly accounts: readonly AccountRecord[];
  readonly incomplete: readonly IncompleteRecord[];
}

export function portfolioRecord(snapshot: Snapshot, name: string): PortfolioRecord {
  const { missing: displayMissing } = missingOf(snapshot.display, displayReasons(snapshot));
  return {
    version: recordVersion,
    as_of: isoTime(snapshot.asOf),
    name,
    base_currency: snapshot.baseCurrency,
    simulated: snapshot.simulated,
    total: snapshot.equity,
    total_reason: snapshot.equityReason,
    display: snapshot.display,
    ...(displayMissing === undefined ? {} : { display_missing: displayMissing }),
    change_24h: changeRecord(snapshot.change24h),
    month_to_date: changeRecord(snapshot.monthToDate),
    all_time: changeRecord(snapshot.allTime),
    asset_count: snapshot.assets.length,
    assets: snapshot.assets.map(({ asset, quantity, price, value, share, state, reason }) => ({
      asset,
      quantity,
      price: price?.price ?? null,
      value,
      share,
      state,
      // Of a book without a total there are no shares.
      reason: reason ?? (share === null ? snapshot.equityReason : null),
    })),
    accounts: snapshot.accounts.map(({ id, kind, title, exchange, simulated, value, share, state, at, reason }) => ({
      id,
      kind,
      title,
      exchange,
      simulated,
      value,
      share,
      state,
      age_ms: at === null ? null : Math.max(0, snapshot.asOf - at),
      reason,
    })),
    incomplete: incompleteRecords(snapshot.gaps),
  };
}

function displayReasons({ display, baseCurrency, equityReason }: Snapshot): Missing {
  return Object.fromEntries(
    Object.keys(display).map((currency) => [
      currency,
      equityReason ?? `no price leads from ${baseCurrency} to ${currency}`,
    ]),
  );
}

export function changeRecord({ abs, pct, basis, reason }: Change): ChangeRecord {
  return { abs, pct: pct === null ? null : pct * 100, basis, reason };
}
