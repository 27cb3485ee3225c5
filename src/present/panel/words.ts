import type { Gap, PriceUse } from '../../core/model/snapshot.ts';
import type { Tone } from '../../protocol/panelView.ts';
import { formatAge, formatMoney, formatPrice, hidden, missing } from '../format.ts';

/** Writes amounts of one portfolio: hidden in privacy, otherwise in its base currency. */
export interface Words {
  readonly currency: string;
  readonly privacy: boolean;
  readonly now: number;
  /** Money in full; without cents in a book from 100,000 up, where they are noise, so that columns align. */
  money(value: number | null, options?: { readonly sign?: boolean; readonly currency?: string }): string;
  compact(value: number | null): string;
  /** Any other amount or quantity, already written. */
  amount(text: string): string;
}

/** `scale`: the size of the book, in its currency. */
export function wordsFor(currency: string, privacy: boolean, now: number, scale = 0): Words {
  return {
    currency,
    privacy,
    now,
    money(value, options = {}) {
      if (value === null) return missing;
      if (privacy) return hidden;
      const sign = options.sign === true;
      const size = Math.abs(value);
      // Below a unit cents are all there is; another currency has a scale of its own.
      const whole =
        options.currency === undefined && (size >= 100_000 || (scale >= 100_000 && (size >= 1 || size === 0)));
      // A file may say no currency.
      return formatMoney(value, options.currency ?? currency, whole ? { sign, digits: 0 } : { sign }).trimEnd();
    },
    compact: (value) => (value === null ? missing : privacy ? hidden : formatMoney(value, currency, { compact: true })),
    amount: (text) => (privacy && text !== missing ? hidden : text),
  };
}

/** The tone of a gain or a loss; one that is written as zero has none. */
export function toneOf(value: number | null, epsilon = 0.00005): Tone {
  if (value === null || Math.abs(value) < epsilon) return 'none';
  return value > 0 ? 'up' : 'down';
}

/** "ETHW on Kraken: no price leads to USD", at most three and the rest counted; null when nothing is missing. */
export function gapWords(gaps: readonly Gap[]): string | null {
  if (gaps.length === 0) return null;
  const first = gaps.slice(0, 3).map((gap) => `${gap.asset ?? gap.account} ${gap.state} (${gap.reason})`);
  const rest = gaps.length - first.length;
  return `Incomplete: ${first.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

/** Where a price came from, for a title. A price of one unit is market data and stays visible in privacy. */
export function priceWords(price: PriceUse | null, words: Words): string {
  if (!price) return 'No price';
  return `${formatPrice(price.price)} ${words.currency} from ${price.source}, ${formatAge(words.now - price.at)} old`;
}
