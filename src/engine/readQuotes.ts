import type { Quote } from '../core/model/quote.ts';
import type { Clock } from '../core/ports.ts';
import type { PriceConnection } from './connections.ts';
import { deadline } from './deadline.ts';
import type { Abort } from './engine.ts';

/** The quotes of one link that stay known, by market; each carries its own time, so an old one shows its age. */
export type QuoteBook = Map<string, Map<string, Quote>>;

export interface PriceFailure {
  readonly link: string;
  readonly reason: string;
}

/** Asks every link of the chain at once, each within `ms`; a failing link keeps its last quotes and names itself. */
export async function readQuotes(
  clock: Clock,
  connections: readonly PriceConnection[],
  assets: readonly string[],
  ms: number,
  abort: Abort,
  book: QuoteBook,
): Promise<readonly PriceFailure[]> {
  const failures = await Promise.all(
    connections
      .filter((connection) => connection.forQuotes)
      .map(async ({ link, source }): Promise<PriceFailure | null> => {
        if (!source.ok) return { link, reason: source.failure.reason };
        const reading = await deadline(clock, ms, `Prices from ${link}`, abort, () =>
          source.value.quotes(assets, abort.signal),
        );
        if (!reading.ok) return { link, reason: reading.failure.reason };
        const known = book.get(link) ?? new Map<string, Quote>();
        for (const quote of reading.value) known.set(`${quote.base}/${quote.quote}`, quote);
        book.set(link, known);
        return null;
      }),
  );
  return failures.filter((failure) => failure !== null);
}

/** By link, in the order of the chain. */
export function quotesInOrder(connections: readonly PriceConnection[], book: QuoteBook): readonly (readonly Quote[])[] {
  return connections
    .filter((connection) => connection.forQuotes)
    .map(({ link }) => [...(book.get(link)?.values() ?? [])]);
}
