import { z } from 'zod';
import { exposureOf } from './exposure.ts';
import type { Limit } from './limit.ts';
import { roomInShare } from './room.ts';
import { shareOfEquity } from './share.ts';

/** Gross exposure / equity. RISK-1. */
export const maxLeverage: Limit<number> = {
  id: 'maxLeverage',
  title: 'Leverage',
  unit: 'ratio',
  settings: z.number().positive('write a number above 0, such as 2').max(1000).meta({
    markdownDescription: 'Largest leverage: gross exposure / equity. Breach at or above it.',
  }),
  boundary: 'atOrAbove',
  additive: false,
  measure: (facts, threshold) => [
    shareOfEquity(
      facts,
      exposureOf(facts, () => true),
      { subject: null, threshold, factor: 1 },
    ),
  ],
  room: (facts, threshold) =>
    roomInShare(
      facts,
      exposureOf(facts, () => true),
      threshold,
      1,
    ),
};
