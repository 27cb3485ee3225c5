import type { Quote } from '../core/model/quote.ts';
import type { History, Log } from '../core/ports.ts';
import type { QuoteBook } from './readQuotes.ts';

/** A note is one row: with every asset there are two markets or three, so this is far more than any book holds. */
const mostQuotes = 2000;
const noteKey = 'quotes';
/** Currencies that conversions go through: SRC-5. */
const hubs: ReadonlySet<string> = new Set(['USD', 'USDT', 'USDC', 'EUR', 'BTC']);

/**
 * The last quotes of what is held, kept as a note, so that after a restart (and in the command line, which begins anew each
 * time) a price source that is down leaves old prices with their age, not holdings without a price.
 */
export async function saveQuotes(
  history: History,
  quotes: QuoteBook,
  assets: ReadonlySet<string>,
  log: Log,
): Promise<void> {
  let left = mostQuotes;
  const wanted = (asset: string): boolean => assets.has(asset) || hubs.has(asset);
  const kept = [...quotes].map(([link, markets]): [string, Quote[]] => {
    const some = [...markets.values()].filter(({ base, quote }) => wanted(base) && wanted(quote)).slice(0, left);
    left -= some.length;
    return [link, some];
  });
  try {
    await history.saveNote(noteKey, JSON.stringify(kept));
  } catch (error) {
    log.warn(`The last prices could not be kept: ${wordsOf(error)}`);
  }
}

/** Fills `quotes` with what was kept, where nothing newer is known. */
export async function loadQuotes(history: History, quotes: QuoteBook, log: Log): Promise<void> {
  try {
    const text = await history.note(noteKey);
    if (text === null) return;
    for (const [link, kept] of JSON.parse(text) as readonly (readonly [string, readonly Quote[]])[]) {
      const known = quotes.get(link) ?? new Map<string, Quote>();
      for (const quote of kept) {
        const market = `${quote.base}/${quote.quote}`;
        if (!known.has(market)) known.set(market, quote);
      }
      quotes.set(link, known);
    }
  } catch (error) {
    log.warn(`The last prices could not be read: ${wordsOf(error)}`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
