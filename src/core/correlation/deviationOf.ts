import type { DailyCloses } from '../model/quote.ts';
import { type CorrelateOptions, recentCloses } from './correlate.ts';
import { defaultLambda, ewmaWeights } from './ewmaWeights.ts';

/** Standard deviation of an asset's own daily returns in the window: n − 1, or exponentially weighted with mean 0. */
export function deviationOf(closes: readonly DailyCloses[], asset: string, options: CorrelateOptions): number {
  const kept = recentCloses(
    closes.find((each) => each.asset === asset),
    asset,
    options,
  );
  if ('reason' in kept) return 0;
  const returns = kept.closes.slice(1).map((close, index) => close / (kept.closes[index] ?? 1) - 1);
  if (options.method === 'ewma') {
    const weights = ewmaWeights(returns.length, options.lambda ?? defaultLambda, options.weighting);
    return Math.sqrt(returns.reduce((sum, each, index) => sum + (weights[index] ?? 0) * each * each, 0));
  }
  const mean = returns.reduce((sum, each) => sum + each, 0) / returns.length;
  return Math.sqrt(returns.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (returns.length - 1));
}
