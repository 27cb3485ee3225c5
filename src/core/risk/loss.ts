import { type Big, big } from '../decimal.ts';
import { unique } from './gaps.ts';
import type { Fact, Measurement } from './limit.ts';

/** RISK-2: a profit is a loss of 0. */
export function lossOf(pnl: number): Big {
  return pnl < 0 ? big(pnl).times(-1) : big(0);
}

/** A loss in base currency, or in percent of `base` where one is given. Unknown where either is. */
export function measureLoss(pnl: Fact, threshold: number, base?: Fact): Measurement {
  const reasons = [pnl, ...(base ? [base] : [])].flatMap((fact) => (fact.known ? [] : [fact.reason]));
  const common = { subject: null, threshold, known: null, contributors: [] };
  if (!pnl.known || (base && !base.known)) return { ...common, value: null, incomplete: unique(reasons), ageMs: null };
  const ages = [pnl.ageMs, base?.ageMs].filter((age) => age !== undefined);
  const ageMs = ages.length === 0 ? null : Math.max(...ages);
  const loss = lossOf(pnl.value);
  if (!base) return { ...common, value: loss, incomplete: [], ageMs };
  if (base.value <= 0) {
    return {
      ...common,
      value: null,
      incomplete: [`the equity it is measured against is not positive (${base.value})`],
      ageMs,
    };
  }
  return { ...common, value: loss.times(100).div(big(base.value)), incomplete: [], ageMs };
}
