import type { RiskResult } from '../../core/model/risk.ts';
import type { Position, Snapshot } from '../../core/model/snapshot.ts';
import {
  type IncompleteRecord,
  incompleteRecords,
  incompleteWords,
  isoTime,
  type Missing,
  missingOf,
  type RiskRecord,
  recordVersion,
  riskRecord,
} from '../records.ts';

/** POS-2 with POS-1's fields; fields of a position are in its `currency`, all else in `base_currency`. */
export interface PositionRecord {
  readonly symbol: string;
  readonly account: string;
  readonly side: 'long' | 'short';
  /** Nearest double, as scripts of the field expect it; `quantity` has every digit. */
  readonly size: number;
  readonly quantity: string;
  readonly currency: string;
  readonly entry_price: number | null;
  readonly mark_price: number | null;
  readonly notional: number | null;
  readonly unrealized_pnl: number | null;
  readonly realized_pnl: number | null;
  readonly roi_pct: number | null;
  readonly leverage: number | null;
  readonly margin: number | null;
  readonly liquidation_price: number | null;
  readonly funding_paid: number | null;
  readonly opened_at: string | null;
  readonly strategy: string | null;
  readonly state: Position['state'];
  readonly reason: string | null;
  readonly missing?: Missing;
}

/** `quantfolio snapshot --json`: CLI-2. */
export interface SnapshotRecord {
  readonly version: number;
  readonly as_of: string;
  readonly base_currency: string;
  readonly simulated: boolean;
  readonly positions: readonly PositionRecord[];
  readonly totals: {
    readonly num_open_positions: number;
    readonly total_notional: number | null;
    readonly total_unrealized_pnl: number | null;
    readonly total_realized_pnl: number | null;
    readonly missing?: Missing;
  };
  readonly symbol_notional: Readonly<Record<string, number>>;
  readonly account: {
    readonly equity: number | null;
    readonly cash: number | null;
    readonly margin_used: number | null;
    readonly missing?: Missing;
  };
  readonly incomplete: readonly IncompleteRecord[];
  readonly risk?: RiskRecord;
}

/** `risk` null leaves the block out (`--no-risk`). */
export function snapshotRecord(snapshot: Snapshot, risk: RiskResult | null): SnapshotRecord {
  const why = incompleteWords(snapshot.gaps) ?? 'not known';
  const totals = {
    num_open_positions: snapshot.openPositions,
    total_notional: snapshot.totalNotional,
    total_unrealized_pnl: snapshot.totalUnrealizedPnl,
    total_realized_pnl: snapshot.totalRealizedPnl,
  };
  const account = { equity: snapshot.equity, cash: snapshot.cash, margin_used: snapshot.marginUsed };
  const unrealized = whyOf(snapshot, 'unrealizedPnl') ?? why;
  const exchange = snapshot.accounts.find(({ kind }) => kind === 'exchange');
  const untold = exchange ? `${exchange.id}: what its trades realised is not known` : why;
  const realized = whyOf(snapshot, 'realizedPnl') ?? untold;
  return {
    version: recordVersion,
    as_of: isoTime(snapshot.asOf),
    base_currency: snapshot.baseCurrency,
    simulated: snapshot.simulated,
    positions: snapshot.positions.map(positionRecord),
    totals: {
      ...totals,
      ...missingOf(totals, {
        total_notional: whyOf(snapshot, 'notional') ?? why,
        total_unrealized_pnl: unrealized,
        total_realized_pnl: realized,
      }),
    },
    symbol_notional: snapshot.symbolNotional,
    account: {
      ...account,
      ...missingOf(account, {
        equity: snapshot.equityReason ?? why,
        cash: cardReason(snapshot, 'available') ?? snapshot.equityReason ?? why,
        margin_used: cardReason(snapshot, 'marginUsed') ?? why,
      }),
    },
    incomplete: incompleteRecords(snapshot.gaps),
    ...(risk === null ? {} : { risk: riskRecord(risk) }),
  };
}

/** POS-1 as the CLI prints it. */
export function positionRecord(position: Position): PositionRecord {
  const { missing } = position;
  const fields = {
    entry_price: position.entryPrice,
    mark_price: position.markPrice,
    notional: position.notional,
    unrealized_pnl: position.unrealizedPnl,
    realized_pnl: position.realizedPnl,
    roi_pct: position.roi === null ? null : position.roi * 100,
    leverage: position.leverage,
    margin: position.margin,
    liquidation_price: position.liquidationPrice,
    funding_paid: position.fundingPaid,
  };
  const reasons: Record<string, string> = {};
  for (const [name, reason] of Object.entries(missing)) reasons[snakeCase(name)] = reason;
  if (missing['roi'] !== undefined) reasons['roi_pct'] = missing['roi'];
  const fallback = 'not told by its source';
  const all = Object.fromEntries(Object.keys(fields).map((name) => [name, reasons[name] ?? fallback]));
  return {
    symbol: position.symbol,
    account: position.account,
    side: position.side,
    size: Number(position.size),
    quantity: position.size,
    currency: position.currency,
    ...fields,
    opened_at: position.openedAt === null ? null : isoTime(position.openedAt),
    strategy: position.strategy,
    state: position.state,
    reason: position.reason,
    ...missingOf(fields, all),
  };
}

/** Why a total over positions is not known: the first position that lacks it. */
function whyOf(snapshot: Snapshot, field: 'notional' | 'unrealizedPnl' | 'realizedPnl'): string | null {
  for (const position of snapshot.positions) {
    if (position[field] !== null) continue;
    return `${position.symbol} in ${position.account}: ${position.missing[field] ?? position.reason ?? 'not told by its source'}`;
  }
  return null;
}

function cardReason(snapshot: Snapshot, field: string): string | null {
  for (const { id, card } of snapshot.accounts)
    if (card.missing[field] !== undefined) return `${id}: ${card.missing[field]}`;
  return null;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
