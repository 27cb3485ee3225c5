import type { ReturnSeries } from './metric.ts';

/** Why there are no months of a series: its periods are longer. */
export function coarse({ perYear }: ReturnSeries): { readonly reason: string } | null {
  return perYear < 12 ? { reason: `needs months, and the series has ${perYear} periods a year` } : null;
}
