import { big } from '../../core/decimal.ts';
import type { Execution, OrderRecord } from '../../core/model/trading.ts';
import type { BookAccount } from '../../core/valuation/book.ts';

/** Fills in what orders realised, from the fills of the accounts' ledgers; the very same execution where there is nothing new. */
export function withRealised(execution: Execution, accounts: readonly BookAccount[]): Execution {
  const orders = execution.orders.map((order) => realised(order, accounts));
  const same = orders.every((order, index) => order === execution.orders[index]);
  return same ? execution : { ...execution, orders };
}

function realised(order: OrderRecord, accounts: readonly BookAccount[]): OrderRecord {
  if (order.realizedPnl !== null || big(order.filled).eq(0)) return order;
  const { account, clientOrderId } = order.ticket;
  const trades = accounts.find(({ id }) => id === account)?.reading?.trades ?? [];
  const fills = trades.filter(
    (trade) => trade.clientOrderId === clientOrderId || (order.orderId !== null && trade.orderId === order.orderId),
  );
  // A part of the fills would tell a part of the profit.
  const told = fills.reduce((total, trade) => total.plus(trade.quantity), big(0));
  if (fills.length === 0 || !told.eq(order.filled)) return order;
  const unknown = fills.find((trade) => trade.realizedPnl === undefined);
  if (unknown !== undefined) {
    const realizedReason = unknown.realizedReason ?? "the account's ledger does not tell it";
    return order.realizedReason === realizedReason ? order : { ...order, realizedReason };
  }
  const total = fills.reduce((all, trade) => all.plus(trade.realizedPnl ?? '0'), big(0));
  return { ...order, realizedPnl: total.toString(), realizedReason: null };
}
