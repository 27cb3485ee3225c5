import type { Holding, Position, Snapshot } from '../../src/core/model/snapshot.ts';
import type { Fact, RiskFacts } from '../../src/core/risk/limit.ts';

/** 2026-03-02 12:00 UTC, a Monday. */
export const noon = Date.UTC(2026, 2, 2, 12);

const unknownChange = { abs: null, pct: null, basis: null, reason: 'no history yet' } as const;

/** A position of `notional` base currency; everything else neutral. */
export function position(symbol: string, notional: number | null, more: Partial<Position> = {}): Position {
  const asset = more.asset ?? symbol.split('/')[0] ?? symbol;
  const account = more.account ?? 'book';
  return {
    id: `${account}/swap/${symbol}/long`,
    symbol,
    asset,
    account,
    instrument: 'swap',
    side: 'long',
    size: '1',
    currency: 'USD',
    entryPrice: null,
    markPrice: notional,
    notional,
    unrealizedPnl: 0,
    realizedPnl: null,
    roi: null,
    leverage: null,
    margin: null,
    liquidationPrice: null,
    fundingPaid: null,
    openedAt: null,
    strategy: null,
    baseNotional: notional,
    baseUnrealizedPnl: notional === null ? null : 0,
    baseRealizedPnl: null,
    share: null,
    change24h: unknownChange,
    price: notional === null ? null : { price: notional, source: 'test', at: noon },
    state: notional === null ? 'unpriced' : 'ok',
    reason: notional === null ? `no price leads from ${asset} to USD` : null,
    missing: {},
    ...more,
  };
}

/** A book on one account called "book"; gaps of unpriced positions as the valuation writes them. */
export function snapshot(positions: readonly Position[], more: Partial<Snapshot> = {}): Snapshot {
  const known = positions.reduce((total, one) => total + (one.baseNotional ?? 0), 0);
  const missing = positions.filter((one) => one.baseNotional === null);
  return {
    asOf: noon,
    baseCurrency: 'USD',
    accounts: [account('book')],
    holdings: [] as readonly Holding[],
    positions,
    assets: [],
    equity: null,
    equityReason: 'it holds positions only',
    knownEquity: 0,
    cash: null,
    marginUsed: null,
    totalNotional: missing.length > 0 ? null : known,
    knownNotional: known,
    totalUnrealizedPnl: 0,
    totalRealizedPnl: null,
    symbolNotional: {},
    openPositions: positions.length,
    display: {},
    change24h: unknownChange,
    monthToDate: unknownChange,
    allTime: unknownChange,
    gaps: missing.map((one) => ({
      account: one.account,
      asset: one.asset,
      state: 'unpriced',
      reason: `Book: ${one.reason}`,
    })),
    simulated: false,
    best: null,
    worst: null,
    ...more,
  };
}

export function account(id: string, more: Partial<Snapshot['accounts'][number]> = {}): Snapshot['accounts'][number] {
  return {
    id,
    kind: 'file',
    title: id[0]?.toUpperCase() + id.slice(1),
    exchange: null,
    simulated: false,
    value: null,
    knownValue: 0,
    share: null,
    state: 'ok',
    reason: null,
    at: noon - 60_000,
    retryAt: null,
    card: {
      projected: null,
      todayReturnPct: null,
      todayIncome: null,
      openPnl: null,
      available: null,
      marginUsed: null,
      missing: {},
    },
    notes: [],
    ...more,
  };
}

export function known(value: number): Fact {
  return { known: true, value };
}

export function unknown(reason = 'not known'): Fact {
  return { known: false, reason };
}

/** Facts about a book, with nothing known of the past. */
export function facts(book: Snapshot, more: Partial<RiskFacts> = {}): RiskFacts {
  const nothing = unknown('there is no history yet');
  return {
    at: noon,
    snapshot: book,
    dayPnl: nothing,
    weekPnl: nothing,
    monthPnl: nothing,
    dayStartEquity: nothing,
    weekStartEquity: nothing,
    monthStartEquity: nothing,
    drawdown: nothing,
    startingCash: null,
    sectors: {},
    countSpot: true,
    orders: [],
    ...more,
  };
}
