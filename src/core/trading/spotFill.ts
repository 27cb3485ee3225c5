import { type Big, big, toNumber } from '../decimal.ts';
import type { Position } from '../model/snapshot.ts';
import { changeHolding, type DraftBook, type DraftFill, isMoney, noChange, resizePosition } from './draftBook.ts';
import { paidInOf } from './planContext.ts';

/**
 * A fill that moves an asset against money. On a paper account a purchase covers a short first, and what is sold beyond
 * what is held is a short: its proceeds are set against it, so that opening one moves no cash (as the book shows it).
 */
export function spotFill(book: DraftBook, fill: DraftFill): void {
  const { ticket, quantity, price } = fill;
  const paper = book.snapshot.accounts.some((one) => one.id === ticket.account && one.kind === 'paper');
  if (ticket.side === 'buy') {
    const short = paper ? shortOf(book, fill) : undefined;
    const covered = short ? smaller(quantity, big(short.size)) : big(0);
    if (short) cover(book, fill, short, covered);
    const bought = quantity.minus(covered);
    if (bought.gt(0)) {
      moveMoney(book, fill, bought.times(price).times(-1));
      addHeld(book, fill, bought);
    }
  } else {
    const held = paper ? big(longOf(book, fill)?.size ?? 0) : quantity;
    const sold = smaller(quantity, held);
    if (sold.gt(0)) sell(book, fill, sold);
    const rest = quantity.minus(sold);
    const paidIn = paper && rest.gt(0) ? takePaidIn(book, fill, rest) : big(0);
    const shorted = rest.minus(paidIn);
    if (shorted.gt(0)) openShort(book, fill, shorted);
  }
  if (!fill.fee.eq(0)) moveMoney(book, fill, (fill.rate.eq(1) ? fill.fee : fill.fee.div(fill.rate)).times(-1));
}

function sell(book: DraftBook, fill: DraftFill, quantity: Big): void {
  moveMoney(book, fill, quantity.times(fill.price));
  takeHeld(book, fill, quantity);
}

/** Of a paper account: what was paid in is sold before anything becomes a short. How much of it was there. */
function takePaidIn(book: DraftBook, fill: DraftFill, wanted: Big): Big {
  const { account } = fill.ticket;
  const position = paidInOf(book.positions.values(), account, fill.base);
  const there = isMoney(book, fill.base) ? moneyIn(book, account, fill.base) : big(position?.size ?? 0);
  const sold = smaller(wanted, there);
  if (!sold.gt(0)) return big(0);
  const strategy = position?.strategy ?? fill.ticket.strategy;
  sell(book, { ...fill, ticket: { ...fill.ticket, symbol: fill.base, strategy } }, sold);
  return sold;
}

function moneyIn(book: DraftBook, account: string, asset: string): Big {
  return [...book.holdings.values()].reduce(
    (total, one) =>
      one.account === account && one.asset === asset ? total.plus(one.quantity).minus(one.borrowed) : total,
    big(0),
  );
}

/** In quote. */
function moveMoney(book: DraftBook, fill: DraftFill, amount: Big): void {
  if (amount.eq(0)) return;
  const { ticket, quote, rate } = fill;
  const scope = ticket.scope === 'margin' ? 'margin' : 'spot';
  const price = { price: toNumber(rate), source: 'the price of the order', at: book.snapshot.asOf };
  changeHolding(book, { account: ticket.account, scope, asset: quote, price }, amount);
  if (isMoney(book, quote)) return;
  // A market quoted in a coin: what is paid is a sale of that coin, what comes in a purchase of it, at its own price.
  const own = { ...ticket, symbol: quote, strategy: null };
  const coin: DraftFill = {
    ...fill,
    ticket: own,
    base: quote,
    quote: book.snapshot.baseCurrency,
    price: rate,
    rate: big(1),
  };
  if (amount.lt(0)) realise(book, coin, longOf(book, coin), amount.abs());
  changeSpotPosition(book, coin, amount, amount.gt(0) ? rate : null);
}

