import type { Big, Decimal } from '../decimal.ts';
import { big, toNumber } from '../decimal.ts';
import type { ValuePoint } from '../model/series.ts';
import type { CashFlow, Trade } from '../model/trade.ts';
import { broker } from './broker.ts';
import type { BrokerTerms, PaperOrder } from './fillOrder.ts';
import { fillOrder } from './fillOrder.ts';
import type { PaperBook } from './paperBook.ts';
import { emptyPaperBook } from './paperBook.ts';

/** The one thing a replay needs of a market; `simulatedMarket(seed)` is one. */
export interface ReplayMarket {
  /** null: not known (then orders are refused, and days without a price have no point). */
  priceAt(asset: string, currency: string, at: number): Decimal | null;
}

export interface ReplaySettings extends BrokerTerms {
  /** Currency of the points. */
  readonly currency: string;
  /** Up to when; also the end of the last, unfinished day, which has no point of its own. */
  readonly to: number;
  /** Leaves the points out, where only the account of now is wanted: valuing every day takes most of the time. */
  readonly withoutPoints?: boolean;
}

export interface Replay {
  /**
   * Equity at the first flow (the baseline, with that flow) and then at the end of every UTC day up to `to`: `at` is the midnight
   * that ends the day, `flow` the net deposits since the previous point, valued when they came. Origin `simulated`.
   */
  readonly points: readonly ValuePoint[];
  /** Fills in order, each with its realised P&L. */
  readonly trades: readonly Trade[];
  readonly book: PaperBook;
  /** Orders that were not filled, and why. */
  readonly refused: readonly { readonly order: PaperOrder; readonly reason: string }[];
}

const day = 86_400_000;

/**
 * Runs a paper account from its first flow (the starting cash is one) to `settings.to`: flows and orders in order of time,
 * a flow before an order of the same time. Pure: the same input gives the same account.
 */
export function replay(
  orders: readonly PaperOrder[],
  flows: readonly CashFlow[],
  market: ReplayMarket,
  settings: ReplaySettings,
): Replay {
  const events = [
    ...flows.map((flow) => ({ at: flow.at, flow, order: null })),
    ...orders.map((order) => ({ at: order.at, flow: null, order })),
  ]
    .filter((event) => event.at <= settings.to)
    .sort((a, b) => a.at - b.at || Number(a.flow === null) - Number(b.flow === null));
  let book = emptyPaperBook;
  /** Of `book`, read once for all the days on which nothing happens. */
  let held: readonly (readonly [asset: string, quantity: number])[] | null = null;
  const points: ValuePoint[] = [];
  const trades: Trade[] = [];
  const refused: { readonly order: PaperOrder; readonly reason: string }[] = [];
  /** Net flows since the last point; null as soon as one of them had no price. */
  let pending: Big | null = big(0);
  const record = (at: number) => {
    if (settings.withoutPoints) return;
    held ??= holdingsOf(book).map(([asset, quantity]) => [asset, toNumber(quantity)]);
    const equity = charted(held, market, settings.currency, at);
    if (equity === null) return;
    points.push({ at, equity, flow: pending && toNumber(pending), origin: 'simulated' });
    pending = big(0);
  };

  const begin = events[0]?.at;
  if (begin === undefined) return { points, trades, book, refused };
  let midnight = Math.floor(begin / day) * day + day;
  events.forEach((event, index) => {
    for (; midnight < event.at; midnight += day) record(midnight);
    held = null;
    if (event.flow) {
      book = broker(book, { type: 'flow', flow: event.flow });
      const price = market.priceAt(event.flow.asset, settings.currency, event.at);
      pending = pending && price !== null ? pending.plus(big(price).times(event.flow.quantity)) : null;
      // The baseline is the account as first funded, before it trades.
      const next = events[index + 1];
      if (points.length === 0 && (next === undefined || next.flow === null || next.at > event.at)) record(event.at);
    } else {
      const [base = '', quote = ''] = event.order.symbol.split('/');
      const fill = fillOrder(book, event.order, market.priceAt(base, quote, event.at), settings);
      if (fill.ok) {
        book = broker(book, { type: 'fill', fill: fill.value });
        trades.push(fill.value);
      } else refused.push({ order: event.order, reason: fill.failure.reason });
    }
  });
  for (; midnight <= settings.to; midnight += day) record(midnight);
  return { points, trades, book, refused };
}

/** Worth of a paper account in `currency`; null where something in it has no price. */
export function paperEquity(book: PaperBook, market: ReplayMarket, currency: string, at: number): Big | null {
  return worth(holdingsOf(book), market, currency, at);
}

type Holding = readonly [asset: string, quantity: Big];

/** One quantity for each asset: cash and positions of one name are worth the same. */
function holdingsOf(book: PaperBook): readonly Holding[] {
  const quantities = new Map<string, Big>();
  const add = (asset: string, quantity: Decimal) =>
    quantities.set(asset, quantities.get(asset)?.plus(quantity) ?? big(quantity));
  for (const [asset, quantity] of Object.entries(book.cash)) add(asset, quantity);
  for (const { base, quantity } of Object.values(book.positions)) add(base, quantity);
  return [...quantities].filter(([, quantity]) => !quantity.eq(0));
}

/** As `worth`, in binary floating point: a point of a chart, to 14 digits, for thousands of days in no time. */
function charted(
  holdings: readonly (readonly [asset: string, quantity: number])[],
  market: ReplayMarket,
  currency: string,
  at: number,
): number | null {
  let equity = 0;
  for (const [asset, quantity] of holdings) {
    const price = market.priceAt(asset, currency, at);
    if (price === null) return null;
    equity += quantity * Number(price);
  }
  return Number(equity.toPrecision(14));
}

function worth(holdings: readonly Holding[], market: ReplayMarket, currency: string, at: number): Big | null {
  let equity = big(0);
  for (const [asset, quantity] of holdings) {
    const price = market.priceAt(asset, currency, at);
    if (price === null) return null;
    equity = equity.plus(price === '1' ? quantity : quantity.times(price));
  }
  return equity;
}
