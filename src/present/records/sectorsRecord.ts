import type { PortfolioState } from '../../core/model/state.ts';
import { type IncompleteRecord, incompleteRecords, isoTime, recordVersion } from '../records.ts';

/** `quantfolio sectors --json`: the allocation by the sectors of the configuration. */
export interface SectorsRecord {
  readonly version: number;
  readonly as_of: string;
  readonly base_currency: string;
  readonly simulated: boolean;
  /** What shares are of: the value, or the sum of sizes where there is no positive whole. */
  readonly basis: 'value' | 'gross' | null;
  readonly sectors: readonly {
    readonly sector: string;
    readonly value: number;
    readonly share: number;
    /** Of the configuration; empty for what no sector names. */
    readonly assets: readonly string[];
  }[];
  readonly reason: string | null;
  readonly incomplete: readonly IncompleteRecord[];
}

export function sectorsRecord(state: PortfolioState, at: number): SectorsRecord {
  const { snapshot, sectors } = state;
  const allocation = state.allocations.find(({ by }) => by === 'sector') ?? null;
  const none = Object.keys(sectors).length === 0;
  return {
    version: recordVersion,
    as_of: isoTime(snapshot?.asOf ?? at),
    base_currency: snapshot?.baseCurrency ?? '',
    simulated: snapshot?.simulated ?? false,
    basis: allocation?.basis ?? null,
    sectors: (allocation?.slices ?? []).map(({ key, value, share }) => ({
      sector: key,
      value,
      share,
      assets: sectors[key] ?? [],
    })),
    reason: none ? 'no sectors are configured: "sectors": { "Layer 1": ["BTC", "ETH"] }' : null,
    incomplete: incompleteRecords(allocation?.incomplete ?? snapshot?.gaps ?? []),
  };
}
