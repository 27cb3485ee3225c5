import { type Big, big, type Decimal } from '../decimal.ts';

/**
 * Decimals as whole numbers of 10^-scale, in doubles. Below this size a product of two of them divided by a third, rounded, is
 * off by less than ¾ of a unit, and exact where the true result is whole: two roundings of 2^-53 are less than ¼ of a unit.
 */
export const mostUnits = 2 ** 50;
const powers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const zero = 48;

/** 10^exponent, exact up to 22; beyond, nothing fits. */
export function power(exponent: number): number {
  return powers[exponent] ?? Number.POSITIVE_INFINITY;
}

/** Decimal places of a text, trailing zeros left out; NaN of one with an exponent. */
export function placesOf(text: Decimal): number {
  const point = text.indexOf('.');
  if (point < 0) return text.includes('e') || text.includes('E') ? Number.NaN : 0;
  let end = text.length - 1;
  if (text.includes('e') || text.includes('E')) return Number.NaN;
  while (end > point && text.charCodeAt(end) === zero) end -= 1;
  return end - point;
}

/** A text as units of a scale that has all of its places; NaN where it does not fit. Exact: it is rounded by less than ¼. */
export function unitsOf(text: Decimal, scale: number): number {
  const units = Math.round(Number(text) * power(scale));
  return Math.abs(units) < mostUnits ? units : Number.NaN;
}

/** Units of another scale, exact; NaN where they do not fit. */
export function rescaled(units: number, from: number, to: number): number {
  if (from === to) return units;
  if (to < from) return Number.NaN;
  const other = units * power(to - from);
  return Math.abs(other) < mostUnits ? other : Number.NaN;
}

/** A Big as units of the least scale that has all of its places; null where it does not fit. */
export function unitsOfBig({
  c: digits,
  e: exponent,
  s: sign,
}: Big): { readonly units: number; readonly scale: number } | null {
  if (digits.length > 15) return null;
  let units = 0;
  for (const digit of digits) units = units * 10 + digit;
  const places = digits.length - 1 - exponent;
  const scale = Math.max(0, places);
  if (places < 0) units *= power(-places);
  return units < mostUnits && scale <= 22 ? { units: sign < 0 ? -units : units, scale } : null;
}

/** The decimal that units stand for. */
export function textOf(units: number, scale: number): Decimal {
  const digits = String(Math.abs(units)).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  let end = digits.length;
  while (end > whole.length && digits.charCodeAt(end - 1) === zero) end -= 1;
  const part = digits.slice(whole.length, end);
  const text = part === '' ? whole : `${whole}.${part}`;
  return units < 0 ? `-${text}` : text;
}

export function bigOf(units: number, scale: number): Big {
  const exactly = big(Math.abs(units));
  // Its last place is moved, not its text written and read again.
  if (units !== 0) exactly.e -= scale;
  if (units < 0) exactly.s = -1;
  return exactly;
}
