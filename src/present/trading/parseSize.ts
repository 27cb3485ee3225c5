import { big, type Decimal, parseDecimal } from '../../core/decimal.ts';
import type { OrderSize } from '../../core/model/trading.ts';

export interface TypedSize {
  readonly size: OrderSize;
  /** Of a limit order. */
  readonly price: Decimal | null;
  /** The currency that was typed with an amount of money: the market must be priced in it. */
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
  const price =
    priceText === undefined ? null : positive(priceText.replace(/\s*[A-Za-z$€£¥]+$/, '').replace(/^[$€£¥]\s*/, ''));
  if (priceText !== undefined && price === null) return { problem: 'Write a price after the @, such as 0.5 @ 91000' };
  if (/^all$/i.test(sizeText)) return { size: { all: true }, price, currency: null };
  const match = /^([$€£¥])?\s*([\d.,\s]*\d[\d.,]*)\s*([A-Za-z]{2}[A-Za-z0-9]*)?$/.exec(sizeText);
  const [, sign, number = '', code] = match ?? [];
  const value = match === null ? null : positive(number);
  if (value === null || (sign !== undefined && code !== undefined)) {
    return { problem: `Write a quantity (0.5), an amount of money (500 USD), or all` };
  }
  const unit = code?.toUpperCase() ?? (sign === undefined ? null : (signs[sign] ?? null));
  return unit === null || unit === base.toUpperCase()
    ? { size: { quantity: value }, price, currency: null }
    : { size: { notional: value }, price, currency: unit };
}

/** A number above zero; commas only where they group thousands. */
function positive(text: string): Decimal | null {
  const compact = text.replaceAll(/\s/g, '');
  if (compact.includes(',') && !/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(compact)) return null;
  const value = parseDecimal(compact.replaceAll(',', ''));
  return value === null || big(value).lte(0) ? null : value;
}
