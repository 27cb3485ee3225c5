import type { Scope } from '../core/model/account.ts';
import type { Income, Order } from '../core/model/ledger.ts';
import type { CashFlow, Trade } from '../core/model/trade.ts';
import type { FlowRow, IncomeRow, OrderRow, TradeRow } from './schema.ts';

/** Entries as rows and back. Times go through Number, because PostgreSQL gives BIGINT as text. */

type Of<T> = T & { readonly account: string };

export function tradeRow(account: string, trade: Trade): TradeRow {
  const { id, at, symbol, base, quote, side, quantity, price, fee, feeCurrency, strategy } = trade;
  return {
    account,
    id,
    at,
    symbol,
    base,
    quote,
    side,
    quantity,
    price,
    fee,
    fee_currency: feeCurrency,
    strategy,
    realized_pnl: trade.realizedPnl ?? null,
    realized_reason: trade.realizedReason ?? null,
    order_id: trade.orderId ?? null,
    client_order_id: trade.clientOrderId ?? null,
    scope: trade.scope ?? null,
    contract: trade.contract ?? null,
    contract_size: trade.contractSize ?? null,
  };
}

export function tradeOf(row: TradeRow): Of<Trade> {
  const { account, id, at, symbol, base, quote, side, quantity, price, fee, strategy } = row;
  return {
    account,
    id,
    at: Number(at),
    symbol,
    base,
    quote,
    side: side as Trade['side'],
    quantity,
    price,
    fee,
    feeCurrency: row.fee_currency,
    strategy,
    ...(row.realized_pnl === null ? {} : { realizedPnl: row.realized_pnl }),
    ...(row.realized_reason === null ? {} : { realizedReason: row.realized_reason }),
    ...(row.order_id === null ? {} : { orderId: row.order_id }),
    ...(row.client_order_id === null ? {} : { clientOrderId: row.client_order_id }),
    ...(row.scope === null ? {} : { scope: row.scope as Scope }),
    ...(row.contract === null ? {} : { contract: row.contract as 'linear' | 'inverse' }),
    ...(row.contract_size === null ? {} : { contractSize: row.contract_size }),
  };
}

export function flowRow(account: string, { id, at, asset, quantity, kind }: CashFlow): FlowRow {
  return { account, id, at, asset, quantity, kind };
}

export function flowOf({ account, id, at, asset, quantity, kind }: FlowRow): Of<CashFlow> {
  return { account, id, at: Number(at), asset, quantity, kind: kind as CashFlow['kind'] };
}

export function incomeRow(account: string, { id, at, asset, quantity, kind, symbol, scope }: Income): IncomeRow {
  return { account, id, at, asset, quantity, kind, symbol, scope: scope ?? null };
}

export function incomeOf({ account, id, at, asset, quantity, kind, symbol, scope }: IncomeRow): Of<Income> {
  const entry = { account, id, at: Number(at), asset, quantity, kind: kind as Income['kind'], symbol };
  return scope === null ? entry : { ...entry, scope: scope as Scope };
}

export function orderRow(account: string, order: Order): OrderRow {
  const { id, at, symbol, side, type, quantity, filled, price, status } = order;
  return {
    account,
    id,
    at,
    updated_at: order.updatedAt,
    client_order_id: order.clientOrderId,
    symbol,
    side,
    type,
    quantity,
    filled,
    price,
    average_price: order.averagePrice,
    stop_price: order.stopPrice,
    reduce_only: order.reduceOnly ? 1 : 0,
    status,
    scope: order.scope ?? null,
  };
}

export function orderOf(row: OrderRow): Of<Order> {
  const { account, id, at, symbol, side, type, quantity, filled, price, status } = row;
  return {
    account,
    id,
    clientOrderId: row.client_order_id,
    at: Number(at),
    updatedAt: Number(row.updated_at),
    symbol,
    side: side as Order['side'],
    type,
    quantity,
    filled,
    price,
    averagePrice: row.average_price,
    stopPrice: row.stop_price,
    reduceOnly: Number(row.reduce_only) === 1,
    status: status as Order['status'],
    ...(row.scope === null ? {} : { scope: row.scope as Scope }),
  };
}
