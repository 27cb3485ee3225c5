import { big } from '../decimal.ts';
import type { Exposure } from './exposure.ts';
import type { RiskFacts, Room } from './limit.ts';
import { equityOf } from './share.ts';

/** What may be added to `part` before it is `threshold` of the equity: equity × threshold / factor − part. */
export function roomInShare(
  facts: RiskFacts,
  part: Pick<Exposure, 'value' | 'incomplete'>,
  threshold: number,
  factor: 1 | 100,
): Room {
  const equity = equityOf(facts);
  if ('reasons' in equity) return equity;
  if (part.value === null) return { reasons: part.incomplete };
  return { notional: equity.value.times(big(threshold)).div(factor).minus(part.value) };
}
