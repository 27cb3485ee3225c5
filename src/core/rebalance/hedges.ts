import { type Big, big } from '../decimal.ts';
import type { Position } from '../model/snapshot.ts';
import { countedPositions } from '../risk/exposure.ts';
import type { RiskFacts } from '../risk/limit.ts';

/**
 * How much of a position stands open, as a part from 0 to 1: what positions on the other side of the same asset, wherever they
 * are, do not balance. 1 where nothing is against it, 0 of the smaller side of a hedge.
 */
export function openPartOf(facts: RiskFacts): (position: Position) => Big {
  const sides = new Map<string, { long: Big; short: Big }>();
  for (const { asset, side, baseNotional } of countedPositions(facts)) {
    const both = sides.get(asset) ?? { long: big(0), short: big(0) };
    sides.set(asset, { ...both, [side]: both[side].plus(big(Math.abs(baseNotional ?? 0))) });
  }
  return ({ asset, side }) => {
    const both = sides.get(asset);
    if (both === undefined) return big(1);
    const [own, other] = side === 'long' ? [both.long, both.short] : [both.short, both.long];
    if (other.eq(0) || !own.gt(0)) return big(1);
    return own.gt(other) ? own.minus(other).div(own) : big(0);
  };
}

/** Base currency, long less short, by asset. */
export function netExposures(facts: RiskFacts): ReadonlyMap<string, Big> {
  const nets = new Map<string, Big>();
  for (const { asset, side, baseNotional } of countedPositions(facts)) {
    const signed = big(Math.abs(baseNotional ?? 0)).times(side === 'long' ? 1 : -1);
    nets.set(asset, (nets.get(asset) ?? big(0)).plus(signed));
  }
  return nets;
}
