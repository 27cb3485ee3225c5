import Big from 'big.js';
import { divideInto } from './quickDivision.ts';

/**
 * A decimal number as text ("0.15", "-12.5"), exactly as an exchange or a file gave it.
 * Money and quantities stay decimal until they are valued, because binary floating point loses digits
 * (0.1 + 0.2) and exchanges send more digits than a double holds.
 */
export type Decimal = string;

/** Anything that can stand for an exact number: decimal text, a double (by its shortest notation), or a Big. */
export type Numeric = Decimal | number | Big;

export type { Big };

/** Exact arithmetic on one number. Division rounds half-even at 40 decimal places. Throws on text that is no number. */
export function big(value: Numeric): Big {
  return new Exact(value);
}

/** A constructor of our own: settings and division are not those of anybody else's. */
const Exact = Big();
Exact.DP = 40;
Exact.RM = 2;
Exact.NE = -30;
Exact.PE = 30;
const library = Exact.prototype;
Object.defineProperty(Exact, 'prototype', {
  value: Object.assign(Object.create(library), {
    div(this: Big, by: Numeric): Big {
      const divisor = new Exact(by);
      // The library's remainders, powers and roots divide with other settings for a moment.
      if (divisor.c[0] === 0 || Exact.DP !== 40 || Exact.RM !== 2) return library.div.call(this, divisor);
      return divideInto(new Exact(0), this, divisor, 40);
    },
  }),
});

/** More digits than this, or a number beyond 10^±60, is no amount of anything, and would overflow what is computed with it. */
const longest = 120;
const farthest = 60;

/** Parses decimal text from outside; null for anything that is not a finite number of sensible size. */
export function parseDecimal(text: unknown): Decimal | null {
  if (typeof text !== 'string' && typeof text !== 'number') return null;
  const trimmed = String(text).trim();
  // Nearly all are written plainly; a million of them are read without a library.
  const [, whole = '', part = ''] = /^(0|[1-9]\d{0,19})(?:\.(\d{1,20}))?$/.exec(trimmed) ?? [];
  if (whole !== '') {
    const digits = withoutZeros(part);
    return digits === '' ? whole : `${whole}.${digits}`;
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(trimmed)) return null;
  if (trimmed.length > longest) return null;
  const number = big(trimmed.replace(/^\+/, ''));
  return Math.abs(number.e) > farthest ? null : number.toString();
}

function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}

/** Exact sum, as Big; zero for none. */
export function sum(values: Iterable<Numeric>): Big {
  let total = big(0);
  for (const value of values) total = total.plus(value);
  return total;
}

/** The nearest double of an exact number: rounded once, at the end of exact arithmetic. */
export function toNumber(value: Numeric): number {
  return Number(typeof value === 'object' ? value.toString() : value);
}
