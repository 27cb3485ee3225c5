import { type Big, big } from '../decimal.ts';
import type { Position } from '../model/snapshot.ts';
import { expectedPrice, quoteRate, sellable } from '../trading/planContext.ts';
import type { OrderDraft } from '../trading/planDraft.ts';
import type { PlanInput, PlanMarket } from '../trading/planInput.ts';
import { positionMarket } from '../trading/positionPlan.ts';
import { downToStep, quantityFor, tooSmall, upToStep } from '../trading/sizing.ts';
import { whyNotKnown, whyNotTradable } from '../trading/whyNot.ts';

/** A position that orders can make smaller, by whole steps from `least` to `most`. */
export interface Reducible {
  readonly position: Position;
  readonly market: PlanMarket;
  readonly side: 'buy' | 'sell';
  readonly step: Big;
  /** In steps: the smallest order that the market and `minOrderNotional` let pass. */
  readonly least: Big;
  /** In steps: all of it that can be traded. */
  readonly most: Big;
}

/** How a position can be made smaller here, or why it cannot. */
export function reducible(input: PlanInput, position: Position): Reducible | { readonly reason: string } {
  const closed = whyNotTradable(input, position.account);
  if (closed !== null) return { reason: closed };
  const market = positionMarket(input, position);
  if (market === undefined) return { reason: `there is no active market for ${position.symbol}` };
  const { rules } = market;
  const gap = whyNotKnown(input, position.account, [position.asset, rules.quote]);
  if (gap !== null) return { reason: gap };
  const side = position.side === 'long' ? 'sell' : 'buy';
  const expected = expectedPrice(input, market, side);
  if ('reason' in expected) return expected;
  const size = big(position.size);
  const there = side === 'sell' && rules.contract === undefined ? sellable(input, market, position.strategy) : size;
  const step = big(rules.quantityStep);
  const all = downToStep(rules, there.lt(size) ? there : size);
  const small = tooSmall(rules, all, expected.price);
  if (small !== null) return { reason: small };
  const least = leastOf(input, market, expected.price);
  if (least.gt(all)) return { reason: `${position.symbol} is below the smallest order that limits let pass` };
  return { position, market, side, step, least: least.div(step), most: all.div(step) };
}

/** Market minimums, and a `minOrderNotional` of the limits. */
function leastOf(input: PlanInput, market: PlanMarket, price: Big): Big {
  const { rules } = market;
  const bounds = [big(rules.quantityStep)];
  if (rules.minQuantity !== null) bounds.push(big(rules.minQuantity));
  if (rules.minNotional !== null) bounds.push(quantityFor(rules, big(rules.minNotional), price));
  const limit = input.limits['minOrderNotional'];
  const rate = quoteRate(input, market);
  if (typeof limit === 'number' && rate !== null) bounds.push(quantityFor(rules, big(limit).div(rate), price));
  return upToStep(
    rules,
    bounds.reduce((most, bound) => (bound.gt(most) ? bound : most)),
  );
}

/** An order of so many steps; reduce-only where the market knows that. */
export function reducingOrder({ market, side, step, position }: Reducible, steps: Big): OrderDraft {
  return {
    market,
    side,
    quantity: steps.times(step),
    limit: null,
    reduceOnly: market.rules.allowsShort,
    strategy: position.strategy,
    notes: [],
  };
}
