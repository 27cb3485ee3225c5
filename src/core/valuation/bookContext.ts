import type { BookAccount, BookInput, BookSettings } from './book.ts';
import type { PriceLink, Prices } from './conversion.ts';
import { openPrices, priceLink } from './conversion.ts';
import { fiatCurrencies } from './fiat.ts';

/** What every step of a valuation shares. */
export interface BookContext {
  readonly at: number;
  readonly base: string;
  readonly settings: BookSettings;
  /** Prices as an account sees them: its own marks, then the chain, then what other accounts say. */
  pricesOf(account: BookAccount): Prices;
  /** Prices of the portfolio as a whole: the chain, then what accounts say. */
  readonly prices: Prices;
}

/**
 * Opens the chain for a book. Marks of other accounts come last, and marks of a simulated market only for simulated accounts:
 * a simulated price must never value a real holding.
 */
export function bookContext(input: BookInput): BookContext {
  const { at, settings, accounts } = input;
  const chain = input.quotes.map(priceLink);
  const marksOf = (wanted: (account: BookAccount) => boolean): PriceLink =>
    priceLink(accounts.filter(wanted).flatMap((account) => account.reading?.marks ?? []));
  const realMarks = marksOf((account) => account.reading?.simulated === false);
  const allMarks = marksOf(() => true);
  const currencies = new Set([...fiatCurrencies, ...settings.stablecoins]);
  const open = (own: readonly PriceLink[], simulated: boolean): Prices =>
    openPrices([...own, ...chain, simulated ? allMarks : realMarks], at, settings.priceMaxAgeMs, currencies);
  const shared = { real: open([], false), simulated: open([], true) };
  const byAccount = new Map<string, Prices>();
  for (const account of accounts) {
    const marks = account.reading?.marks ?? [];
    const simulated = account.reading?.simulated ?? false;
    const prices = marks.length > 0 ? open([priceLink(marks)], simulated) : simulated ? shared.simulated : shared.real;
    byAccount.set(account.id, prices);
  }
  const everythingSimulated = accounts.every((account) => account.reading?.simulated ?? false);
  const prices = everythingSimulated ? shared.simulated : shared.real;
  return {
    at,
    base: settings.baseCurrency,
    settings,
    prices,
    pricesOf: (account) => byAccount.get(account.id) ?? prices,
  };
}
