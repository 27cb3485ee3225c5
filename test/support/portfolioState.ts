import type { Finding, RiskResult } from '../../src/core/model/risk.ts';
import type { AccountView, AssetView, Change, Holding, Position, Snapshot } from '../../src/core/model/snapshot.ts';
import type { PortfolioState } from '../../src/core/model/state.ts';

/** Records with every field, for tests of what is shown; each test says only what it is about. */
export const now = Date.UTC(2026, 2, 2, 12);

export const unknownChange: Change = { abs: null, pct: null, basis: null, reason: 'no history yet' };

export function changeOf(pct: number, abs: number | null = null): Change {
  return { abs, pct, basis: 'flows', reason: null };
}

export function accountView(more: Partial<AccountView> = {}): AccountView {
  return {
    id: 'main',
    kind: 'exchange',
    title: 'Binance · main',
    exchange: 'binance',
    simulated: false,
    value: 10_050,
    knownValue: 10_050,
    share: 0.6512,
    state: 'ok',
    reason: null,
    at: now - 2000,
    retryAt: null,
    card: {
      projected: 10_050,
      todayReturnPct: null,
      todayIncome: null,
      openPnl: null,
      available: null,
      marginUsed: null,
      missing: { todayReturnPct: 'no history yet' },
    },
    notes: [],
    ...more,
  };
}

export function holding(more: Partial<Holding> = {}): Holding {
  const asset = more.asset ?? 'BTC';
  return {
    id: `${more.account ?? 'main'}/spot/${asset}`,
    account: 'main',
    scope: 'spot',
    asset,
    code: asset,
    quantity: '0.15',
    borrowed: '0',
    kind: 'asset',
    price: { price: 67_000, source: 'binance BTC/USDT', at: now - 2000 },
    value: 10_050,
    share: 0.6512,
    change24h: changeOf(0.021, 206.7),
    state: 'ok',
    reason: null,
    ...more,
  };
}

export function perpetual(more: Partial<Position> = {}): Position {
  return {
    id: 'main/swap/BTC/USDT:USDT/long',
    symbol: 'BTC/USDT:USDT',
    asset: 'BTC',
    account: 'main',
    instrument: 'swap',
    side: 'long',
    size: '0.5',
    currency: 'USDT',
    entryPrice: 28_000,
    markPrice: 29_500,
    notional: 14_750,
    unrealizedPnl: 750,
    realizedPnl: null,
    roi: 0.0536,
    leverage: 5,
    margin: 2950,
    liquidationPrice: 23_000,
    fundingPaid: null,
    openedAt: null,
    strategy: null,
    baseNotional: 14_750,
    baseUnrealizedPnl: 750,
    baseRealizedPnl: null,
    share: 0.0486,
    change24h: unknownChange,
    price: { price: 29_500, source: 'binance', at: now - 1000 },
    state: 'ok',
    reason: null,
    missing: {},
    ...more,
  };
}

export function assetView(more: Partial<AssetView> = {}): AssetView {
  return {
    asset: 'BTC',
    quantity: '0.15',
    price: { price: 67_000, source: 'binance BTC/USDT', at: now - 2000 },
    value: 10_050,
    share: 0.6512,
    change24h: changeOf(0.021),
    kind: 'asset',
    state: 'ok',
    reason: null,
    ...more,
  };
}

export function bookOf(more: Partial<Snapshot> = {}): Snapshot {
  return {
    asOf: now,
    baseCurrency: 'USD',
    accounts: [accountView()],
    holdings: [holding()],
    positions: [],
    assets: [assetView()],
    equity: 15_432.5,
    equityReason: null,
    knownEquity: 15_432.5,
    cash: 1902.5,
    marginUsed: null,
    totalNotional: 13_530,
    knownNotional: 13_530,
    totalUnrealizedPnl: null,
    totalRealizedPnl: null,
    symbolNotional: {},
    openPositions: 2,
    display: {},
    change24h: changeOf(0.0124, 189),
    monthToDate: unknownChange,
    allTime: unknownChange,
    gaps: [],
    simulated: false,
    best: null,
    worst: null,
    ...more,
  };
}

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    limit: 'maxTotalExposureNotional',
    title: 'Total exposure',
    subject: null,
    unit: 'money',
    value: 36_000,
    threshold: 50_000,
    ratio: 0.72,
    headroom: 14_000,
    state: 'OK',
    message: 'Total exposure is $36,000 of $50,000',
    incomplete: [],
    ageMs: 2000,
    contributors: ['BTC/USDT:USDT'],
    ...more,
  };
}

export function riskOf(findings: readonly Finding[]): RiskResult {
  const order = ['OK', 'WARNING', 'UNKNOWN', 'BREACH'] as const;
  const state = order[Math.max(0, ...findings.map((one) => order.indexOf(one.state)))] ?? 'OK';
  return {
    at: now,
    state,
    allowed: state === 'OK' || state === 'WARNING',
    reasons: findings.filter((one) => one.state === 'BREACH').map((one) => one.message),
    warnings: findings.filter((one) => one.state === 'WARNING').map((one) => one.message),
    metrics: {},
    findings,
  };
}

export function portfolioState(more: Partial<PortfolioState> = {}): PortfolioState {
  return {
    id: '/home/user/book',
    name: 'Main book',
    configPath: '/home/user/book/quantfolio.json',
    phase: 'idle',
    restored: false,
    config: { state: 'good', problems: 0, summary: null },
    snapshot: bookOf(),
    allocations: [],
    sectors: { 'Layer 1': ['BTC', 'ETH'] },
    analytics: null,
    risk: riskOf([finding()]),
    health: [],
    redirectedTo: null,
    updateInterval: 60,
    notices: [],
    ...more,
  };
}
