import { assertNever } from '../assertNever.ts';
import { big } from '../decimal.ts';
import type { Execution, OrderRecord, Plan, PlanRequest } from '../model/trading.ts';
import { lessens } from './orderPlan.ts';
import { expectedPrice, sellable, titleOf } from './planContext.ts';
import { type OrderDraft, type PlanDraft, refusedDraft } from './planDraft.ts';
import type { PlanInput } from './planInput.ts';
import { downToStep, tooSmall } from './sizing.ts';
import { whyNotKnown, whyNotTradable } from './whyNot.ts';

/**
 * REB-3: new orders for what a half-executed plan has not filled, at the prices of now. An order whose outcome is not known is
 * never ordered again: until that is looked up the whole is refused; one that still works is left to itself.
 */
export function remainingPlan(
  input: PlanInput,
  request: Extract<PlanRequest, { readonly kind: 'remaining' }>,
): PlanDraft {
  const { execution } = input;
  const refuse = (reason: string, title = 'What remains of a plan') => refusedDraft('remaining', title, reason);
  if (execution === null || execution.plan !== request.plan) return refuse('there is no execution of this plan');
  const title = `What remains of: ${baseTitle(execution)}`;
  if (execution.state === 'running') return refuse('it is still being executed', title);
  const unknown = execution.orders.filter(({ state }) => state === 'unknown' || state === 'sending');
  if (unknown.length > 0) {
    const names = unknown.map(({ ticket }) => `${ticket.side} ${ticket.symbol} on ${titleOf(input, ticket.account)}`);
    const words = 'look at the account whether it was placed before anything is ordered again';
    return refuse(`it is not known what became of an order (${names.join(', ')}): ${words}`, title);
  }
  const orders: OrderDraft[] = [];
  const notExecutable: Plan['notExecutable'][number][] = [];
  const notes: string[] = [];
  for (const record of execution.orders) {
    if (isWorking(record)) notes.push(`${inWords(record)} still works: it is not ordered again`);
    if (!remains(record)) continue;
    const draft = again(input, record);
    if ('reason' in draft) {
      notExecutable.push({ account: record.ticket.account, what: inWords(record), reason: draft.reason });
    } else orders.push(draft);
  }
  const refused =
    orders.length > 0 ? null : notExecutable.length > 0 ? 'nothing of it can be ordered' : 'nothing remains';
  return { purpose: 'remaining', title, orders, legs: [], refused, notExecutable, notes };
}

function baseTitle({ title }: Execution): string {
  return title.replace(/^What remains of: /, '');
}

function inWords({ ticket }: OrderRecord): string {
  return `${ticket.side} ${ticket.symbol}`;
}

/** A part of a limit order was filled, and the rest waits. */
function isWorking({ state, ticket }: OrderRecord): boolean {
  return state === 'working' || (state === 'partlyFilled' && ticket.type === 'limit');
}

function remains(record: OrderRecord): boolean {
  switch (record.state) {
    case 'pending':
    case 'notSent':
    case 'rejected':
    case 'cancelled':
      return true;
    case 'partlyFilled':
      return !isWorking(record);
    case 'filled':
    case 'working':
    case 'sending':
    case 'unknown':
      return false;
    default:
      return assertNever(record.state);
  }
}

function again(input: PlanInput, { ticket, filled }: OrderRecord): OrderDraft | { readonly reason: string } {
  const { account, symbol, side, strategy } = ticket;
  const closed = whyNotTradable(input, account);
  if (closed !== null) return { reason: closed };
  const market = input.markets.find((one) => one.account === account && one.rules.symbol === symbol);
  if (!market) return { reason: `${titleOf(input, account)} has no active market for ${symbol}` };
  const gap = whyNotKnown(input, account, [market.rules.base, market.rules.quote]);
  if (gap !== null) return { reason: gap };
  const expected = expectedPrice(input, market, side);
  const limit = ticket.price === null ? null : big(ticket.price);
  if (limit === null && 'reason' in expected) return expected;
  const quantity = downToStep(market.rules, big(ticket.quantity).minus(filled));
  const price = limit ?? ('price' in expected ? expected.price : big(0));
  const small = tooSmall(market.rules, quantity, price);
  if (small !== null) return { reason: small };
  if (side === 'sell' && market.rules.contract === undefined && !market.rules.allowsShort) {
    const there = sellable(input, market, strategy);
    if (there.lt(quantity)) {
      const left = there.gt(0) ? `only ${there.toString()} of it can` : 'nothing of it can';
      return { reason: `${quantity.toString()} ${market.rules.base} were to be sold, ${left} be sold now` };
    }
  }
  const reduceOnly = ticket.reduceOnly && lessens(input, market, side, quantity, strategy);
  if (ticket.reduceOnly && !reduceOnly) return { reason: 'the position it was to lessen is smaller or gone' };
  const notes = big(filled).gt(0) ? [`${filled} of ${ticket.quantity} is filled already`] : [];
  return { market, side, quantity, limit, reduceOnly, strategy, notes };
}
