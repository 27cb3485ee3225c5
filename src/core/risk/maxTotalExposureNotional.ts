import { big } from '../decimal.ts';
import { exposureOf } from './exposure.ts';
import type { Limit } from './limit.ts';
import { amount } from './settings.ts';

/** Gross notional of all positions, base currency. RISK-1. */
export const maxTotalExposureNotional: Limit<number> = {
  id: 'maxTotalExposureNotional',
  title: 'Total exposure',
  unit: 'money',
  settings: amount(
    'Largest gross exposure: the sum of |size| × price of all positions, in the base currency. Breach at or above it.',
  ),
  boundary: 'atOrAbove',
  additive: true,
  measure: (facts, threshold) => [{ subject: null, threshold, ...exposureOf(facts, () => true) }],
  room: (facts, threshold) => {
    const { value, incomplete } = exposureOf(facts, () => true);
    return value ? { notional: big(threshold).minus(value) } : { reasons: incomplete };
  },
};
