import { dayStart, monthStart, weekStart } from '../calendar.ts';
import { big, toNumber } from '../decimal.ts';
import type { ValuePoint } from '../model/series.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { BookAccount } from '../valuation/book.ts';
import { drawdownNow, equityAt, equityPnl } from './equityPnl.ts';
import type { Fact, RiskFacts } from './limit.ts';
import { realizedPnl } from './realizedPnl.ts';

export interface FactsInput {
  readonly snapshot: Snapshot;
  readonly accounts: readonly BookAccount[];
  /** The portfolio's past values, ascending; the value now may be the last of them. */
  readonly past: readonly ValuePoint[];
  /** `UTC`, an IANA time zone, or `rolling24h`. */
  readonly dayBoundary: string;
  /** Count open P&L in the daily loss. */
  readonly includeUnrealized: boolean;
  readonly startingCash: number | null;
  readonly sectors: Readonly<Record<string, readonly string[]>>;
  readonly countSpot: boolean;
  readonly at: number;
  /** Fees count in what fills of a ledger realise: LED-2. Default: they do. */
  readonly includeFees?: boolean;
}

/**
 * What limits are judged on. The day counts realised P&L (RISK-2); week, month and drawdown follow the equity, net of
 * deposits and withdrawals. Whatever cannot be known says why.
 */
export function riskFacts(input: FactsInput): RiskFacts {
  const { snapshot, at, dayBoundary, past } = input;
  const day = dayStart(at, dayBoundary);
  const week = weekStart(at, dayBoundary);
  const month = monthStart(at, dayBoundary);
  const realized = realizedPnl(input.accounts, snapshot, {
    since: day,
    at,
    ...(input.includeFees === undefined ? {} : { includeFees: input.includeFees }),
  });
  return {
    at,
    snapshot,
    dayPnl: input.includeUnrealized ? plusOpen(realized, snapshot) : realized,
    weekPnl: equityPnl(input, week),
    monthPnl: equityPnl(input, month),
    dayStartEquity: equityAt(past, day),
    weekStartEquity: equityAt(past, week),
    monthStartEquity: equityAt(past, month),
    drawdown: drawdownNow(input),
    startingCash: input.startingCash,
    sectors: input.sectors,
    countSpot: input.countSpot,
    orders: [],
    dayCountsOpen: input.includeUnrealized,
  };
}

function plusOpen(realized: Fact, { positions, totalUnrealizedPnl }: Snapshot): Fact {
  if (!realized.known) return realized;
  const unknown = positions.filter(({ baseUnrealizedPnl, state }) => baseUnrealizedPnl === null || state !== 'ok');
  if (unknown.length > 0 || totalUnrealizedPnl === null) {
    const symbols = [...new Set(unknown.map(({ symbol }) => symbol))].join(', ');
    return { known: false, reason: symbols ? `the open P&L of ${symbols} is not known` : 'the open P&L is not known' };
  }
  return { ...realized, value: toNumber(big(realized.value).plus(big(totalUnrealizedPnl))) };
}
