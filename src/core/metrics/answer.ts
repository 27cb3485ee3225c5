import type { MetricValue } from '../model/analytics.ts';

/** NaN and infinity never leave a metric: then there is a reason. */
export function answer(value: number, otherwise = 'the returns are too large to compute with'): MetricValue {
  return Number.isFinite(value) ? { value } : { reason: otherwise };
}

/** Why there is no number of so few periods; null where there are enough. */
export function tooFew(count: number, least: number): { readonly reason: string } | null {
  if (count >= least) return null;
  if (least === 1) return { reason: 'needs at least one period, there are none' };
  return { reason: `needs at least ${numerals[least] ?? least} periods, has ${count}` };
}

const numerals: Readonly<Record<number, string>> = { 2: 'two', 3: 'three', 4: 'four' };
