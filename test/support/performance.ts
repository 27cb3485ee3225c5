import type { CorrelationAnswer, MetricResult, MetricValue } from '../../src/core/model/analytics.ts';
import type { Attribution, Comparison, Performance, PerformanceRow } from '../../src/core/model/performance.ts';

/** Answers about the past with every field, for tests of what is shown; each test says only what it is about. */
export const from = Date.UTC(2024, 0, 1);
export const to = Date.UTC(2026, 10, 20);
const day = 86_400_000;

export function metric(id: string, result: MetricValue, more: Partial<MetricResult> = {}): MetricResult {
  return { id, title: id, unit: 'ratio', group: 'ratio', convention: `how ${id} is counted`, result, ...more };
}

export function performanceOf(more: Partial<Performance> = {}): Performance {
  return {
    subject: { kind: 'portfolio', id: null },
    title: 'Main book',
    currency: 'USD',
    from,
    to,
    periods: { start: from, end: to, count: 1053, perYear: 365, inferred: true },
    reason: null,
    riskFree: 0,
    metrics: [
      metric('totalReturn', { value: 0.4212 }, { unit: 'percent', group: 'return', title: 'Total return' }),
      metric('cagr', { value: 0.1295 }, { unit: 'percent', group: 'return', title: 'CAGR' }),
      metric('meanReturn', { value: 0.0008 }, { unit: 'percent', group: 'return', title: 'Mean return' }),
      metric('volatility', { value: 0.4012 }, { unit: 'percent', group: 'risk', title: 'Volatility' }),
      metric('sharpe', { value: 1.2345 }, { title: 'Sharpe' }),
      metric('skew', { value: -0.42 }, { group: 'distribution', title: 'Skew' }),
      metric('var', { value: 0.0312 }, { unit: 'percent', group: 'tail', title: 'VaR 95 %' }),
      metric('tradeWinRate', { reason: 'no trades are known' }, { unit: 'percent', group: 'trade', title: 'Win rate' }),
    ],
    benchmarks: [
      {
        id: 'BTC',
        title: 'BTC',
        source: 'binance BTC/USDT',
        periods: { start: from, end: to, count: 1000 },
        metrics: [metric('beta', { value: 0.8 }, { group: 'relative', title: 'Beta' })],
        totalReturn: -0.1,
        yearly: [{ year: 2024, total: -0.1 }],
        reason: null,
      },
    ],
    yearly: [
      { year: 2024, months: [0.021, -0.0004, null, ...Array<number>(9).fill(0.01)], total: 0.12 },
      { year: 2025, months: Array<number>(12).fill(-0.02), total: -0.215 },
    ],
    drawdowns: [
      {
        depth: -0.2531,
        peakAt: from + 10 * day,
        troughAt: from + 40 * day,
        recoveredAt: null,
        fallPeriods: 30,
        totalPeriods: 1043,
        fallDays: 30,
        totalDays: 1043,
      },
    ],
    histogram: { edges: [-0.1, 0, 0.1], counts: [400, 653] },
    moneyWeighted: { value: 0.1501 },
    moneyWeightedNote: null,
    worth: { value: 15_432.5 },
    netFlow: { value: -2000 },
    pnl: { value: 4100.25 },
    todayReturn: { value: -0.00001 },
    origins: [],
    notes: [],
    simulated: false,
    ...more,
  };
}

export function attributionOf(more: Partial<Attribution> = {}): Attribution {
  const row = { averageShare: 0.5, trades: 12, winRate: { value: 0.58 } } as const;
  return {
    by: 'asset',
    from,
    to,
    total: 0.05,
    rows: [
      { key: 'BTC', title: 'BTC', contribution: 0.08, pnl: 800.5, ...row },
      {
        key: 'ETH',
        title: 'ETH',
        contribution: -0.02,
        pnl: -200,
        ...row,
        winRate: { reason: 'no trades are known' },
        trades: null,
      },
      {
        key: 'rest',
        title: 'Fees, funding and unexplained',
        contribution: -0.01,
        pnl: -100,
        ...row,
        averageShare: null,
      },
    ],
    reason: null,
    notes: [],
    ...more,
  };
}

export function correlationOf(more: Partial<CorrelationAnswer> = {}): CorrelationAnswer {
  return {
    matrix: {
      method: 'ewma',
      lambda: 0.94,
      window: 90,
      assets: ['BTC', 'ETH', 'SOL'],
      rows: [
        [1, 0.9, 0.8],
        [0.9, 1, 0.75],
        [0.8, 0.75, 1],
      ],
      overlap: [
        [90, 90, 80],
        [90, 90, 80],
        [80, 80, 80],
      ],
      excluded: [{ asset: 'ETHW', reason: 'no closes' }],
      simulated: false,
    },
    flags: [{ a: 'BTC', b: 'ETH', value: 0.9, words: 'High correlation between BTC and ETH: diversification limited' }],
    clusters: [['BTC', 'ETH', 'SOL']],
    diversification: {
      ratio: { value: 1.1 },
      effectiveBets: { value: 1.32 },
      hhi: { reason: 'the weights are not known' },
      covered: 0.876,
    },
    reason: null,
    ...more,
  };
}

export function rowOf(more: Partial<PerformanceRow> = {}): PerformanceRow {
  return {
    portfolio: '/home/user/book',
    subject: { kind: 'portfolio', id: null },
    title: 'Main book',
    currency: 'USD',
    worth: { value: 15_432.5 },
    metrics: {
      totalReturn: { value: 0.42 },
      cagr: { value: 0.12 },
      sharpe: { value: 1.2 },
      sortino: { reason: 'fewer than 2 returns' },
      maxDrawdown: { value: -0.25 },
      volatility: { value: 0.4 },
    },
    trades: 1234,
    startAt: from,
    sparkline: { at: [from, to], value: [10_000, 12_500] },
    simulated: false,
    ...more,
  };
}

export function comparisonOf(more: Partial<Comparison> = {}): Comparison {
  return {
    currency: 'USD',
    before: Date.UTC(2026, 10, 1),
    after: to,
    valueBefore: 10_000,
    valueAfter: 15_000,
    rows: [
      {
        account: 'main',
        asset: 'BTC',
        quantityBefore: '0.1',
        quantityAfter: '0.15',
        priceBefore: 60_000,
        priceAfter: 67_000,
        valueBefore: 6000,
        valueAfter: 10_050,
        priceEffect: 700,
        fxEffect: 0,
        flowEffect: null,
        quantityEffect: 3350,
        reason: 'deposits of BTC are not known',
      },
      {
        account: 'main',
        asset: 'EUR',
        quantityBefore: '4000',
        quantityAfter: '4000',
        priceBefore: 1.05,
        priceAfter: 1.1,
        valueBefore: 4200,
        valueAfter: 4400,
        priceEffect: 0,
        fxEffect: 200,
        flowEffect: 0,
        quantityEffect: 0,
        reason: null,
      },
    ],
    totals: { price: 700, fx: 200, flow: null, quantity: 3350 },
    reason: null,
    notes: [],
    ...more,
  };
}
