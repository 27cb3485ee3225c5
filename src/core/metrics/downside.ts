import { excessReturns } from './excessReturns.ts';
import type { ReturnSeries } from './metric.ts';

/** What a period has to reach: the risk-free rate (default), or a number per period given as text ("0.005"). */
export function targetExcess(series: ReturnSeries, mar: string): readonly number[] | { readonly reason: string } {
  if (mar === 'riskFree') return excessReturns(series);
  const rate = Number(mar);
  if (mar.trim() === '' || !Number.isFinite(rate))
    return { reason: `mar is riskFree or a return per period, not '${mar}'` };
  return rate === 0 ? series.returns : series.returns.map((value) => value - rate);
}

/**
 * √(Σ min(x, 0)² / n), n all periods or only those below (`over`), per period; NaN where none counts. Reference: Sortino and van
 * der Meer (1991).
 */
export function downsideOf(excess: readonly number[], over: 'all' | 'below'): number {
  let squares = 0;
  let below = 0;
  for (const value of excess) {
    if (value >= 0) continue;
    squares += value * value;
    below += 1;
  }
  return Math.sqrt(squares / (over === 'all' ? excess.length : below));
}

export function marWords(mar: string): string {
  return mar === 'riskFree' ? 'the risk-free rate' : `${Number(mar) * 100} % a period`;
}
