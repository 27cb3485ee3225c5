import { sum, toNumber } from '../decimal.ts';
import type { BookLine, OrderTicket, Plan, PlannedOrder } from '../model/trading.ts';
import type { RiskFacts } from '../risk/limit.ts';
import { bookLines } from './bookLines.ts';
import { checkOrders } from './checkOrders.ts';
import { digestOf } from './digestOf.ts';
import { orderPrice, quoteRate, titleOf, tradable } from './planContext.ts';
import type { OrderDraft, PlanDraft } from './planDraft.ts';
import type { PlanInput } from './planInput.ts';
import { feeOf, quoteValue } from './sizing.ts';
import { whyNotCovered } from './whyNotCovered.ts';
import { whyNotFilled } from './whyNotFilled.ts';

/** How long the prices of a plan hold: a person reads the orders of a live one for two minutes, paper prices wait longer. */
const liveLifeMs = 120_000;
const paperLifeMs = 900_000;

/** Two digits of the client order id count the orders of a plan. */
const most = 100;

/** Numbers and prices the orders, sells first, and adds the pre-trade check, the book before and after, and the digest. */
export function finishPlan(input: PlanInput, draft: PlanDraft): Plan {
  const { id, portfolio, now } = input;
  const facts: RiskFacts = { ...input.facts, stablecoins: input.stablecoins, orders: [] };
  const sorted = [...draft.orders.filter(isSell), ...draft.orders.filter((order) => !isSell(order))];
  const priced = sorted.map((order, index) => pricedOrder(input, order, index));
  const failure = priced.find((one) => 'reason' in one);
  const tooMany = priced.length > most ? `these are ${priced.length} orders, a plan has ${most} at most` : null;
  let refused = draft.refused ?? tooMany ?? (failure && 'reason' in failure ? failure.reason : null);
  const orders = refused === null ? priced.flatMap((one) => ('order' in one ? [one.order] : [])) : [];
  if (refused === null && orders.length === 0) refused = 'no order is needed';
  const check = orders.length > 0 ? checkOrders(facts, orders, input.limits, input.warningThreshold) : null;
  if (check !== null) refused ??= whyNotCovered(facts, orders, check) ?? whyNotFilled(input, orders);
  const fees = orders.map(({ fee }) => fee);
  const live = orders.some((order) => order.live);
  return {
    id,
    portfolio,
    purpose: draft.purpose,
    title: draft.title,
    at: now,
    expiresAt: now + (live ? liveLifeMs : paperLifeMs),
    baseCurrency: facts.snapshot.baseCurrency,
    total: draft.total ?? facts.snapshot.equity,
    legs: draft.legs,
    orders,
    fee: fees.includes(null) ? null : toNumber(sum(fees.flatMap((fee) => fee ?? []))),
    lines: linesOf(facts, orders),
    check,
    refused,
    notExecutable: draft.notExecutable,
    notes: draft.notes,
    digest: digestOf(
      portfolio,
      orders.map(({ ticket }) => ticket),
    ),
  };
}

function isSell({ side }: OrderDraft): boolean {
  return side === 'sell';
}

function linesOf(facts: RiskFacts, orders: readonly PlannedOrder[]): readonly BookLine[] {
  return orders.length === 0 ? [] : bookLines(facts, orders);
}

/** An order with its expected price, worth and fee in base currency; or why that cannot be told. */
export function pricedOrder(
  input: PlanInput,
  draft: OrderDraft,
  index: number,
): { readonly order: PlannedOrder } | { readonly reason: string } {
  const { market, side, quantity, limit, reduceOnly, strategy, notes } = draft;
  const { account, rules } = market;
  const told = orderPrice(input, market, side, limit);
  if ('reason' in told) return told;
  const { price } = told;
  const rate = quoteRate(input, market);
  if (rate === null) {
    const base = input.facts.snapshot.baseCurrency;
    return { reason: `no price leads from ${rules.quote} to ${base}, so ${rules.symbol} cannot be valued` };
  }
  const value = quoteValue(rules, quantity, price);
  const fee = feeOf(rules, value);
  const ticket: OrderTicket = {
    clientOrderId: clientOrderId(input.id, index),
    account,
    symbol: rules.symbol,
    side,
    type: limit === null ? 'market' : 'limit',
    quantity: quantity.toString(),
    price: limit === null ? null : limit.toString(),
    reduceOnly,
    scope: rules.scope,
    strategy,
  };
  return {
    order: {
      ticket,
      price: price.toString(),
      priceAt: told.at,
      priceSource: told.source,
      quote: rules.quote,
      notional: toNumber(value.times(rate)),
      fee: fee === null ? null : toNumber(fee.times(rate)),
      feeReason: fee === null ? `${titleOf(input, account)} does not tell its fee for ${rules.symbol}` : null,
      live: tradable(input, account)?.live === true,
      notes,
    },
  };
}

/** "qf" + 12 hexadecimal digits of the plan + its place: 16 letters and digits, which every exchange takes. */
export function clientOrderId(plan: string, index: number): string {
  const digits = plan.toLowerCase().replace(/[^0-9a-f]/g, '');
  if (digits.length < 12) throw new Error(`a plan's id needs 12 hexadecimal digits: '${plan}'`);
  return `qf${digits.slice(0, 12)}${String(index).padStart(2, '0')}`;
}
