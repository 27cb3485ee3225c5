import { annualisedReturn } from './annualisedReturn.ts';
import { maxDrawdown } from './maxDrawdown.ts';
import type { Metric } from './metric.ts';
import { sharpe } from './sharpe.ts';
import { sortino } from './sortino.ts';
import { totalReturn } from './totalReturn.ts';
import { volatility } from './volatility.ts';

/** The list of metrics, in the order they are shown: panel tile, table column, CLI and "explain" follow from it. */
export const metrics: readonly Metric[] = [totalReturn, annualisedReturn, volatility, sharpe, sortino, maxDrawdown];
