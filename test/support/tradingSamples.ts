import type {
  Execution,
  OrderRecord,
  OrderTicket,
  Plan,
  PlannedOrder,
  PreTradeCheck,
} from '../../src/core/model/trading.ts';
import { finding, now, riskOf } from './portfolioState.ts';

/** Plans and executions with every field, for tests of what is shown and of what may be sent. */
export function ticketOf(more: Partial<OrderTicket> = {}): OrderTicket {
  return {
    clientOrderId: 'qf0a1b2c3d4e5f00',
    account: 'main',
    symbol: 'BTC/USDT',
    side: 'sell',
    type: 'market',
    quantity: '0.0348',
    price: null,
    reduceOnly: false,
    scope: 'spot',
    strategy: null,
    ...more,
  };
}

export function plannedOrder(more: Partial<PlannedOrder> = {}): PlannedOrder {
  return {
    ticket: ticketOf(),
    price: '67062.5',
    priceAt: now - 2000,
    priceSource: 'binance BTC/USDT',
    quote: 'USDT',
    notional: 2333.75,
    fee: 2.33,
    feeReason: null,
    live: false,
    notes: ['rounded down to the step 0.0001'],
    ...more,
  };
}

export function checkOf(more: Partial<PreTradeCheck> = {}): PreTradeCheck {
  const before = riskOf([finding({ value: 36_000, ratio: 0.72 })]);
  const after = riskOf([finding({ value: 33_666.25, ratio: 0.67 })]);
  return { allowed: true, reasons: [], warnings: [], improves: [], before, after, ...more };
}

/** REB-2 (S4): sell BTC 2,333.75, buy ETH 1,149.75. */
export function planOf(more: Partial<Plan> = {}): Plan {
  const buy = plannedOrder({
    ticket: ticketOf({ clientOrderId: 'qf0a1b2c3d4e5f01', symbol: 'ETH/USDT', side: 'buy', quantity: '0.3964' }),
    price: '2900',
    notional: 1149.75,
    fee: 1.15,
    notes: [],
  });
  return {
    id: '0a1b2c3d4e5f',
    portfolio: '/home/user/book',
    purpose: 'rebalance',
    title: 'Rebalance to 3 targets',
    at: now - 1000,
    expiresAt: now + 119_000,
    baseCurrency: 'USD',
    total: 15_432.5,
    legs: [
      {
        asset: 'BTC',
        side: 'sell',
        currentShare: 0.6512,
        targetShare: 0.5,
        drift: 0.1512,
        notional: 2333.75,
        quantity: '0.0348',
        fee: 2.33,
        cash: false,
        reason: null,
      },
      {
        asset: 'ETH',
        side: 'buy',
        currentShare: 0.2255,
        targetShare: 0.3,
        drift: -0.0745,
        notional: 1149.75,
        quantity: '0.3964',
        fee: 1.15,
        cash: false,
        reason: null,
      },
      {
        asset: 'USDT',
        side: 'buy',
        currentShare: 0.1233,
        targetShare: 0.2,
        drift: -0.0767,
        notional: 1184,
        quantity: null,
        fee: null,
        cash: true,
        reason: null,
      },
    ],
    orders: [plannedOrder(), buy],
    fee: 3.48,
    lines: [
      {
        account: 'main',
        asset: 'BTC',
        before: { quantity: '0.15', value: 10_050, share: 0.6512 },
        after: { quantity: '0.1152', value: 7716.25, share: 0.5 },
      },
      {
        account: 'main',
        asset: 'ETH',
        before: { quantity: '1.2', value: 3480, share: 0.2255 },
        after: { quantity: '1.5964', value: 4629.75, share: 0.3 },
      },
      {
        account: 'other',
        asset: 'SOL',
        before: { quantity: '3', value: null, share: null },
        after: { quantity: '3', value: null, share: null },
      },
    ],
    check: checkOf(),
    refused: null,
    notExecutable: [],
    notes: [],
    digest: 'd1',
    ...more,
  };
}

/** The same with real money. */
export function livePlan(more: Partial<Plan> = {}): Plan {
  const plan = planOf();
  return { ...plan, orders: plan.orders.map((order) => ({ ...order, live: true })), ...more };
}

export function orderRecord(more: Partial<OrderRecord> = {}): OrderRecord {
  return {
    ticket: ticketOf(),
    live: false,
    state: 'filled',
    at: now,
    orderId: '77',
    filled: '0.0348',
    averagePrice: '67062.5',
    fee: '2.33',
    feeCurrency: 'USDT',
    realizedPnl: '120.5',
    realizedReason: null,
    notional: 2333.75,
    reason: null,
    ...more,
  };
}

export function executionOf(more: Partial<Execution> = {}): Execution {
  return {
    plan: '0a1b2c3d4e5f',
    portfolio: '/home/user/book',
    purpose: 'rebalance',
    title: 'Rebalance to 3 targets',
    at: now,
    updatedAt: now,
    owner: 'window',
    state: 'done',
    check: { state: 'OK', reasons: [], warnings: [] },
    orders: [orderRecord()],
    remains: [],
    ...more,
  };
}
