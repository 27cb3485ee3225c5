import type { DataState, Position, Snapshot } from '../../core/model/snapshot.ts';
import { type IncompleteRecord, incompleteRecords, isoTime, recordVersion } from '../records.ts';
import { type ChangeRecord, changeRecord } from './portfolioRecord.ts';
import { type PositionRecord, positionRecord } from './snapshotRecord.ts';

export interface HoldingRecord {
  readonly account: string;
  readonly scope: string;
  readonly asset: string;
  readonly code: string;
  readonly quantity: string;
  readonly borrowed: string;
  readonly price: number | null;
  readonly price_source: string | null;
  readonly price_at: string | null;
  readonly value: number | null;
  readonly share: number | null;
  readonly change_24h: ChangeRecord;
  readonly state: DataState;
  readonly reason: string | null;
}

/** `quantfolio holdings --json`: every asset in every pocket of every account. */
export interface HoldingsRecord {
  readonly version: number;
  readonly as_of: string;
  readonly base_currency: string;
  readonly simulated: boolean;
  readonly holdings: readonly HoldingRecord[];
  /** Of the named assets and symbols: their positions over all accounts, spot ones among them. */
  readonly positions: readonly PositionRecord[];
  readonly incomplete: readonly IncompleteRecord[];
}

/** Whether one of the names, as they are typed, is this asset, or a symbol of it ("BTC/USDT" holds BTC). */
export function namesAsset(names: readonly string[], asset: string): boolean {
  return names.some((name) => [name, name.split('/')[0]].some((each) => each?.toUpperCase() === asset.toUpperCase()));
}

/** Positions that one of the names is the asset or the symbol of. */
export function namedPositions(snapshot: Snapshot, names: readonly string[]): readonly Position[] {
  return snapshot.positions.filter(({ asset, symbol }) =>
    names.some((name) => [asset, symbol].some((each) => each.toUpperCase() === name.toUpperCase())),
  );
}

/** `assets` empty: all. */
export function holdingsRecord(snapshot: Snapshot, assets: readonly string[]): HoldingsRecord {
  const shown = (asset: string | null): boolean => assets.length === 0 || asset === null || namesAsset(assets, asset);
  return {
    version: recordVersion,
    as_of: isoTime(snapshot.asOf),
    base_currency: snapshot.baseCurrency,
    simulated: snapshot.simulated,
    holdings: snapshot.holdings
      .filter((holding) => shown(holding.asset))
      .map((holding) => ({
        account: holding.account,
        scope: holding.scope,
        asset: holding.asset,
        code: holding.code,
        quantity: holding.quantity,
        borrowed: holding.borrowed,
        price: holding.price?.price ?? null,
        price_source: holding.price?.source ?? null,
        price_at: holding.price === null ? null : isoTime(holding.price.at),
        value: holding.value,
        share: holding.share,
        change_24h: changeRecord(holding.change24h),
        state: holding.state,
        reason: holding.reason,
      })),
    positions: namedPositions(snapshot, assets).map(positionRecord),
    incomplete: incompleteRecords(snapshot.gaps.filter((gap) => shown(gap.asset))),
  };
}
