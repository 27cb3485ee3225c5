/** λ of RiskMetrics (1996) for daily data. */
export const defaultLambda = 0.94;

/**
 * Weights of exponentially weighted moments, oldest first, adding up to 1. `normalised`: λ^age / Σ λ^age. `recursion`:
 * σ²ₜ = λ σ²ₜ₋₁ + (1 − λ) r²ₜ begun at the first square, as RiskMetrics (1996) and pandas `adjust=False` do; the oldest
 * observation then weighs λ^(n − 1).
 */
export function ewmaWeights(
  count: number,
  lambda = defaultLambda,
  kind: 'normalised' | 'recursion' = 'normalised',
): Float64Array {
  const weights = new Float64Array(count);
  let weight = 1;
  let total = 0;
  for (let index = count - 1; index >= 0; index--) {
    weights[index] = kind === 'recursion' && index > 0 ? weight * (1 - lambda) : weight;
    total += weights[index] ?? 0;
    weight *= lambda;
  }
  for (let index = 0; index < count; index++) weights[index] = (weights[index] ?? 0) / total;
  return weights;
}
