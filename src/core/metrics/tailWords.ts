import type { TailParameters } from './tail.ts';

/** Convention of VaR and expected shortfall in words: the method is always named. */
export function tailWords(
  { method, confidence, quantileType, tail, ddof }: TailParameters,
  shortfall: boolean,
): string {
  const head = `${Number((confidence * 100).toFixed(4))} %, one period, loss positive`;
  const spread = ddof === 0 ? 'n' : 'n − 1';
  if (method === 'gaussian') return `Gaussian, ${head}, mean and standard deviation (${spread})`;
  if (method === 'cornishFisher') return `Cornish-Fisher, ${head}, population skew and kurtosis`;
  if (!shortfall) return `historical, ${head}, quantile of type ${quantileType}`;
  return tail === 'exact'
    ? `historical, ${head}, mean of exactly the worst ${Number(((1 - confidence) * 100).toFixed(4))} %`
    : `historical, ${head}, mean of the returns at or below the quantile of type ${quantileType}`;
}
