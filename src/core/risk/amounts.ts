import { big } from '../decimal.ts';
import type { LimitUnit } from '../model/risk.ts';

const grouped = new Map<string, Intl.NumberFormat>();

/** A limit's number as its sentences say it: "36,500.00 USD", "36.5 %", "12", "1.75". */
export function amountInWords(value: number, unit: LimitUnit, currency: string): string {
  switch (unit) {
    case 'money':
      return `${format(value, 2, Math.abs(value) >= 1 || value === 0 ? 2 : 8)} ${currency}`;
    case 'percent':
      return `${format(value, 0, 2)} %`;
    case 'count':
      return format(value, 0, 0);
    case 'ratio':
      return format(value, 0, 2);
  }
}

/** Used part of a limit in percent, cut (not rounded), so that a limit that is not reached never reads as 100 %. */
export function usedInWords(ratio: number): string {
  return `${format(Number(big(ratio).times(100).round(1, 0)), 0, 1)} %`;
}

function format(value: number, min: number, max: number): string {
  const key = `${min} ${max}`;
  const known =
    grouped.get(key) ?? new Intl.NumberFormat('en-US', { minimumFractionDigits: min, maximumFractionDigits: max });
  grouped.set(key, known);
  return known.format(value);
}
