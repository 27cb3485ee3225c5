import { z } from 'zod';
import type { LimitUnit } from '../model/risk.ts';
import { percent } from './settings.ts';

/**
 * Limits that a configuration may already name but that this version has no judge for. They are never taken for "no
 * limit": each one that is set is UNKNOWN, with the reason, so that `allowed` is false.
 */
export interface UnjudgedLimit {
  readonly id: string;
  readonly title: string;
  readonly unit: LimitUnit;
  readonly settings: z.ZodType<number | boolean>;
}

export const unjudgedLimits: readonly UnjudgedLimit[] = [
  {
    id: 'maxVarPct',
    title: 'Value at risk',
    unit: 'percent',
    settings: percent('Largest value at risk in percent of the equity. **Not judged by this version: it is UNKNOWN.**'),
  },
  {
    id: 'maxCorrelatedExposurePct',
    title: 'Correlated exposure',
    unit: 'percent',
    settings: percent(
      'Largest group of positions with pairwise correlation ≥ 0.7, in percent of the equity. **Not judged by this version: it is UNKNOWN.**',
    ),
  },
  {
    id: 'requireStopLoss',
    title: 'Positions without a stop order',
    unit: 'count',
    settings: z.boolean().meta({
      markdownDescription:
        'Every open position must have a working stop order. **Not judged by this version: it is UNKNOWN.**',
    }),
  },
];

/** Why such a limit is UNKNOWN; also said at its line of the configuration. */
export const notJudged = 'this version of Quantfolio does not judge it yet';
