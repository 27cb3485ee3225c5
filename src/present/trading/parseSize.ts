import type { Decimal } from '../../core/decimal.ts';
import type { OrderSize } from '../../core/model/trading.ts';
import { typedNumber } from './typedNumber.ts';

export interface TypedSize {
  readonly size: OrderSize;
  /** Of a limit order. */
  readonly price: Decimal | null;
  /** The currency that was typed with an amount of money or a price: the market must be priced in it. */
  readonly currency: string | null;
}

const signs: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY' };

/**
 * What a person types as the size of an order: "0.5" or "0.5 BTC" (a quantity), "500 USD" or "$500" (an amount of money),
 * "all"; with "@ 91,000" after it a limit order at that price. `base`: what is traded. Words that say what to write instead
 * where it is none of these.
 */
export function parseSize(typed: string, base: string): TypedSize | { readonly problem: string } {
  const [sizeText = '', priceText, ...more] = typed.split('@').map((part) => part.trim());
  if (more.length > 0) return { problem: 'Write one price after the @' };
  const priced = priceText === undefined ? null : measured(priceText);
  if (priceText !== undefined && priced === null) return { problem: 'Write a price after the @, such as 0.5 @ 91000' };
  const price = priced?.value ?? null;
  const priceUnit = priced?.unit ?? null;
  if (/^all$/i.test(sizeText)) return { size: { all: true }, price, currency: priceUnit };
  const sized = measured(sizeText);
  if (sized === null) return { problem: 'Write a quantity (0.5), an amount of money (500 USD), or all' };
  const { value, unit } = sized;
  if (unit === null || unit === base.toUpperCase()) return { size: { quantity: value }, price, currency: priceUnit };
  if (priceUnit !== null && priceUnit !== unit) return { problem: 'Write the amount and the price in one currency' };
  return { size: { notional: value }, price, currency: unit };
}

/** "500", "500 USD", "$500": a number above zero and its unit; null for anything else. */
function measured(text: string): { readonly value: Decimal; readonly unit: string | null } | null {
  const match = /^([$€£¥])?\s*(\d[\d.,]*|\.\d+)\s*([A-Za-z]{2}[A-Za-z0-9]*)?$/.exec(text);
  const [, sign, number = '', code] = match ?? [];
  const value = match === null ? null : typedNumber(number);
  if (value === null || value === '0' || (sign !== undefined && code !== undefined)) return null;
  return { value, unit: code?.toUpperCase() ?? (sign === undefined ? null : (signs[sign] ?? null)) };
}
