import type { MetricValue } from '../model/analytics.ts';

/** Money that came in (positive) or went out; `weight`: share of the span it was there for, in [0, 1]. */
export interface WeightedFlow {
  readonly amount: number;
  readonly weight: number;
}

const day = 86_400_000;

/**
 * Weight of a flow of a date, in calendar days: (days − days since start) / days, the flow at the end of its day (default), or at
 * its start (one day more).
 */
export function dietzWeight(
  at: number,
  span: { readonly start: number; readonly end: number },
  timing: 'endOfDay' | 'startOfDay' = 'endOfDay',
): number {
  const days = Math.round((span.end - span.start) / day);
  const since = Math.round((at - span.start) / day);
  return days > 0 ? (days - since + (timing === 'startOfDay' ? 1 : 0)) / days : 0;
}

/**
 * Modified Dietz return: (end − start − Σ flows) / (start + Σ weight × flow). Reference: Dietz (1966); GIPS 2020. With average
 * capital below 0 the formula still gives a number, and a `note` warns of it; at 0 there is none.
 */
export function modifiedDietz(
  start: number,
  end: number,
  flows: readonly WeightedFlow[],
): MetricValue & { readonly note?: string } {
  let net = 0;
  let weighted = 0;
  for (const { amount, weight } of flows) {
    net += amount;
    weighted += amount * weight;
  }
  const capital = start + weighted;
  if (capital === 0) return { reason: 'the average capital is 0, so there is nothing to earn on' };
  const value = (end - start - net) / capital;
  if (!Number.isFinite(value)) return { reason: 'the values are too large to compute with' };
  return capital > 0
    ? { value }
    : { value, note: 'the average capital is below 0: the sign of the return means nothing' };
}
