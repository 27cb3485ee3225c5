import { assertNever } from '../assertNever.ts';
import type { Big, Decimal } from '../decimal.ts';
import { big } from '../decimal.ts';
import type { CashFlow, Trade } from '../model/trade.ts';
import type { PaperBook, PaperEvent, PaperPosition } from './paperBook.ts';

/**
 * The simulated broker (SRC-2) as a state machine: (book, event) → book. Exact. Same direction averages the price; the opposite
 * direction realises closed size × (price − average) × side; a flip opens at the fill price. What a sale leaves of a long, or
 * finds none of, is taken from what was paid in of the asset before it becomes a short. Fees are taken from cash in the quote
 * currency and are no part of the realised P&L.
 */
export function broker(book: PaperBook, event: PaperEvent): PaperBook {
  switch (event.type) {
    case 'flow':
      return paid(book, event.flow);
    case 'fill':
      return filled(book, event.fill);
    case 'reset':
      return { cash: event.cash, positions: {} };
    default:
      return assertNever(event);
  }
}

/** What a fill realises against the book before it, in its quote currency, before its fee. */
export function realizedBy(book: PaperBook, fill: Trade): Big {
  const position = book.positions[positionKey(fill)];
  return position ? closing(position, tradedBy(book, fill), fill.price).realized : big(0);
}

/** How much of a sale is of what was paid in: nobody knows what that cost. */
export function fromCash(
  book: PaperBook,
  fill: Pick<Trade, 'side' | 'symbol' | 'strategy' | 'base' | 'quantity'>,
): Big {
  const there = big(book.cash[fill.base] ?? 0);
  if (fill.side === 'buy' || there.lte(0)) return big(0);
  const held = big(book.positions[positionKey(fill)]?.quantity ?? 0);
  const rest = big(fill.quantity).minus(held.gt(0) ? held : 0);
  return rest.lte(0) ? big(0) : rest.lt(there) ? rest : there;
}

/** A fill with what it realised, or why that is not known. An average is a quotient: its last digits are nobody's money. */
export function withRealized(book: PaperBook, fill: Trade): Trade {
  const { realizedPnl: _, realizedReason: __, ...own } = fill;
  return fromCash(book, fill).gt(0)
    ? { ...own, realizedReason: `${fill.base} was paid in: what it cost is not known` }
    : { ...own, realizedPnl: realizedBy(book, fill).round(18).toString() };
}

/** Positions are kept apart by strategy, so that each has its own average and P&L. */
export function positionKey({
  symbol,
  strategy,
}: {
  readonly symbol: string;
  readonly strategy: string | null;
}): string {
  return strategy === null ? symbol : `${symbol}/${strategy}`;
}

function paid(book: PaperBook, { asset, quantity }: CashFlow): PaperBook {
  return {
    ...book,
    cash: {
      ...book.cash,
      [asset]: big(book.cash[asset] ?? 0)
        .plus(quantity)
        .toString(),
    },
  };
}

function filled(book: PaperBook, fill: Trade): PaperBook {
  const key = positionKey(fill);
  const fee = big(fill.fee ?? 0);
  const before: PaperPosition = book.positions[key] ?? {
    symbol: fill.symbol,
    base: fill.base,
    quote: fill.quote,
    strategy: fill.strategy,
    quantity: '0',
    averagePrice: '0',
    realizedPnl: '0',
    fees: '0',
    openedAt: null,
  };
  const sold = fromCash(book, fill);
  const { quantity, average, realized } = closing(before, tradedBy(book, fill), fill.price);
  const flipped = quantity.times(before.quantity).lte(0);
  const after: PaperPosition = {
    ...before,
    quantity: quantity.toString(),
    averagePrice: average.toString(),
    realizedPnl: big(before.realizedPnl).plus(realized).toString(),
    fees: big(before.fees).plus(fee).toString(),
    openedAt: quantity.eq(0) ? null : flipped ? fill.at : before.openedAt,
  };
  const paidOut = signed(fill)
    .times(fill.price)
    .plus(fill.feeCurrency === null || fill.feeCurrency === fill.quote ? fee : 0);
  const cash: Record<string, string> = { ...book.cash };
  cash[fill.quote] = big(cash[fill.quote] ?? 0)
    .minus(paidOut)
    .toString();
  if (sold.gt(0)) {
    cash[fill.base] = big(cash[fill.base] ?? 0)
      .minus(sold)
      .toString();
  }
  if (fill.feeCurrency !== null && fill.feeCurrency !== fill.quote) {
    cash[fill.feeCurrency] = big(cash[fill.feeCurrency] ?? 0)
      .minus(fee)
      .toString();
  }
  return { cash, positions: { ...book.positions, [key]: after } };
}

/** Quantity, average price and realised P&L after a signed quantity was traded in it. */
function closing(
  before: PaperPosition,
  traded: Big,
  at: Decimal,
): { readonly quantity: Big; readonly average: Big; readonly realized: Big } {
  const held = big(before.quantity);
  const quantity = held.plus(traded);
  const price = big(at);
  const average = big(before.averagePrice);
  if (traded.eq(0)) return { quantity, average, realized: big(0) };
  if (held.times(traded).gte(0)) {
    const cost = held.times(average).plus(traded.times(price));
    return { quantity, average: quantity.eq(0) ? big(0) : cost.div(quantity), realized: big(0) };
  }
  const closed = held.abs().lt(traded.abs()) ? held.abs() : traded.abs();
  const realized = closed.times(price.minus(average)).times(held.gt(0) ? 1 : -1);
  const flipped = quantity.times(held).lt(0);
  return { quantity, average: quantity.eq(0) ? big(0) : flipped ? price : average, realized };
}

/** What a fill changes of its position. */
function tradedBy(book: PaperBook, fill: Trade): Big {
  return signed(fill).plus(fromCash(book, fill));
}

function signed(fill: Trade): Big {
  return big(fill.quantity).times(fill.side === 'buy' ? 1 : -1);
}
