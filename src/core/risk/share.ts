import { type Big, big } from '../decimal.ts';
import { bookAge, type Exposure } from './exposure.ts';
import { bookGaps, unique } from './gaps.ts';
import type { Measurement, RiskFacts } from './limit.ts';

/** Equity to divide by, or why it cannot be: all of the book must be known, and there must be something. RISK-1. */
export function equityOf(facts: RiskFacts): { readonly value: Big } | { readonly reasons: readonly string[] } {
  const { equity, equityReason } = facts.snapshot;
  const gaps = bookGaps(facts.snapshot);
  if (equity === null) return { reasons: unique([equityReason ?? 'the equity is not known', ...gaps]) };
  if (gaps.length > 0) return { reasons: gaps };
  if (equity <= 0) return { reasons: [`the equity is not positive (${equity} ${facts.snapshot.baseCurrency})`] };
  return { value: big(equity) };
}

/** `part` over equity × `factor` (100 for percent, 1 for leverage) as a measurement. */
export function shareOfEquity(
  facts: RiskFacts,
  part: Pick<Exposure, 'value' | 'incomplete' | 'contributors'>,
  settings: { readonly subject: string | null; readonly threshold: number; readonly factor: 1 | 100 },
): Measurement {
  const equity = equityOf(facts);
  const { subject, threshold, factor } = settings;
  const common = { subject, threshold, known: null, contributors: part.contributors, ageMs: bookAge(facts) };
  if ('reasons' in equity)
    return { ...common, value: null, incomplete: unique([...equity.reasons, ...part.incomplete]) };
  if (part.value === null) return { ...common, value: null, incomplete: part.incomplete };
  return { ...common, value: part.value.times(factor).div(equity.value), incomplete: [] };
}
