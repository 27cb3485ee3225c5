import type { Position, Snapshot } from '../../src/core/model/snapshot.ts';
import type { RoundTrip } from '../../src/core/model/tax.ts';
import type { Execution, OrderRecord } from '../../src/core/model/trading.ts';
import type { OwnFlow, OwnIncome, OwnOrder, OwnTrade, TableScene } from '../../src/core/tables/table.ts';
import { position, snapshot } from './snapshots.ts';

/** 2026-11-19 19:54 UTC */
export const lastFill = Date.UTC(2026, 10, 19, 19, 54);
const hour = 3_600_000;

export function ownTrade(id: string, more: Partial<OwnTrade> = {}): OwnTrade {
  return {
    id,
    account: 'main',
    at: lastFill,
    symbol: 'BTC/USDT',
    base: 'BTC',
    quote: 'USDT',
    side: 'buy',
    quantity: '0.5',
    price: '60000.5',
    fee: '30.00025',
    feeCurrency: 'USDT',
    strategy: null,
    ...more,
  };
}

const trades: readonly OwnTrade[] = [
  ownTrade('1', { at: lastFill - 3 * hour, realizedPnl: '0', orderId: '493676' }),
  ownTrade('2', {
    at: lastFill - hour,
    symbol: 'BTC/USD:BTC',
    quote: 'USD',
    side: 'sell',
    quantity: '12',
    price: '61000',
    contract: 'inverse',
    contractSize: '100',
    fee: '-0.00001',
    feeCurrency: 'BTC',
    realizedPnl: '0.0004',
    scope: 'swap',
  }),
  ownTrade('3', {
    account: 'bot',
    symbol: 'NVDA/USD',
    base: 'NVDA',
    quote: 'USD',
    side: 'sell',
    quantity: '27',
    price: '192.54',
    fee: null,
    feeCurrency: null,
    strategy: 'Carry',
    realizedReason: 'bought before 3 Nov 2024, from when trades are known',
  }),
];

const flows: readonly OwnFlow[] = [
  { id: '1', account: 'main', at: lastFill - 10 * hour, asset: 'USD', quantity: '1000', kind: 'deposit' },
  { id: '2', account: 'main', at: lastFill - 9 * hour, asset: 'BTC', quantity: '-0.1', kind: 'withdrawal' },
  { id: '3', account: 'main', at: lastFill - 9 * hour, asset: 'BTC', quantity: '-0.0001', kind: 'fee' },
];

const income: readonly OwnIncome[] = [
  {
    id: '1',
    account: 'main',
    at: lastFill - 8 * hour,
    asset: 'USDT',
    quantity: '-1.25',
    kind: 'funding',
    symbol: 'BTC/USDT:USDT',
  },
  { id: '2', account: 'bot', at: lastFill - 7 * hour, asset: 'XYZ', quantity: '3', kind: 'staking', symbol: null },
];

const orders: readonly OwnOrder[] = [
  {
    id: '900',
    clientOrderId: null,
    account: 'main',
    at: lastFill - hour,
    updatedAt: lastFill,
    symbol: 'ETH/USDT',
    side: 'buy',
    type: 'limit',
    quantity: '2',
    filled: '0.5',
    price: '2500',
    averagePrice: '2499.5',
    stopPrice: null,
    reduceOnly: false,
    status: 'working',
  },
];

const trips: readonly RoundTrip[] = [
  {
    id: 'main BTC/USDT 1',
    account: 'main',
    symbol: 'BTC/USDT',
    base: 'BTC',
    quote: 'USDT',
    side: 'long',
    strategy: null,
    openedAt: lastFill - 50 * hour,
    closedAt: lastFill - 2 * hour,
    size: '0.5',
    entryPrice: 58_000,
    exitPrice: 60_000,
    realizedPnl: 1000,
    net: 940,
    baseNet: 939,
    fees: 60,
    roi: 940 / 29_000,
    fills: 4,
    reason: null,
  },
  {
    id: 'main ETH/USDT 2',
    account: 'main',
    symbol: 'ETH/USDT',
    base: 'ETH',
    quote: 'USDT',
    side: 'long',
    strategy: 'Carry',
    openedAt: null,
    closedAt: lastFill - hour,
    size: '2',
    entryPrice: null,
    exitPrice: 2500,
    realizedPnl: null,
    net: null,
    baseNet: null,
    fees: null,
    roi: null,
    fills: 1,
    reason: 'its purchase is not known',
  },
];

const sentOrder: OrderRecord = {
  ticket: {
    clientOrderId: 'qfabcdef00',
    account: 'paper',
    symbol: 'BTC/USD',
    side: 'sell',
    type: 'market',
    quantity: '0.2',
    price: null,
    reduceOnly: false,
    scope: 'spot',
    strategy: null,
  },
  live: false,
  state: 'filled',
  at: lastFill,
  orderId: 'qfabcdef00',
  filled: '0.2',
  averagePrice: '59970',
  fee: '11.994',
  feeCurrency: 'USD',
  realizedPnl: '194',
  realizedReason: null,
  notional: 12_000,
  reason: null,
};

