import { big } from '../decimal.ts';
import { ageOf, contributorsOf, countedPositions } from './exposure.ts';
import { accountGaps } from './gaps.ts';
import type { Limit } from './limit.ts';
import { count } from './settings.ts';

/** Number of open positions. A position without a price is still one; a stale account may hold others by now. RISK-1. */
export const maxOpenPositions: Limit<number> = {
  id: 'maxOpenPositions',
  title: 'Open positions',
  unit: 'count',
  settings: count('Largest number of open positions. Breach above it.'),
  boundary: 'above',
  additive: true,
  measure: (facts, threshold) => {
    const positions = countedPositions(facts);
    const known = big(positions.length);
    const incomplete = accountGaps(facts.snapshot);
    return [
      {
        subject: null,
        threshold,
        value: incomplete.length === 0 ? known : null,
        known,
        incomplete,
        contributors: contributorsOf(positions),
        ageMs: ageOf(facts, positions),
      },
    ];
  },
  room: (facts, threshold, symbol) => {
    const positions = countedPositions(facts);
    if (positions.some((position) => position.symbol === symbol)) return null;
    const incomplete = accountGaps(facts.snapshot);
    if (incomplete.length > 0) return { reasons: incomplete };
    return positions.length + 1 > threshold ? { notional: big(0) } : null;
  },
};
