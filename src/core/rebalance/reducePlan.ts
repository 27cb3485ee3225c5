import { type Big, big, toNumber } from '../decimal.ts';
import type { Finding } from '../model/risk.ts';
import type { Plan, PlanRequest } from '../model/trading.ts';
import { amountInWords } from '../risk/amounts.ts';
import { evaluateRisk } from '../risk/evaluateRisk.ts';
import { countedPositions } from '../risk/exposure.ts';
import { limits as list } from '../risk/index.ts';
import type { RiskFacts } from '../risk/limit.ts';
import { pricedOrder } from '../trading/finishPlan.ts';
import { orderParts } from '../trading/orderParts.ts';
import { expectedPrice, quoteRate } from '../trading/planContext.ts';
import { type OrderDraft, type PlanDraft, refusedDraft } from '../trading/planDraft.ts';
import type { PlanInput } from '../trading/planInput.ts';
import { projectBook } from '../trading/projectBook.ts';
import { quantityFor } from '../trading/sizing.ts';
import { netExposures } from './hedges.ts';
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
    notes: [...left, ...notes, ...unhedged(input, steps)],
  };
}

/** Where a hedge had to be taken apart: exposure that one side of it leaves open, above a hundredth of the gross. */
function unhedged(input: PlanInput, steps: ReadonlyMap<Reducible, Big>): readonly string[] {
  const facts: RiskFacts = { ...input.facts, stablecoins: input.stablecoins, orders: [] };
  const orders = [...steps].flatMap(([candidate, count], index) => {
    const priced = pricedOrder(input, reducingOrder(candidate, count), index);
    return 'order' in priced ? [priced.order] : [];
  });
  const [before, after] = [netExposures(facts), netExposures(projectBook(facts, orders))];
  const gross = big(facts.snapshot.knownNotional).times('0.01');
  const { baseCurrency } = facts.snapshot;
  const words = (value: Big) => amountInWords(toNumber(value), 'money', baseCurrency);
  return [...after].flatMap(([asset, net]) => {
    const was = before.get(asset) ?? big(0);
    if (net.abs().minus(was.abs()).lte(gross)) return [];
    return [`a hedge of ${asset} is taken apart: its net exposure goes from ${words(was)} to ${words(net)}`];
  });
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
  const { market, side } = order;
  const expected = expectedPrice(input, market, side);
  const rate = quoteRate(input, market);
  if ('reason' in expected || rate === null) return [order];
  const limit = input.limits['maxOrderNotional'];
  // At the limit is over it; a price that moves a little must not be either.
  const bound =
    typeof limit === 'number' ? quantityFor(market.rules, big(limit).times('0.99').div(rate), expected.price) : null;
  return orderParts(order, expected.price, bound);
}