function addHeld(book: DraftBook, fill: DraftFill, quantity: Big): void {
  moveAsset(book, fill, quantity);
  changeSpotPosition(book, fill, quantity, fill.price);
}

function takeHeld(book: DraftBook, fill: DraftFill, quantity: Big): void {
  const position = longOf(book, fill);
  if (!isMoney(book, fill.base)) realise(book, fill, position, quantity);
  moveAsset(book, fill, quantity.times(-1));
  changeSpotPosition(book, fill, quantity.times(-1), null);
}

function moveAsset(book: DraftBook, { ticket, base, price, rate }: DraftFill, delta: Big): void {
  const scope = ticket.scope === 'margin' ? 'margin' : 'spot';
  const priced = { price: toNumber(price.times(rate)), source: 'the price of the order', at: book.snapshot.asOf };
  const place = { account: ticket.account, scope, asset: base, strategy: ticket.strategy, price: priced } as const;
  changeHolding(book, place, delta);
}

/** What a sale realises, by the average entry; not known where that is not, or is in another currency. */
function realise(book: DraftBook, fill: DraftFill, position: Position | undefined, quantity: Big): void {
  if (position === undefined || position.entryPrice === null) {
    book.unknown.push(`what selling ${fill.base} realises is not known: its entry price is not`);
    return;
  }
  // An entry in another currency than the market's is compared in base currency, by the position's own conversion.
  const { notional, baseNotional } = position;
  const rate = position.currency === fill.quote ? fill.rate : ratio(baseNotional, notional);
  if (rate === null) {
    book.unknown.push(`what selling ${fill.base} realises is not known: no price leads from ${position.currency}`);
    return;
  }
  const proceeds = quantity.times(fill.price).times(fill.rate);
  book.realized = book.realized.plus(proceeds.minus(quantity.times(big(position.entryPrice)).times(rate)));
}

function ratio(baseNotional: number | null, notional: number | null): Big | null {
  return baseNotional === null || notional === null || notional === 0 ? null : big(baseNotional).div(big(notional));
}

function cover(book: DraftBook, fill: DraftFill, short: Position, quantity: Big): void {
  if (short.entryPrice === null) {
    book.unknown.push(`what covering ${short.symbol} realises is not known: its entry price is not`);
  } else {
    const gain = big(short.entryPrice).minus(fill.price).times(quantity);
    book.realized = book.realized.plus(gain.times(fill.rate));
    moveMoney(book, fill, gain);
  }
  resizePosition(book, short, big(short.size).minus(quantity));
}

function openShort(book: DraftBook, fill: DraftFill, quantity: Big): void {
  const short = shortOf(book, fill);
  const added = toNumber(quantity.times(fill.price));
  if (short) {
    const size = big(short.size).plus(quantity);
    const entry = short.entryPrice === null ? null : (short.entryPrice * toNumber(short.size) + added) / toNumber(size);
    resizePosition(book, short, size, entry);
    return;
  }
  const { account, symbol, strategy } = fill.ticket;
  // As the valuation names rows: one of another strategy beside it is a second one.
  const ids = (count: number) => `${account}/margin/${symbol}/short${count === 1 ? '' : `/${count}`}`;
  let count = 1;
  while (book.positions.has(ids(count))) count += 1;
  book.positions.set(ids(count), { ...freshPosition(book, fill, quantity), id: ids(count), side: 'short', strategy });
}

/** The account's long of this market (of a paper account, also of this strategy), else of this asset. */
export function longOf(book: DraftBook, { ticket, base }: Pick<DraftFill, 'ticket' | 'base'>): Position | undefined {
  const { account, symbol, strategy } = ticket;
  const prefix = `${account}/position/`;
  const own = [...book.positions.values()].filter((one) => one.asset === base && one.id.startsWith(prefix));
  const paper = book.snapshot.accounts.some((one) => one.id === account && one.kind === 'paper');
  const inMarket = own.filter((one) => one.symbol === symbol);
  const exact = inMarket.find((one) => one.strategy === strategy);
  if (exact) return exact;
  // Without a strategy of its own an order belongs to the account's, which its only position has.
  if (paper) return strategy === null && inMarket.length === 1 ? inMarket[0] : undefined;
  return inMarket[0] ?? own.sort((a, b) => (b.baseNotional ?? 0) - (a.baseNotional ?? 0))[0];
}

