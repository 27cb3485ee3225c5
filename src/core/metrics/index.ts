import { annualisedReturn } from './annualisedReturn.ts';
import { averageLoss } from './averageLoss.ts';
import { averageWin } from './averageWin.ts';
import { bestMonth } from './bestMonth.ts';
import { bestPeriod } from './bestPeriod.ts';
import { calmar } from './calmar.ts';
import { currentDrawdown } from './currentDrawdown.ts';
import { downsideDeviation } from './downsideDeviation.ts';
import { expectancy } from './expectancy.ts';
import { expectedShortfall } from './expectedShortfall.ts';
import { exposure } from './exposure.ts';
import { geometricMean } from './geometricMean.ts';
import { kelly } from './kelly.ts';
import { kurtosis } from './kurtosis.ts';
import { longestLossStreak } from './longestLossStreak.ts';
import { longestWinStreak } from './longestWinStreak.ts';
import { martinRatio } from './martinRatio.ts';
import { maxDrawdown } from './maxDrawdown.ts';
import { maxDrawdownDuration } from './maxDrawdownDuration.ts';
import { maxDrawdownRecovery } from './maxDrawdownRecovery.ts';
import { meanReturn } from './meanReturn.ts';
import type { Metric } from './metric.ts';
import { omega } from './omega.ts';
import { painIndex } from './painIndex.ts';
import { payoff } from './payoff.ts';
import { profitFactor } from './profitFactor.ts';
import { roi } from './roi.ts';
import { semideviation } from './semideviation.ts';
import { sharpe } from './sharpe.ts';
import { skew } from './skew.ts';
import { sortino } from './sortino.ts';
import { stability } from './stability.ts';
import { tailRatio } from './tailRatio.ts';
import { totalReturn } from './totalReturn.ts';
import { tradeProfitFactor } from './tradeProfitFactor.ts';
import { tradeWinRate } from './tradeWinRate.ts';
import { turnover } from './turnover.ts';
import { ulcerIndex } from './ulcerIndex.ts';
import { valueAtRisk } from './valueAtRisk.ts';
import { volatility } from './volatility.ts';
import { volatility30 } from './volatility30.ts';
import { winRate } from './winRate.ts';
import { worstMonth } from './worstMonth.ts';
import { worstPeriod } from './worstPeriod.ts';

/**
 * The list of metrics, by group and in the order they are shown: tear sheet, table column, CLI and "explain" follow from it.
 * The few of a small card are in headlineMetrics.ts.
 */
export const metrics: readonly Metric[] = [
  totalReturn,
  annualisedReturn,
  roi,
  meanReturn,
  geometricMean,
  bestPeriod,
  worstPeriod,
  bestMonth,
  worstMonth,
  volatility,
  volatility30,
  semideviation,
  downsideDeviation,
  sharpe,
  sortino,
  calmar,
  omega,
  martinRatio,
  stability,
  maxDrawdown,
  maxDrawdownDuration,
  maxDrawdownRecovery,
  currentDrawdown,
  ulcerIndex,
  painIndex,
  valueAtRisk,
  expectedShortfall,
  tailRatio,
  skew,
  kurtosis,
  winRate,
  averageWin,
  averageLoss,
  payoff,
  profitFactor,
  expectancy,
  kelly,
  longestWinStreak,
  longestLossStreak,
  exposure,
  turnover,
  tradeWinRate,
  tradeProfitFactor,
];
