import type { CorrelationAnswer, CorrelationMethod, Diversification } from '../model/analytics.ts';
import type { DailyCloses } from '../model/quote.ts';
import { correlate, minimumOverlap } from './correlate.ts';
import { correlationClusters, correlationFlags } from './correlationFlags.ts';
import { deviationOf } from './deviationOf.ts';
import { type Deviations, diversificationOf, type Weight } from './diversification.ts';

export interface CorrelationQuestion {
  readonly method: CorrelationMethod;
  /** Days; null: 90. */
  readonly window: number | null;
  /** null: what is held. */
  readonly assets: readonly string[] | null;
  readonly lambda?: number;
  readonly weighting?: 'normalised' | 'recursion';
}

export interface CorrelationInput {
  /** Of all assets that are asked for, in one currency. */
  readonly closes: readonly DailyCloses[];
  /** What is held beside cash, with its share of the book's value (signed, a fraction), largest first. */
  readonly weights: readonly Weight[];
  readonly query: CorrelationQuestion;
  readonly at: number;
  readonly simulated: boolean;
}

const defaultWindow = 90;

/** RISK-9: the matrix of one choice of method and window with what it means for the book as held. Pure. */
export function correlationAnswer({ closes, weights, query, at, simulated }: CorrelationInput): CorrelationAnswer {
  const window = query.window ?? defaultWindow;
  const held = weights.filter(({ weight }) => weight !== 0);
  const wanted = query.assets ?? held.map(({ asset }) => asset);
  const options = {
    window,
    at,
    simulated,
    method: query.method,
    ...(query.lambda === undefined ? {} : { lambda: query.lambda }),
    ...(query.weighting === undefined ? {} : { weighting: query.weighting }),
  };
  const matrix = correlate(closes, wanted, options);
  // Pearson of deviations: a rank correlation has no covariance, so the book's own numbers stand on Pearson or EWMA.
  const linear = query.method === 'spearman' ? correlate(closes, wanted, { ...options, method: 'pearson' }) : matrix;
  const known: Deviations = {
    assets: linear.assets,
    rows: linear.rows,
    deviations: linear.assets.map((asset) => deviationOf(closes, asset, options)),
  };
  const diversification: Diversification = diversificationOf(held, known);
  if (matrix.assets.length < 2) {
    const [first] = matrix.excluded;
    const why = first === undefined ? '' : `: ${first.asset} ${first.reason}`;
    const reason =
      wanted.length < 2
        ? 'correlation needs at least two assets'
        : `correlation needs two assets with ${minimumOverlap} daily returns in ${window} days${why}`;
    return { matrix: null, flags: [], clusters: [], diversification, reason };
  }
  return {
    matrix,
    flags: correlationFlags(matrix),
    clusters: correlationClusters(matrix),
    diversification,
    reason: null,
  };
}
