import { type Big, big, toNumber } from '../decimal.ts';
import type { Position } from '../model/snapshot.ts';
import { rateOf } from '../risk/rates.ts';
import { changeHolding, type DraftBook, type DraftFill, noChange, resizePosition } from './draftBook.ts';

/**
 * A fill of a derivative moves no asset: it closes what is open on the other side (its P&L goes to the wallet of the
 * settlement currency) and opens what is beyond it; reduce-only never opens. Where both sides are open (hedge mode), only
 * reduce-only closes.
 */
export function contractFill(book: DraftBook, fill: DraftFill): void {
  const { ticket, quantity } = fill;
  const rows = [...book.positions.values()].filter(
    (one) => one.account === ticket.account && one.symbol === ticket.symbol,
  );
  const side = ticket.side === 'buy' ? 'long' : 'short';
  const own = rows.find((one) => one.side === side);
  const other = rows.find((one) => one.side !== side);
  const closes = other && (ticket.reduceOnly || !own) ? smaller(quantity, big(other.size)) : big(0);
  if (other && closes.gt(0)) close(book, fill, other, closes);
  const opens = ticket.reduceOnly ? big(0) : quantity.minus(closes);
  if (opens.gt(0)) open(book, fill, own, opens);
  pay(book, fill, fill.fee.times(-1));
}

function close(book: DraftBook, fill: DraftFill, position: Position, quantity: Big): void {
  const part = quantity.div(position.size);
  const pnl = position.baseUnrealizedPnl;
  if (pnl === null) {
    book.unknown.push(`what closing ${position.symbol} realises is not known: its open P&L is not`);
  } else {
    const gain = part.times(big(pnl)).plus(beside(fill, position, part));
    book.realized = book.realized.plus(gain);
    pay(book, fill, gain);
  }
  resizePosition(book, position, big(position.size).minus(quantity));
}

/** What a fill beside the mark gains or loses on `part` of a position, base currency. */
function beside({ price }: DraftFill, { markPrice, baseNotional, side }: Position, part: Big): Big {
  if (markPrice === null || markPrice === 0 || baseNotional === null) return big(0);
  const gain = price.div(big(markPrice)).minus(1).times(big(baseNotional)).times(part);
  return side === 'long' ? gain : gain.times(-1);
}

function open(book: DraftBook, fill: DraftFill, own: Position | undefined, quantity: Big): void {
  if (own) {
    const size = big(own.size).plus(quantity);
    // Linear contracts average by size; of inverse ones it is the nearest that the book itself can tell.
    const entry =
      own.entryPrice === null
        ? null
        : toNumber(big(own.size).times(big(own.entryPrice)).plus(quantity.times(fill.price)).div(size));
    resizePosition(book, own, size, entry);
    return;
  }
  const { ticket, base, quote, price } = fill;
  const part = quantity.div(fill.quantity);
  const baseNotional = toNumber(fill.notional.times(part));
  const side = ticket.side === 'buy' ? 'long' : 'short';
  const id = `${ticket.account}/${ticket.scope}/${ticket.symbol}/${side}`;
  const rate = rateOf(book.snapshot, quote);
  book.positions.set(id, {
    id,
    symbol: ticket.symbol,
    asset: base,
    account: ticket.account,
    instrument: ticket.scope === 'future' ? 'future' : 'swap',
    side,
    size: quantity.toString(),
    currency: quote,
    entryPrice: toNumber(price),
    markPrice: toNumber(price),
    notional: rate === null ? null : toNumber(fill.notional.times(part).div(rate)),
    unrealizedPnl: 0,
    realizedPnl: null,
    roi: null,
    leverage: null,
    margin: null,
    liquidationPrice: null,
    fundingPaid: null,
    openedAt: null,
    strategy: ticket.strategy,
    baseNotional,
    baseUnrealizedPnl: 0,
    baseRealizedPnl: null,
    share: null,
    change24h: noChange,
    price: null,
    state: 'ok',
    reason: null,
    missing: { margin: 'it is known once the position is open' },
  });
}

/** `amount` in base currency, to the wallet of the settlement currency. */
function pay(book: DraftBook, fill: DraftFill, amount: Big): void {
  const { ticket, settle, quote } = fill;
  const asset = settle ?? quote;
  const rate = rateOf(book.snapshot, asset) ?? (asset === quote ? fill.rate : null);
  if (rate === null || amount.eq(0)) {
    if (!amount.eq(0)) book.unknown.push(`no price leads from ${asset}, in which ${ticket.symbol} is settled`);
    return;
  }
  const price = { price: toNumber(rate), source: 'the price of the order', at: book.snapshot.asOf };
  changeHolding(book, { account: ticket.account, scope: ticket.scope, asset, price }, amount.div(rate));
}

function smaller(a: Big, b: Big): Big {
  return a.lt(b) ? a : b;
}