const executions: readonly Execution[] = [
  {
    plan: 'abcdef',
    portfolio: '/book',
    purpose: 'trade',
    title: 'Sell all BTC on Paper',
    at: lastFill - 1000,
    updatedAt: lastFill,
    owner: 'here',
    state: 'partly',
    check: { state: 'allowed', reasons: [], warnings: ['total exposure is near its limit'] },
    orders: [
      sentOrder,
      {
        ...sentOrder,
        ticket: { ...sentOrder.ticket, clientOrderId: 'qfabcdef01', symbol: 'ETH/USD' },
        state: 'notSent',
        orderId: null,
        filled: '0',
        averagePrice: null,
        fee: null,
        feeCurrency: null,
        realizedPnl: null,
        realizedReason: 'it was not sent',
        reason: 'trading was turned off',
      },
    ],
    remains: ['sell 0.2 ETH'],
  },
];

/** POS-3's book, with one more short of BTC/EUR in another account. */
export function tablePositions(): readonly Position[] {
  const euro = { currency: 'EUR', realizedPnl: 120, markPrice: 29_500, entryPrice: 28_000 };
  return [
    position('BTC/EUR', 14_750, {
      ...euro,
      account: 'main',
      size: '0.5',
      baseNotional: 14_750,
      unrealizedPnl: 750,
      baseUnrealizedPnl: 750,
      baseRealizedPnl: 120,
    }),
    position('ETH/EUR', 3500, {
      ...euro,
      account: 'main',
      side: 'short',
      size: '2',
      markPrice: 1750,
      entryPrice: 1800,
      unrealizedPnl: 100,
      baseUnrealizedPnl: 100,
      baseRealizedPnl: 0,
    }),
    position('BTC/EUR', 5900, {
      ...euro,
      account: 'bot',
      side: 'short',
      size: '2',
      // A contract of a tenth.
      notional: 5900,
      baseNotional: 5900,
      unrealizedPnl: -50,
      baseUnrealizedPnl: -50,
      baseRealizedPnl: null,
      missing: { realizedPnl: 'the source does not tell it' },
    }),
  ];
}

export function tableSnapshot(): Snapshot {
  const unknownChange = { abs: null, pct: null, basis: null, reason: 'no history yet' } as const;
  const price = { price: 60_000, source: 'binance BTC/USDT', at: lastFill };
  const holding = { scope: 'spot', borrowed: '0', change24h: unknownChange, state: 'ok', reason: null } as const;
  return snapshot(tablePositions(), {
    baseCurrency: 'USD',
    holdings: [
      {
        ...holding,
        id: 'main/spot/BTC',
        account: 'main',
        asset: 'BTC',
        code: 'BTC',
        quantity: '0.1',
        kind: 'asset',
        price,
        value: 6000,
        share: 0.6,
      },
      {
        ...holding,
        id: 'bot/spot/BTC',
        account: 'bot',
        asset: 'BTC',
        code: 'BTC',
        quantity: '0.05',
        kind: 'asset',
        price,
        value: 3000,
        share: 0.3,
      },
      {
        ...holding,
        id: 'main/spot/ETHW',
        account: 'main',
        asset: 'ETHW',
        code: 'ETHW',
        quantity: '7',
        kind: 'asset',
        price: null,
        value: null,
        share: null,
        state: 'unpriced',
        reason: 'no price leads from ETHW to USD',
      },
    ],
    assets: [
      {
        asset: 'BTC',
        quantity: '0.15',
        price,
        value: 9000,
        share: 0.9,
        change24h: unknownChange,
        kind: 'asset',
        state: 'ok',
        reason: null,
      },
      {
        asset: 'ETHW',
        quantity: '7',
        price: null,
        value: null,
        share: null,
        change24h: unknownChange,
        kind: 'asset',
        state: 'unpriced',
        reason: 'no price leads from ETHW to USD',
      },
    ],
  });
}

/** A scene with something in every table. BTC was and is worth 60,000, USDT 0.999. */
export function tableScene(more: Partial<TableScene> = {}): TableScene {
  const rates: Readonly<Record<string, number>> = { USD: 1, BTC: 60_000, USDT: 0.999, EUR: 1 };
  return {
    baseCurrency: 'USD',
    subject: { kind: 'portfolio', id: null },
    snapshot: tableSnapshot(),
    trades,
    flows,
    income,
    orders,
    trips,
    executions,
    titleOf: (account) => ({ main: 'Binance · main', bot: 'Bot', paper: 'Paper (simulated)' })[account] ?? account,
    strategyOfTrade: ({ strategy }) => strategy,
    strategyOfHolding: ({ account }) => (account === 'bot' ? 'Carry' : null),
    rateAt: (asset) => rates[asset] ?? null,
    rateNow: (currency) => rates[currency] ?? null,
    ...more,
  };
}
