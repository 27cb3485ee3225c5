import type { Big, Decimal } from '../decimal.ts';
import { big, toNumber } from '../decimal.ts';
import type { ValuePoint } from '../model/series.ts';
import type { BrokerTerms } from './fillOrder.ts';
import type { PaperAccount } from './paperAccount.ts';
import { newPaperAccount, playOn } from './paperAccount.ts';
import type { PaperBook } from './paperBook.ts';
import { emptyPaperBook } from './paperBook.ts';
import type { PaperEvents } from './paperEvents.ts';
import { happenings } from './paperEvents.ts';

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
}

export interface Replay extends PaperAccount {
  /**
   * Equity at the first flow (the baseline, with that flow) and then at the end of every UTC day up to `to`: `at` is the midnight
   * that ends the day, `flow` the net deposits since the previous point, valued when they came. Origin `simulated`.
   */
  readonly points: readonly ValuePoint[];
}

const day = 86_400_000;

/**
 * Runs a paper account from its first flow (the starting cash is one) to `settings.to`, in order of time. Pure: the same input
 * gives the same account.
 */
export function replay(events: PaperEvents, market: ReplayMarket, settings: ReplaySettings): Replay {
  const happened = happenings(events, { after: Number.NEGATIVE_INFINITY, to: settings.to, seen: 0 });
  const points: ValuePoint[] = [];
  const begin = happened[0]?.at;
  if (begin === undefined) return { points, ...newPaperAccount };
  let book = emptyPaperBook;
  /** Of `book`, read once for all the days on which nothing happens. */
  let held: readonly (readonly [asset: string, quantity: number])[] | null = null;
  /** Net flows since the last point; null as soon as one of them had no price. */
  let pending: Big | null = big(0);
  const record = (at: number) => {
    held ??= holdingsOf(book).map(([asset, quantity]) => [asset, toNumber(quantity)]);
    const equity = charted(held, market, settings.currency, at);
    if (equity === null) return;
    points.push({ at, equity, flow: pending && toNumber(pending), origin: 'simulated' });
    pending = big(0);
  };
  let midnight = Math.floor(begin / day) * day + day;
  const recordUntil = (end: number) => {
    for (; midnight < end; midnight += day) record(midnight);
  };
  let index = 0;
  const account = playOn(newPaperAccount, happened, market, settings, {
    before: (event) => recordUntil(Math.min(event.at, settings.to)),
    after: (event, next, flows) => {
      book = next;
      held = null;
      for (const flow of flows) {
        const price = market.priceAt(flow.asset, settings.currency, Math.min(event.at, settings.to));
        pending = pending && price !== null ? pending.plus(big(price).times(flow.quantity)) : null;
      }
      index += 1;
      // The baseline is the account as first funded, before it trades.
      const then = happened[index];
      const funded = event.rank === 0 && (then === undefined || then.rank !== 0 || then.at > event.at);
      if (points.length === 0 && funded) record(event.at);
    },
  });
  recordUntil(settings.to + 1);
  return { points, ...account };
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