export function shortOf(book: DraftBook, { ticket }: Pick<DraftFill, 'ticket'>): Position | undefined {
  const { account, symbol, strategy } = ticket;
  const prefix = `${account}/position/`;
  const own = [...book.positions.values()].filter(
    (one) => one.account === account && one.symbol === symbol && one.side === 'short' && !one.id.startsWith(prefix),
  );
  return own.find((one) => one.strategy === strategy) ?? (strategy === null && own.length === 1 ? own[0] : undefined);
}

/** The position that a holding is (POS-2a) follows what is held. `price`: of a purchase, in quote. */
function changeSpotPosition(book: DraftBook, fill: DraftFill, delta: Big, price: Big | null): void {
  if (isMoney(book, fill.base)) return;
  const position = longOf(book, fill);
  if (position === undefined) {
    if (price === null) return;
    const { account, symbol, strategy } = fill.ticket;
    const id = `${account}/position/${symbol}${strategy === null ? '' : `/${strategy}`}`;
    book.positions.set(id, { ...freshPosition(book, fill, delta), id, strategy });
    return;
  }
  const signed = big(position.size).times(position.side === 'long' ? 1 : -1);
  const size = signed.plus(delta);
  if (signed.times(size).lt(0)) {
    resizePosition(book, { ...position, side: size.gt(0) ? 'long' : 'short' }, size.abs(), null);
    return;
  }
  const { entryPrice, currency } = position;
  if (price === null) resizePosition(book, position, size.abs());
  else if (entryPrice === null || currency !== fill.quote) resizePosition(book, position, size.abs(), null);
  else {
    const cost = signed.times(big(entryPrice)).plus(delta.times(price));
    resizePosition(book, position, size.abs(), size.eq(0) ? null : toNumber(cost.div(size)));
  }
}

/** A position that an order opens, valued at the book's own price where it has one. */
function freshPosition(book: DraftBook, fill: DraftFill, quantity: Big): Omit<Position, 'id'> {
  const { ticket, base, quote, price, rate } = fill;
  const held = [...book.holdings.values()].find((one) => one.asset === base && one.price !== null);
  const known = held?.price ?? book.snapshot.assets.find((one) => one.asset === base)?.price;
  const use = known ?? { price: toNumber(price.times(rate)), source: 'the price of the order', at: book.snapshot.asOf };
  const mark = use.price / toNumber(rate);
  const notional = toNumber(quantity) * mark;
  const baseNotional = toNumber(quantity.times(big(use.price)));
  const side = ticket.side === 'buy' ? 1 : -1;
  const pnl = known ? side * (mark - toNumber(price)) * toNumber(quantity) : 0;
  return {
    symbol: ticket.symbol,
    asset: base,
    account: ticket.account,
    instrument: 'spot',
    side: 'long',
    size: quantity.toString(),
    currency: quote,
    entryPrice: toNumber(price),
    markPrice: mark,
    notional,
    unrealizedPnl: pnl,
    realizedPnl: null,
    roi: null,
    leverage: null,
    margin: null,
    liquidationPrice: null,
    fundingPaid: null,
    openedAt: null,
    strategy: ticket.strategy,
    baseNotional,
    baseUnrealizedPnl: pnl * toNumber(rate),
    baseRealizedPnl: null,
    share: null,
    change24h: noChange,
    price: use,
    state: 'ok',
    reason: null,
    missing: {},
  };
}

function smaller(a: Big, b: Big): Big {
  return a.lt(b) ? a : b;
}
