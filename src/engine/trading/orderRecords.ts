import { assertNever } from '../../core/assertNever.ts';
import { big } from '../../core/decimal.ts';
import type {
  Execution,
  OrderOutcome,
  OrderRecord,
  OrderState,
  OrderTicket,
  Plan,
  PlannedOrder,
} from '../../core/model/trading.ts';

/** An order before anything of it was sent. */
export function pendingRecord({ ticket, live, notional }: PlannedOrder, at: number): OrderRecord {
  return {
    ticket,
    live,
    state: 'pending',
    at,
    orderId: null,
    filled: '0',
    averagePrice: null,
    fee: null,
    feeCurrency: null,
    realizedPnl: null,
    realizedReason: 'nothing of it was filled',
    notional,
    reason: null,
  };
}

/** What the account said of it. */
export function withOutcome(record: OrderRecord, outcome: OrderOutcome): OrderRecord {
  const { state, orderId, filled, averagePrice, fee, feeCurrency, realizedPnl, at, reason } = outcome;
  const nothing = big(filled).eq(0);
  // What is bought for money opens; it realises when it is sold.
  const opens = record.live && !nothing && record.ticket.scope === 'spot' && record.ticket.side === 'buy';
  const realized = realizedPnl ?? record.realizedPnl ?? (opens ? '0' : null);
  return {
    ...record,
    state,
    at,
    orderId: orderId ?? record.orderId,
    filled,
    averagePrice,
    fee,
    feeCurrency,
    realizedPnl: realized,
    realizedReason:
      realized !== null ? null : nothing ? 'nothing of it was filled' : "its fills are not in the account's ledger yet",
    reason,
  };
}

export function withState(record: OrderRecord, state: OrderState, at: number, reason: string | null): OrderRecord {
  return { ...record, state, at, reason };
}

/** Nothing of it can change any more by itself. */
export function isFinal({ state }: OrderRecord): boolean {
  return state === 'filled' || state === 'cancelled' || state === 'rejected' || state === 'notSent';
}

/** Filled, or a limit order that waits at the market as it was meant to. */
export function isAchieved({ state, ticket }: OrderRecord): boolean {
  return state === 'filled' || (ticket.type === 'limit' && (state === 'working' || state === 'partlyFilled'));
}

/** What is left of an execution, in words; empty when it is done. */
export function remainsOf(orders: readonly OrderRecord[]): readonly string[] {
  return orders.filter((order) => !isAchieved(order)).map(remainder);
}

function remainder(order: OrderRecord): string {
  const { ticket, state, filled } = order;
  const left = big(ticket.quantity).minus(filled).toString();
  const what = `${words(ticket)} on ${ticket.account}`;
  const why = order.reason === null ? '' : `: ${order.reason}`;
  const part = big(filled).gt(0) ? `${left} of ${ticket.quantity} of "${what}"` : what;
  switch (state) {
    case 'pending':
    case 'notSent':
      return `${part} was not sent${why}`;
    case 'sending':
    case 'unknown':
      return `${what} was sent, and whether it was placed is not known${why}. Look at the exchange before you send it again`;
    case 'working':
    case 'partlyFilled':
      return `${part} still waits at the exchange${why}`;
    case 'cancelled':
      return `${part} was cancelled${why}`;
    case 'rejected':
      return `${part} was rejected${why}`;
    case 'filled':
      return `${what} is filled`;
    default:
      return assertNever(state);
  }
}

/** "Sell 0.5 BTC/USDT". */
export function words({ side, quantity, symbol }: OrderTicket): string {
  return `${side === 'buy' ? 'Buy' : 'Sell'} ${quantity} ${symbol}`;
}

/** An execution as it begins. */
export function newExecution(plan: Plan, owner: string, at: number, continues: string | null = null): Execution {
  const { id, portfolio, purpose, title, check } = plan;
  return {
    plan: id,
    portfolio,
    purpose,
    title,
    at,
    updatedAt: at,
    owner,
    state: 'running',
    check: { state: check?.after.state ?? 'UNKNOWN', reasons: check?.reasons ?? [], warnings: check?.warnings ?? [] },
    orders: plan.orders.map((order) => pendingRecord(order, at)),
    remains: [],
    ...(continues === null ? {} : { continues }),
  };
}

/** One that did not begin after it was written down: nothing of it was sent. */
export function withdrawn(execution: Execution, at: number, why: unknown): Execution {
  const words = why instanceof Error ? why.message : String(why);
  const orders = execution.orders.map((order) => withState(order, 'notSent', at, words));
  return ended({ ...execution, orders }, at);
}

/** Whether anything of it came to its account, or may have. */
export function didSomething({ orders }: Execution): boolean {
  return orders.some(
    ({ state, filled }) => !['pending', 'notSent', 'rejected', 'cancelled'].includes(state) || big(filled).gt(0),
  );
}

/**
 * The execution that has ordered what remains of this one; null: none has. One that was to continue another and did nothing
 * leaves the same remainder: of the two only one may still be ordered.
 */
export function continuationOf(execution: Execution, executions: readonly Execution[]): Execution | null {
  const seen = new Set<string>();
  for (let each: Execution | undefined = execution; each !== undefined && !seen.has(each.plan); ) {
    const found = laterThan(each.plan, executions, seen);
    if (found !== null || didSomething(each)) return found;
    const before: string | undefined = each.continues;
    each = executions.find(({ plan }) => plan === before);
  }
  return null;
}

function laterThan(plan: string, executions: readonly Execution[], seen: Set<string>): Execution | null {
  if (seen.has(plan)) return null;
  seen.add(plan);
  for (const each of executions) {
    if (each.continues !== plan) continue;
    const found = didSomething(each) ? each : laterThan(each.plan, executions, seen);
    if (found !== null) return found;
  }
  return null;
}

/** How it ended. */
export function ended(execution: Execution, at: number, state?: 'interrupted'): Execution {
  const remains = remainsOf(execution.orders);
  const something = execution.orders.some(
    (order) => isAchieved(order) || order.state === 'unknown' || big(order.filled).gt(0),
  );
  const how = remains.length === 0 ? 'done' : (state ?? (something ? 'partly' : 'failed'));
  return { ...execution, state: how, updatedAt: at, remains };
}
