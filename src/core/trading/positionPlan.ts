import { type Big, big } from '../decimal.ts';
import type { Position } from '../model/snapshot.ts';
import type { Plan, PlanRequest } from '../model/trading.ts';
import { lessens } from './orderPlan.ts';
import { expectedPrice, sellable, spendableOf, spotMarkets, titleOf } from './planContext.ts';
import { type OrderDraft, type PlanDraft, refusedDraft, tradeDraft } from './planDraft.ts';
import type { PlanInput, PlanMarket } from './planInput.ts';
import { downToStep, feeOf, quoteValue, tooSmall } from './sizing.ts';
import { whyNotKnown, whyNotTradable } from './whyNot.ts';

type PositionRequest = Extract<PlanRequest, { readonly kind: 'close' | 'adjust' }>;

/** REB-3: all or a part of a position closed, or another size on the same side; reduce-only where it lessens. */
export function positionPlan(input: PlanInput, request: PositionRequest): PlanDraft {
  const position = input.facts.snapshot.positions.find(({ id }) => id === request.position);
  if (!position) return refusedDraft('trade', 'Close a position', `there is no open position '${request.position}'`);
  const where = titleOf(input, position.account);
  const verb = request.kind === 'adjust' ? 'Adjust' : request.part < 1 ? 'Close a part of' : 'Close';
  const title = `${verb} ${position.symbol} on ${where}`;
  const refuse = (reason: string) => refusedDraft('trade', title, reason);
  const change = changeOf(request, position);
  if (typeof change === 'string') return refuse(change);
  const closed = whyNotTradable(input, position.account);
  if (closed !== null) return refuse(closed);
  const side = change.gt(0) === (position.side === 'long') ? 'buy' : 'sell';
  const market = positionMarket(input, position);
  if (market === undefined) return refuse(`${where} has no active market for ${position.symbol}`);
  const gap = whyNotKnown(input, position.account, [position.asset, market.rules.quote]);
  if (gap !== null) return refuse(gap);
  return resized(input, { position, market, side, wanted: change.abs(), title });
}

/** What is added to the size (negative: taken away), or why that cannot be. */
function changeOf(request: PositionRequest, position: Position): Big | string {
  const size = big(position.size);
  if (request.kind === 'close') {
    if (!(request.part > 0 && request.part <= 1)) return 'the part to close is a number above 0 and up to 1';
    return size.times(big(request.part)).times(-1);
  }
  const wanted = big(request.size);
  if (wanted.lt(0)) return 'a position cannot be adjusted below 0: to turn it around, close it and open the other side';
  return wanted.eq(size) ? `${position.symbol} has this size already` : wanted.minus(size);
}

/** The position's own market; of a spot holding that names none, the account's best market for the asset. */
export function positionMarket(input: PlanInput, position: Position): PlanMarket | undefined {
  const own = input.markets.filter((one) => one.account === position.account);
  const exact = own.find(({ rules }) => rules.symbol === position.symbol);
  if (exact) return exact;
  const holding = position.id.startsWith(`${position.account}/position/`);
  return holding ? spotMarkets(input, own, position.account, position.asset)[0] : undefined;
}

interface Resize {
  readonly position: Position;
  readonly market: PlanMarket;
  readonly side: 'buy' | 'sell';
  readonly wanted: Big;
  readonly title: string;
}

function resized(input: PlanInput, { position, market, side, wanted, title }: Resize): PlanDraft {
  const refuse = (reason: string) => refusedDraft('trade', title, reason);
  const { rules, account } = market;
  const { strategy } = position;
  const expected = expectedPrice(input, market, side);
  if ('reason' in expected) return refuse(expected.reason);
  const lessening = (side === 'sell') === (position.side === 'long');
  const spot = rules.contract === undefined;
  const reach = lessening && side === 'sell' && spot ? sellable(input, market, strategy) : null;
  const reachable = reach !== null && wanted.gt(reach) ? reach : wanted;
  const notExecutable: Plan['notExecutable'][number][] = [];
  if (!reachable.eq(wanted)) {
    const rest = wanted.minus(reachable.gt(0) ? reachable : 0);
    const reason = 'it is not in the spot pocket, or held back by working orders: move or free it first';
    notExecutable.push({ account, what: `${rest.toString()} ${position.asset}`, reason });
  }
  const quantity = downToStep(rules, reachable);
  const small = tooSmall(rules, quantity, expected.price);
  if (small !== null)
    return { ...refuse(`nothing can be ${side === 'buy' ? 'bought' : 'sold'}: ${small}`), notExecutable };
  if (rules.maxQuantity !== null && quantity.gt(rules.maxQuantity)) {
    return refuse(
      `${quantity.toString()} is above the largest order of ${rules.symbol}, ${rules.maxQuantity}: do it in parts`,
    );
  }
  const notes = quantity.eq(reachable)
    ? []
    : [`rounded down from ${reachable.round(8, 0).toString()} to the step ${rules.quantityStep}: the rest stays`];
  if (!lessening && spot && side === 'buy') {
    const value = quoteValue(rules, quantity, expected.price);
    const money = spendableOf(input, market);
    if (value.plus(feeOf(rules, value) ?? 0).gt(money)) {
      return refuse(`not enough ${rules.quote} on ${titleOf(input, account)} to make ${position.symbol} that large`);
    }
  }
  const order: OrderDraft = {
    market,
    side,
    quantity,
    limit: null,
    reduceOnly: lessening && lessensIt(input, market, side, quantity, strategy),
    strategy,
    notes,
  };
  return tradeDraft(title, [order], { notExecutable });
}

/** In hedge mode too: this order is meant to close. */
function lessensIt(input: PlanInput, market: PlanMarket, side: 'buy' | 'sell', quantity: Big, strategy: string | null) {
  return market.rules.contract !== undefined || lessens(input, market, side, quantity, strategy);
}
