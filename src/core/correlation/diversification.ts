import type { Diversification, MetricValue } from '../model/analytics.ts';
import { spectralShares } from './spectralShares.ts';

/** An asset of the book with its share of the value (signed, a fraction). */
export interface Weight {
  readonly asset: string;
  readonly weight: number;
}

export interface Deviations {
  readonly assets: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
  /** Standard deviation of each asset's returns, same order. */
  readonly deviations: readonly number[];
}

const nothingHeld = 'nothing is held that has a price history';

/**
 * Diversification of the book as held (RISK-9), cash left out by who gives the weights. HHI: Σ wᵢ² of all weights, scaled to add
 * up to 1 by size (Herfindahl 1950, Hirschman 1945). Ratio: Σ |wᵢ| σᵢ / √(w'Σw) (Choueifaty & Coignard 2008); effective bets:
 * exp(−Σ pₖ ln pₖ) of the shares pₖ of variance on the principal portfolios (Meucci 2009); both over the assets of the matrix.
 */
export function diversificationOf(weights: readonly Weight[], known: Deviations): Diversification {
  const all = weights.filter(({ weight }) => Number.isFinite(weight) && weight !== 0);
  const gross = all.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  const held = all.flatMap(({ asset, weight }) => {
    const index = known.assets.indexOf(asset);
    return index < 0 ? [] : [{ asset, weight, index }];
  });
  const hhi: MetricValue =
    gross > 0
      ? { value: all.reduce((sum, { weight }) => sum + (weight / gross) ** 2, 0) }
      : { reason: 'nothing is held but cash' };
  const covered = gross > 0 ? held.reduce((sum, { weight }) => sum + Math.abs(weight), 0) : null;
  const missing = held.flatMap((a) =>
    held.flatMap((b) => (b.index > a.index && (known.rows[a.index]?.[b.index] ?? null) === null ? [[a, b]] : [])),
  )[0];
  if (held.length === 0)
    return { hhi, covered, ratio: { reason: nothingHeld }, effectiveBets: { reason: nothingHeld } };
  if (missing !== undefined) {
    const reason = `${missing.map(({ asset }) => asset).join(' and ')} have too few days in common`;
    return { hhi, covered, ratio: { reason }, effectiveBets: { reason } };
  }
  return { hhi, covered, ...ofCovariance(held, known, covered ?? 1) };
}

function ofCovariance(
  held: readonly { readonly weight: number; readonly index: number }[],
  { rows, deviations }: Deviations,
  gross: number,
): Pick<Diversification, 'ratio' | 'effectiveBets'> {
  const size = held.length;
  const covariance = new Float64Array(size * size);
  const w = Float64Array.from(held, ({ weight }) => weight / gross);
  let variance = 0;
  let apart = 0;
  held.forEach((a, i) => {
    const sigma = deviations[a.index] ?? 0;
    apart += Math.abs(w[i] ?? 0) * sigma;
    held.forEach((b, j) => {
      const value = (i === j ? 1 : (rows[a.index]?.[b.index] ?? 0)) * sigma * (deviations[b.index] ?? 0);
      covariance[i * size + j] = value;
      variance += (w[i] ?? 0) * (w[j] ?? 0) * value;
    });
  });
  if (!(variance > 1e-12 * apart * apart)) {
    const reason = 'the book as held does not vary: its parts cancel each other';
    return { ratio: { reason }, effectiveBets: { reason } };
  }
  return { ratio: { value: apart / Math.sqrt(variance) }, effectiveBets: effectiveBets(covariance, w) };
}

function effectiveBets(covariance: Float64Array, w: Float64Array): MetricValue {
  const spectrum = spectralShares(covariance, w);
  if (spectrum === null) return { reason: 'the principal portfolios could not be computed' };
  // A matrix of pairs with unequal overlaps may have eigenvalues below 0, beyond what rounding leaves: then there is no such split.
  const largest = spectrum.eigenvalues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (spectrum.eigenvalues.some((value) => value < -1e-8 * largest)) {
    return {
      reason: 'pairs with different days in common do not fit together (the matrix is not positive semi-definite)',
    };
  }
  const shares = spectrum.shares.map((share) => Math.max(0, share));
  const total = shares.reduce((sum, share) => sum + share, 0);
  let entropy = 0;
  for (const share of shares) {
    const part = share / total;
    if (part > 0) entropy -= part * Math.log(part);
  }
  return { value: Math.exp(entropy) };
}
