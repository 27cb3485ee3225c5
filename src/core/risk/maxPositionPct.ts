import { exposureOf } from './exposure.ts';
import type { Limit, RiskFacts } from './limit.ts';
import { roomInShare } from './room.ts';
import { percent } from './settings.ts';
import { shareOfEquity } from './share.ts';

/** Gross notional of the largest symbol in percent of equity. RISK-1. */
export const maxPositionPct: Limit<number> = {
  id: 'maxPositionPct',
  title: 'Largest position',
  unit: 'percent',
  settings: percent('Largest gross notional of one symbol in percent of the equity. Breach at or above it.'),
  boundary: 'atOrAbove',
  additive: false,
  measure: (facts, threshold) => [
    shareOfEquity(facts, largestPosition(facts), { subject: null, threshold, factor: 100 }),
  ],
  room: (facts, threshold, symbol) =>
    roomInShare(
      facts,
      exposureOf(facts, (position) => position.symbol === symbol),
      threshold,
      100,
    ),
};

/** Exposure to the symbol with the largest gross notional; incomplete while any symbol is. */
export function largestPosition(facts: RiskFacts) {
  const whole = exposureOf(facts, () => true);
  const first = whole.contributors[0];
  const largest = exposureOf(facts, (position) => position.symbol === first);
  return {
    value: whole.value === null ? null : largest.known,
    incomplete: whole.incomplete,
    contributors: whole.contributors,
  };
}
