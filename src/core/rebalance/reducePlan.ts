import { type Big, big } from '../decimal.ts';
import type { Finding } from '../model/risk.ts';
import type { Plan, PlanRequest } from '../model/trading.ts';
import { evaluateRisk } from '../risk/evaluateRisk.ts';
import { countedPositions } from '../risk/exposure.ts';
import { limits as list } from '../risk/index.ts';
import { expectedPrice, quoteRate } from '../trading/planContext.ts';
import { type OrderDraft, type PlanDraft, refusedDraft } from '../trading/planDraft.ts';
import type { PlanInput } from '../trading/planInput.ts';
import { downToStep, quantityFor, tooSmall, upToStep } from '../trading/sizing.ts';
import { reduce } from './reduce.ts';
import { type Reducible, reducible, reducingOrder } from './reducible.ts';

/**
 * Reduce, never panic: the smallest orders that clear the breaches (of one limit, or of all), and in words the breaches that no
 * order clears: losses and drawdowns, money at one exchange, and what stands where orders do not reach.
 */
export function reducePlan(input: PlanInput, request: Extract<PlanRequest, { readonly kind: 'reduce' }>): PlanDraft {
  const { facts, limits, warningThreshold } = input;
  const title = titleFor(request.limit);
  const breaches = evaluateRisk({ ...facts, orders: [] }, limits, warningThreshold).findings.filter(
    ({ state, limit }) => state === 'BREACH' && (request.limit === null || limit === request.limit),
  );
  const what = request.limit === null ? 'no limit is breached' : `${request.limit} is not breached`;
  if (breaches.length === 0) return refusedDraft('reduce', title, `${what}: nothing has to be reduced`);
  const goals = breaches.filter((finding) => why(finding) === null);
  const notes = breaches.flatMap((finding) => {
    const reason = why(finding);
    return reason === null ? [] : [`${finding.message}: ${reason}`];
  });
  if (goals.length === 0) return { ...refusedDraft('reduce', title, notes.join('; ')), notes };
  const candidates: Reducible[] = [];
  const notExecutable: Plan['notExecutable'][number][] = [];
  for (const position of countedPositions(facts)) {
    const one = reducible(input, position);
    if (!('reason' in one)) candidates.push(one);
    else notExecutable.push({ account: position.account, what: `reduce ${position.symbol}`, reason: one.reason });
  }
  const few = foremost(candidates);
  const first = reduce(input, few, goals);
  const { steps, remain } = first.remain.length > 0 && few !== candidates ? reduce(input, candidates, goals) : first;
  const orders = [...steps].flatMap(([candidate, count]) => inParts(input, reducingOrder(candidate, count)));
  const left = remain.map(({ message }) => `${message}: all that can be traded here does not clear it`);
  return {
    purpose: 'reduce',
    title,
    orders,
    legs: [],
    refused: orders.length > 0 ? null : [...left, ...notes].join('; ') || 'no order is needed',
    // Only told where they stand in the way of something.
    notExecutable: remain.length > 0 ? notExecutable.filter((one) => concerns(remain, one.what)) : [],
    notes: [...left, ...notes],
  };
}

/** Of a book of thousands the largest positions do, and the smallest where there are too many; all are tried where not. */
const foremostCount = 50;

function foremost(candidates: readonly Reducible[]): readonly Reducible[] {
  if (candidates.length <= 2 * foremostCount) return candidates;
  const worth = ({ position }: Reducible) => Math.abs(position.baseNotional ?? 0);
  const ranked = [...candidates].sort((a, b) => worth(b) - worth(a));
  return [...ranked.slice(0, foremostCount), ...ranked.slice(-foremostCount)];
}

function titleFor(limit: string | null): string {
  const title = list.find(({ id }) => id === limit)?.title ?? limit;
  return title === null ? 'Reduce until no limit is breached' : `Reduce until the limit '${title}' is kept`;
}

/** Why orders cannot clear a breach, and what does; null: they can. */
function why({ limit }: Finding): string | null {
  if (list.find(({ id }) => id === limit)?.ofLoss === true) return 'no order undoes a loss';
  if (limit === 'maxExchangePct') {
    return 'selling leaves the money at the exchange: withdraw or move some of it there';
  }
  return null;
}

function concerns(remain: readonly Finding[], what: string): boolean {
  return remain.some(({ contributors, limit }) =>
    limit === 'minCashPct' ? true : contributors.some((symbol) => what === `reduce ${symbol}`),
  );
}

/** An order above `maxOrderNotional` or the market's largest quantity, in equal parts below it. */
function inParts(input: PlanInput, order: OrderDraft): readonly OrderDraft[] {
  const { market, quantity, side } = order;
  const { rules } = market;
  const expected = expectedPrice(input, market, side);
  const rate = quoteRate(input, market);
  if ('reason' in expected || rate === null) return [order];
  const bounds: Big[] = rules.maxQuantity === null ? [] : [big(rules.maxQuantity)];
  const limit = input.limits['maxOrderNotional'];
  // At the limit is over it; a price that moves a little must not be either.
  if (typeof limit === 'number') bounds.push(quantityFor(rules, big(limit).times('0.99').div(rate), expected.price));
  const most = bounds.reduce<Big | null>((least, bound) => (least === null || bound.lt(least) ? bound : least), null);
  if (most === null || quantity.lte(most)) return [order];
  const largest = downToStep(rules, most);
  if (tooSmall(rules, largest, expected.price) !== null) return [order];
  const count = quantity.div(largest).round(0, 3);
  const each = upToStep(rules, quantity.div(count));
  const parts: OrderDraft[] = [];
  for (let left = quantity; left.gt(0); left = left.minus(each)) {
    parts.push({
      ...order,
      quantity: left.lt(each) ? left : each,
      notes: ['one of several parts, for the largest order'],
    });
  }
  return parts;
}
