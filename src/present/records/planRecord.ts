import type { Execution, OrderRecord, OrderTicket, Plan } from '../../core/model/trading.ts';
import { isoTime, recordVersion } from '../records.ts';

/** `quantfolio buy|sell|close --json`: what was planned, the check of the limits, and what became of it. */
export interface PlanRecord {
  readonly version: number;
  readonly as_of: string;
  readonly plan: string;
  readonly title: string;
  readonly base_currency: string;
  readonly orders: readonly PlannedOrderRecord[];
  /** Sum of the estimated fees; null where one is not known. */
  readonly fee: number | null;
  readonly check: {
    readonly allowed: boolean;
    readonly state: string;
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
    readonly improves: readonly string[];
  } | null;
  /** Why nothing is sent; null: it may be. */
  readonly refused: string | null;
  readonly not_executable: readonly {
    readonly account: string | null;
    readonly what: string;
    readonly reason: string;
  }[];
  readonly notes: readonly string[];
  /** null: nothing was sent. */
  readonly execution: ExecutionRecord | null;
}

interface TicketRecord {
  readonly client_order_id: string;
  readonly account: string;
  readonly symbol: string;
  readonly side: OrderTicket['side'];
  readonly type: OrderTicket['type'];
  readonly quantity: string;
  readonly limit: string | null;
  readonly strategy: string | null;
  readonly live: boolean;
}

interface PlannedOrderRecord extends TicketRecord {
  readonly price: string;
  readonly price_at: string;
  readonly price_source: string;
  readonly quote: string;
  /** In base currency, as is the fee. */
  readonly notional: number;
  readonly fee: number | null;
  readonly fee_reason: string | null;
  readonly notes: readonly string[];
}

/** `quantfolio executions --json` is a list of them. */
export interface ExecutionRecord {
  readonly plan: string;
  readonly title: string;
  readonly at: string;
  readonly updated_at: string;
  readonly state: Execution['state'];
  readonly check: { readonly state: string; readonly reasons: readonly string[]; readonly warnings: readonly string[] };
  readonly orders: readonly SentOrderRecord[];
  readonly remains: readonly string[];
}

interface SentOrderRecord extends TicketRecord {
  readonly state: OrderRecord['state'];
  readonly at: string;
  readonly order_id: string | null;
  readonly filled: string;
  readonly average_price: string | null;
  readonly fee: string | null;
  readonly fee_currency: string | null;
  /** In the quote currency, before fees. */
  readonly realized_pnl: string | null;
  readonly reason: string | null;
}

/** `refused` is the caller's last word where it has one ("the command line sends no live orders"). */
export function planRecord(plan: Plan, refused: string | null, execution: Execution | null): PlanRecord {
  const { check } = plan;
  return {
    version: recordVersion,
    as_of: isoTime(plan.at),
    plan: plan.id,
    title: plan.title,
    base_currency: plan.baseCurrency,
    orders: plan.orders.map(
      ({ ticket, live, price, priceAt, priceSource, quote, notional, fee, feeReason, notes }) => ({
        ...ticketRecord(ticket, live),
        price,
        price_at: isoTime(priceAt),
        price_source: priceSource,
        quote,
        notional,
        fee,
        fee_reason: feeReason,
        notes,
      }),
    ),
    fee: plan.fee,
    check: check && {
      allowed: check.allowed,
      state: check.after.state,
      reasons: check.reasons,
      warnings: check.warnings,
      improves: check.improves,
    },
    refused,
    not_executable: plan.notExecutable.map(({ account, what, reason }) => ({ account, what, reason })),
    notes: plan.notes,
    execution: execution && executionRecord(execution),
  };
}

export function executionRecord(execution: Execution): ExecutionRecord {
  const { plan, title, at, updatedAt, state, check, orders, remains } = execution;
  return {
    plan,
    title,
    at: isoTime(at),
    updated_at: isoTime(updatedAt),
    state,
    check: { state: check.state, reasons: check.reasons, warnings: check.warnings },
    orders: orders.map((order) => ({
      ...ticketRecord(order.ticket, order.live),
      state: order.state,
      at: isoTime(order.at),
      order_id: order.orderId,
      filled: order.filled,
      average_price: order.averagePrice,
      fee: order.fee,
      fee_currency: order.feeCurrency,
      realized_pnl: order.realizedPnl,
      reason: order.reason ?? order.realizedReason,
    })),
    remains,
  };
}

function ticketRecord(ticket: OrderTicket, live: boolean): TicketRecord {
  const { clientOrderId, account, symbol, side, type, quantity, price, strategy } = ticket;
  return { client_order_id: clientOrderId, account, symbol, side, type, quantity, limit: price, strategy, live };
}
