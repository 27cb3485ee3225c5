import { annualisedReturn } from './annualisedReturn.ts';
import { maxDrawdown } from './maxDrawdown.ts';
import type { Metric } from './metric.ts';
import { sharpe } from './sharpe.ts';
import { sortino } from './sortino.ts';
import { totalReturn } from './totalReturn.ts';
import { volatility } from './volatility.ts';

/** The few metrics of a portfolio's state: Overview's small card, status, tree. Everything else is in the tear sheet. */
export const headlineMetrics: readonly Metric[] = [
  totalReturn,
  annualisedReturn,
  volatility,
  sharpe,
  sortino,
  maxDrawdown,
];
