import { big } from '../../core/decimal.ts';
import type { Quote } from '../../core/model/quote.ts';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { Trade } from '../../core/model/trade.ts';
import type { MarketRules, OrderOutcome, OrderTicket } from '../../core/model/trading.ts';
import type { BrokerTerms } from '../../core/paper/fillOrder.ts';
import { giveOrder } from '../../core/paper/giveOrder.ts';
import type { PaperBook } from '../../core/paper/paperBook.ts';
import type { PaperEvents } from '../../core/paper/paperEvents.ts';
import { paperRules } from '../../core/paper/paperRules.ts';
import type { Journal, JournalEntry, Signal, Trading } from '../../core/ports.ts';

export interface PaperDesk {
  readonly account: string;
  readonly journal: Journal;
  readonly terms: BrokerTerms;
  readonly strategy: string | null;
  /** What a reset pays in. */
  readonly startingCash: Readonly<Record<string, string>>;
  /** Currencies that markets are quoted in, the account's own first. */
  readonly moneys: readonly string[];
  now(): number;
  /** All that happened, as it is now. */
  events(): Promise<Reading<PaperEvents>>;
  /** Prices of these markets and of what the account holds, and the book that they are for. */
  look(
    markets: readonly (readonly [string, string])[],
    signal: Signal,
  ): Promise<
    Reading<{ book(events: PaperEvents, at: number): PaperBook; quote(base: string, quote: string): Quote | null }>
  >;
}

type Entry<E extends JournalEntry = JournalEntry> = E extends JournalEntry ? Omit<E, 'seq'> : never;

/** Another process can only be first so often; each time it was, the account went on. */
const attempts = 100;

/**
 * SRC-2, REB-3: orders to the simulated broker, filled at once into the account's journal. Each order looks at the account as it is,
 * fills against that, and is written only if nothing else was meanwhile; so two processes never spend the same cash, and the same
 * client order id is one fill.
 */
export function paperTrading(desk: PaperDesk): Trading {
  const { journal } = desk;
  /** Writes what `next` makes of the account as it is, or looks again where somebody else was first. */
  const append = async (
    next: (events: PaperEvents, at: number, seq: number) => Reading<Entry> | { readonly done: OrderOutcome },
  ): Promise<Reading<JournalEntry> | { readonly done: OrderOutcome }> => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const events = await desk.events();
      if (!events.ok) return failed('refused', `nothing was ordered: ${events.failure.reason}`);
      const last = events.value.journal.at(-1);
      const seq = (last?.seq ?? 0) + 1;
      // A clock that was set back must not put an order before one that it follows.
      const made = next(events.value, Math.max(desk.now(), last?.at ?? 0), seq);
      if ('done' in made) return made;
      if (!made.ok) return made;
      const entry: JournalEntry = { ...made.value, seq };
      const added = await journal.append(entry, seq - 1);
      if (!added.ok) return added;
      if (added.value === 'added') return ok(entry);
    }
    return failed('refused', `${desk.account} is written to by too many at once: nothing was ordered; try again`);
  };

  return {
    live: false,
    async rules(wanted, signal) {
      const events = await desk.events();
      if (!events.ok) return events;
      const at = desk.now();
      const symbols = marketsFor(wanted, desk, events.value);
      const seen = await desk.look(
        symbols.flatMap((symbol) => pairOf(symbol) ?? []),
        signal,
      );
      if (!seen.ok) return seen;
      const book = seen.value.book(events.value, at);
      return ok(
        symbols.flatMap((symbol): readonly MarketRules[] => {
          const pair = pairOf(symbol)?.[0];
          const quote = pair === undefined ? null : seen.value.quote(...pair);
          return quote === null ? [] : [paperRules(symbol, quote.price, book, desk.terms)];
        }),
      );
    },
    async price(symbol, _side, signal) {
      const pairs = pairOf(symbol);
      if (pairs === null) return failed('config', noSymbol(symbol));
      const seen = await desk.look(pairs, signal);
      if (!seen.ok) return seen;
      const quote = seen.value.quote(...pairs[0]);
      return quote === null ? failed('config', `${symbol} has no price on the market of ${desk.account}`) : ok(quote);
    },
    async broker(signal) {
      const events = await desk.events();
      if (!events.ok) return events;
      const seen = await desk.look([], signal);
      if (!seen.ok) return seen;
      return ok({ book: seen.value.book(events.value, desk.now()), terms: desk.terms, strategy: desk.strategy });
    },
    async place(ticket, _permit, signal) {
      const pairs = pairOf(ticket.symbol);
      if (pairs === null) return ok(rejected(noSymbol(ticket.symbol), desk.now()));
      const seen = await desk.look(pairs, signal);
      if (!seen.ok) return failed('refused', `nothing was ordered: ${seen.failure.reason}`);
      const quote = seen.value.quote(...pairs[0]);
      const placed = await append((events, at, seq) => {
        const known = fillOf(events.journal, ticket);
        if (known !== null) return { done: outcomeOf(known) };
        const book = seen.value.book(events, at);
        const { terms, strategy } = desk;
        const filled = giveOrder({ book, terms, strategy }, ticket, at, quote?.price ?? null);
        if (!filled.ok) return { done: rejected(filled.failure.reason, at) };
        return ok({ kind: 'fill', at, fill: { ...filled.value, orderId: `paper-${seq}` } });
      });
      if ('done' in placed) return ok(placed.done);
      if (!placed.ok) return placed;
      const known = fillOf([placed.value], ticket);
      return known === null ? failed('refused', 'another order was written') : ok(outcomeOf(known));
    },
    async find(ticket) {
      const entries = await journal.read();
      if (!entries.ok) return entries;
      const fill = fillOf(entries.value, ticket);
      return ok(fill === null ? null : outcomeOf(fill));
    },
    async cancel(ticket) {
      const entries = await journal.read();
      if (!entries.ok) return entries;
      const fill = fillOf(entries.value, ticket);
      return ok(fill === null ? rejected('there is no such order', desk.now()) : outcomeOf(fill));
    },
    async reset() {
      const seen = await desk.look([], new AbortController().signal);
      if (!seen.ok) return seen;
      for (;;) {
        const closed = await append((events, at, seq) => {
          const fill = closing(seen.value.book(events, at), seen.value.quote, at, `close${seq}`);
          return ok(fill === null ? { kind: 'reset', at, cash: desk.startingCash } : { kind: 'fill', at, fill });
        });
        if ('done' in closed) return failed('refused', 'the account was not reset');
        if (!closed.ok) return closed;
        if (closed.value.kind === 'reset') return ok(null);
      }
    },
  };
}

