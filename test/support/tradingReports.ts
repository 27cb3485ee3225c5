import type { Reconciliation, TaxReport, TradeStats } from '../../src/core/model/tax.ts';
import type { PositionDetails } from '../../src/core/model/trading.ts';
import { now, perpetual } from './portfolioState.ts';

/** Details of a position, tax, round trips and balances with every field, for tests of what is shown. */
export function detailsOf(more: Partial<PositionDetails> = {}): PositionDetails {
  const fill = {
    id: 'f1',
    account: 'main',
    at: now - 86_400_000,
    symbol: 'BTC/USDT:USDT',
    base: 'BTC',
    quote: 'USDT',
    side: 'buy',
    quantity: '0.5',
    price: '28000',
    fee: '5.6',
    feeCurrency: 'USDT',
    strategy: null,
    realizedReason: 'an opening order realises nothing',
  } as const;
  return {
    position: perpetual(),
    fills: [fill],
    path: { at: [now - 1000, now], value: [700, 750] },
    pathReason: null,
    shareOfBook: 0.4,
    headrooms: [
      { limit: 'maxLeverage', title: 'Leverage', notional: 12_000, quantity: 0.4067, reason: null },
      { limit: 'maxVarPct', title: 'Value at risk', notional: null, quantity: null, reason: 'too little history' },
    ],
    rules: {
      symbol: 'BTC/USDT:USDT',
      base: 'BTC',
      quote: 'USDT',
      scope: 'swap',
      contract: 'linear',
      contractSize: '1',
      quantityStep: '0.001',
      priceStep: '0.1',
      minQuantity: '0.001',
      maxQuantity: null,
      minNotional: '5',
      takerFee: 0.0005,
      allowsShort: true,
    },
    tradable: { account: 'main', live: true, ready: true, reason: null },
    notes: [],
    ...more,
  };
}

export function taxOf(more: Partial<TaxReport> = {}): TaxReport {
  return {
    year: 2025,
    from: Date.UTC(2025, 0),
    to: Date.UTC(2026, 0),
    method: 'FIFO',
    currency: 'USD',
    disposals: [
      {
        account: 'main',
        asset: 'BTC',
        acquired: Date.UTC(2024, 4, 1),
        disposed: Date.UTC(2025, 4, 2),
        quantity: '0.1',
        proceeds: 9000,
        cost: 6000,
        fee: 9,
        gain: 2991,
        holdingDays: 366,
        method: 'FIFO',
        side: 'long',
        trade: 't1',
      },
    ],
    income: [
      {
        account: 'main',
        at: Date.UTC(2025, 2, 3),
        asset: 'ETH',
        kind: 'staking',
        quantity: '0.01',
        value: null,
        reason: 'no close on that day',
      },
    ],
    totals: { proceeds: 9000, cost: 6000, fee: 9, gain: 2991 },
    incomeTotal: 0,
    unmatched: [
      {
        account: 'main',
        asset: 'SOL',
        disposed: Date.UTC(2025, 6, 1),
        quantity: '3',
        proceeds: 450,
        reason: 'nothing was bought before',
      },
    ],
    notes: ['main: trades are known from 3 Nov 2024'],
    ...more,
  };
}

export function statsOf(more: Partial<TradeStats> = {}): TradeStats {
  return {
    strategy: null,
    trips: 12,
    wins: 7,
    losses: 5,
    winRate: 7 / 12,
    profitFactor: 1.8,
    expectancy: 42.5,
    averageWin: 150,
    averageLoss: -108,
    payoff: 1.39,
    net: 510,
    meanHoldingMs: 3 * 86_400_000,
    unknown: 0,
    notes: [],
    ...more,
  };
}

export const reconciliation: Reconciliation = {
  at: now,
  differences: [
    {
      account: 'main',
      asset: 'BTC',
      implied: '0.15',
      reported: '0.16',
      difference: '0.01',
      value: 670,
      cause: 'missingDeposit',
      causeText: 'a deposit that its ledger does not tell',
      action: { command: 'refresh', argument: null, title: 'Read the ledger again' },
    },
  ],
  agreed: [{ account: 'paper', assets: 3 }],
  notCompared: [{ account: 'bot', reason: 'a file has no ledger' }],
};
