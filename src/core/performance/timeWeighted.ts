import type { MetricValue } from '../model/analytics.ts';

/** A valuation just before money came in (positive) or went out (negative). */
export interface Valuation {
  readonly valueBeforeFlow: number;
  readonly flow: number;
}

/**
 * True time-weighted return over valuations at every flow: Π valueᵢ / (valueᵢ₋₁ + flowᵢ₋₁) − 1. Reference: GIPS 2020. With
 * daily values only, see `stepReturn`.
 */
export function timeWeighted(valuations: readonly Valuation[]): MetricValue {
  if (valuations.length < 2) return { reason: 'a return needs two valuations' };
  let growth = 1;
  let capital: number | null = null;
  for (const { valueBeforeFlow, flow } of valuations) {
    if (capital !== null) {
      if (!(capital > 0)) return { reason: 'there was no money to earn on between two valuations' };
      growth *= valueBeforeFlow / capital;
    }
    capital = valueBeforeFlow + flow;
  }
  return Number.isFinite(growth) ? { value: growth - 1 } : { reason: 'the values are too large to compound' };
}

/** Returns of consecutive spans compounded: Π(1 + rᵢ) − 1. */
export function chainLink(returns: readonly number[]): number {
  let growth = 1;
  for (const value of returns) growth *= 1 + value;
  return growth - 1;
}

/** A return over `years` as a rate per year: (1 + r)^(1 / years) − 1. */
export function annualise(total: number, years: number): MetricValue {
  if (!(years > 0)) return { reason: 'the span has no length' };
  if (total < -1) return { reason: 'more than everything was lost, so there is no growth rate' };
  const value = (1 + total) ** (1 / years) - 1;
  return Number.isFinite(value) ? { value } : { reason: 'too short a span: the rate for a year is beyond all numbers' };
}