/**
 * A fill at the market, without fee or slippage, that closes one of the positions: then what a reset takes out is money, whose
 * value everybody knows. null: none is left that has a price.
 */
function closing(
  book: PaperBook,
  quote: (base: string, currency: string) => Quote | null,
  at: number,
  id: string,
): Trade | null {
  for (const { symbol, base, quote: currency, strategy, quantity } of Object.values(book.positions)) {
    const size = big(quantity);
    const price = size.eq(0) ? undefined : quote(base, currency)?.price;
    if (price === undefined) continue;
    const side = size.gt(0) ? 'sell' : 'buy';
    const common = { id, at, symbol, base, quote: currency, side, strategy, fee: '0', feeCurrency: currency } as const;
    return { ...common, quantity: size.abs().toString(), price };
  }
  return null;
}

/** Symbols as they are; of an asset the markets it is held in, then those in the account's own moneys. */
function marketsFor(
  wanted: readonly string[],
  { moneys }: PaperDesk,
  { orders, journal }: PaperEvents,
): readonly string[] {
  const traded = new Set(orders.map(({ symbol }) => symbol));
  for (const entry of journal) if (entry.kind === 'fill') traded.add(entry.fill.symbol);
  const symbols = wanted.flatMap((each): readonly string[] => {
    const asset = each.toUpperCase();
    if (asset.includes('/')) return [asset];
    const known = [...traded].filter((symbol) => symbol.startsWith(`${asset}/`));
    // EUR/USD, not USD/EUR too: a money is bought with those before it.
    const rank = moneys.indexOf(asset);
    const quotes = rank < 0 ? moneys : moneys.slice(0, rank);
    return [...known, ...quotes.map((quote) => `${asset}/${quote}`)];
  });
  return [...new Set(symbols)].filter((symbol) => pairOf(symbol) !== null);
}

function pairOf(symbol: string): readonly [readonly [string, string]] | null {
  const [base, quote, ...rest] = symbol.split('/');
  if (!base || !quote || rest.length > 0 || quote.includes(':') || base === quote) return null;
  return [[base, quote]];
}

function noSymbol(symbol: string): string {
  return `'${symbol}' is no market of a paper account: write BASE/QUOTE, such as BTC/USD`;
}

function fillOf(entries: readonly JournalEntry[], { clientOrderId }: OrderTicket): Trade | null {
  for (const entry of entries) if (entry.kind === 'fill' && entry.fill.id === clientOrderId) return entry.fill;
  return null;
}

function outcomeOf(fill: Trade): OrderOutcome {
  const { quantity: filled, price: averagePrice, fee, feeCurrency, at, orderId = null, realizedPnl } = fill;
  const realized = realizedPnl === undefined ? {} : { realizedPnl };
  return { state: 'filled', orderId, filled, averagePrice, fee, feeCurrency, ...realized, at, reason: null };
}

function rejected(reason: string, at: number): OrderOutcome {
  return {
    state: 'rejected',
    orderId: null,
    filled: '0',
    averagePrice: null,
    fee: null,
    feeCurrency: null,
    at,
    reason,
  };
}
