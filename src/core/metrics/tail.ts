import { sortedReturns } from '../series/sortedReturns.ts';
import type { ReturnSeries } from './metric.ts';
import { moments } from './moments.ts';
import { normalDensity, normalQuantile } from './normal.ts';
import type { QuantileType } from './quantile.ts';
import { quantile } from './quantile.ts';

/** What VaR and expected shortfall share. */
export const tailDefaults = { method: 'historical', confidence: 0.95, quantileType: 7, tail: 'mean', ddof: 1 };
export const tailMethods = ['historical', 'gaussian', 'cornishFisher'];

export interface TailParameters {
  readonly method: string;
  /** In [0, 1]; 0.95 looks at the worst 5 % of the periods. */
  readonly confidence: number;
  readonly quantileType: number;
  readonly tail: string;
  readonly ddof: number;
}

/** Value at risk and expected shortfall of one period, losses positive; `note`: a warning. */
export interface Tail {
  readonly var: number;
  readonly es: number;
  readonly note?: string;
}

export function tailOf(series: ReturnSeries, chosen: TailParameters): Tail | { readonly reason: string } {
  const { method, confidence, quantileType, tail, ddof } = chosen;
  if (!(confidence >= 0 && confidence <= 1)) return { reason: `confidence is between 0 and 1, not ${confidence}` };
  const p = 1 - confidence;
  if (method === 'historical') {
    if (![1, 2, 3, 4, 5, 6, 7, 8, 9].includes(quantileType))
      return { reason: `quantileType is 1 to 9, not ${quantileType}` };
    const sorted = sortedReturns(series);
    const cut = quantile(sorted, p, quantileType as QuantileType);
    if (tail !== 'mean' && tail !== 'exact') return { reason: `tail is mean or exact, not '${tail}'` };
    return { var: -cut, es: tail === 'mean' ? meanBelow(sorted, cut) : exactMass(sorted, p) };
  }
  if (p === 0 || p === 1) return { reason: 'a normal distribution has no end: confidence is between 0 and 1' };
  const { mean, second, third, fourth, flat } = moments(series);
  const count = series.returns.length;
  const spread = flat ? 0 : Math.sqrt((second * count) / (count - ddof));
  const z = normalQuantile(p);
  const density = normalDensity(z) / p;
  if (method === 'gaussian' || flat) return { var: -(mean + spread * z), es: spread * density - mean };
  if (count < 4) return { reason: `needs at least four periods, has ${count}` };
  const skew = third / second ** 1.5;
  const kurtosis = fourth / second ** 2 - 3;
  const bent =
    z + ((z ** 2 - 1) * skew) / 6 + ((z ** 3 - 3 * z) * kurtosis) / 24 - ((2 * z ** 3 - 5 * z) * skew ** 2) / 36;
  // ∫ of the expansion over the tail, by ∫ Heₙ φ = −Heₙ₋₁ φ.
  const stretch = 1 + (z * skew) / 6 + ((z ** 2 - 1) * kurtosis) / 24 - ((2 * z ** 2 - 1) * skew ** 2) / 36;
  const found = { var: -(mean + spread * bent), es: spread * density * stretch - mean };
  if (inDomain(skew, kurtosis)) return found;
  return { ...found, note: 'skew and kurtosis are outside the validity domain of Cornish-Fisher: read with care' };
}

/**
 * Whether the expansion ascends everywhere, so that quantiles keep their order: its derivative, a parabola in z, is never
 * negative. Reference: Maillard (2012), "A User's Guide to the Cornish Fisher Expansion".
 */
function inDomain(skew: number, kurtosis: number): boolean {
  const s = skew / 6;
  const k = kurtosis / 24;
  const square = 3 * k - 6 * s ** 2;
  const constant = 1 - 3 * k + 5 * s ** 2;
  return square >= 0 && constant >= 0 && s ** 2 <= square * constant;
}

/** Loss of the periods at or below a return, on average. */
function meanBelow(sorted: Float64Array, cut: number): number {
  let sum = 0;
  let count = 0;
  // Interpolation rounds: a quantile between two equal returns is that return.
  const limit = cut + Math.abs(cut) * 1e-14;
  for (; count < sorted.length && (sorted[count] ?? 0) <= limit; count++) sum += sorted[count] ?? 0;
  return count === 0 ? -(sorted[0] ?? Number.NaN) : -sum / count;
}

/** Loss of the worst p of the mass exactly, the last period in part: the coherent one. Reference: Acerbi and Tasche (2002). */
function exactMass(sorted: Float64Array, p: number): number {
  const mass = p * sorted.length;
  if (mass <= 0) return -(sorted[0] ?? Number.NaN);
  const whole = Math.min(sorted.length, Math.floor(mass + 1e-9));
  let sum = 0;
  for (let i = 0; i < whole; i++) sum += sorted[i] ?? 0;
  return -(sum + Math.max(0, mass - whole) * (sorted[whole] ?? 0)) / mass;
}
