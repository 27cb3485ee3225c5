import { type Big, big, type Decimal } from '../decimal.ts';
import type { Reading } from '../model/reading.ts';
import { failed } from '../model/reading.ts';
import type { Trade } from '../model/trade.ts';
import type { OrderTicket } from '../model/trading.ts';
import { broker, positionKey } from './broker.ts';
import type { BrokerTerms } from './fillOrder.ts';
import { fillOrder } from './fillOrder.ts';
import type { PaperBook, PaperPosition } from './paperBook.ts';

/**
 * An order as a person gives it to the simulated broker: filled at once or refused in words. Stricter than an order of a file:
 * what opens is paid from free cash (the proceeds of shorts are set against them), a limit holds, and what does not fill now is
 * refused, because this broker keeps no waiting orders. A short needs no more than its fee: limits of risk bound it.
 */
export function placeOrder(
  book: PaperBook,
  ticket: OrderTicket,
  at: number,
  marketPrice: Decimal | null,
  terms: BrokerTerms,
  strategyOfAccount: string | null,
): Reading<Trade> {
  const strategy = strategyOf(book, ticket, strategyOfAccount);
  if (!strategy.ok) return strategy;
  const price = ticket.type === 'limit' ? limited(ticket, marketPrice, terms) : { ok: true as const, value: null };
  if (!price.ok) return price;
  const { clientOrderId: id, symbol, side, quantity } = ticket;
  const order = { id, at, symbol, side, quantity, price: price.value, strategy: strategy.value };
  const paidIn = side === 'sell' ? big(book.cash[symbol.split('/')[0] ?? ''] ?? 0) : big(0);
  const left = closes(book.positions[positionKey(order)], ticket, paidIn);
  if (ticket.reduceOnly && (left === null || left.lt(0))) {
    return failed(
      'refused',
      `${ticket.symbol} is not held in that size: an order that may only reduce would open more; plan it again`,
    );
  }
  const filled = fillOrder(book, order, marketPrice, terms);
  if (!filled.ok) return filled;
  const fill: Trade = { ...filled.value, clientOrderId: id };
  if (left?.gte(0)) return { ok: true, value: fill };
  const before = freeCash(book, fill.quote);
  const after = freeCash(broker(book, { type: 'fill', fill }), fill.quote);
  if (after.gte(0)) return { ok: true, value: fill };
  return failed('refused', tooLittle(fill, before, after));
}

/** What is missing for an order that opens something, and what helps. */
function tooLittle({ quote, base, side, quantity }: Trade, before: Big, after: Big): string {
  const cost = before.minus(after);
  const takes = cost.gt(0) ? `it takes ${cost.toFixed(2)}${side === 'sell' ? ' for its fee' : ''}, ` : '';
  const there = `there is ${before.toFixed(2)} free`;
  const sell = `sell something that you hold for ${quote} first`;
  const what = `not enough ${quote} to ${side} ${quantity} ${base}${side === 'sell' ? ' short' : ''}`;
  return `${what}: ${takes}${there}; ${before.gt(0) ? `order less, or ${sell}` : sell}`;
}

/**
 * What is left of a position on the other side, and, of a sale, of what was paid in; negative: the order goes beyond it; null: there
 * is nothing to close.
 */
function closes(held: PaperPosition | undefined, { side, quantity }: OrderTicket, paidIn = big(0)): Big | null {
  const size = big(held?.quantity ?? 0);
  const opposite = side === 'sell' ? size.gt(0) : size.lt(0);
  const there = (opposite ? size.abs() : big(0)).plus(paidIn.gt(0) ? paidIn : 0);
  return there.gt(0) ? there.minus(quantity) : null;
}

/** Cash that no short's proceeds are in: what the account shows as its balance. */
export function freeCash(book: PaperBook, quote: string): Big {
  let free = big(book.cash[quote] ?? 0);
  for (const position of Object.values(book.positions)) {
    if (position.quote !== quote || !position.quantity.startsWith('-')) continue;
    free = free.plus(big(position.quantity).times(position.averagePrice));
  }
  return free;
}

/** The price of a limit order that fills now: the market's with slippage, but never worse than the limit. */
function limited(
  { symbol, side, price }: OrderTicket,
  marketPrice: Decimal | null,
  terms: BrokerTerms,
): Reading<Decimal | null> {
  if (price === null || big(price).lte(0)) return failed('config', `the limit order of ${symbol} has no limit`);
  if (marketPrice === null) return failed('config', `no price of ${symbol} is known now`);
  const market = big(marketPrice);
  const buy = side === 'buy';
  if (buy ? market.gt(price) : market.lt(price)) {
    return failed(
      'refused',
      `the market of ${symbol} is at ${marketPrice}: a limit of ${price} would have to wait, and this simulated broker keeps no waiting orders; order at the market, or with a limit that it meets`,
    );
  }
  const slip = big(terms.slippageBps).times('0.0001');
  const slipped = market.times(buy ? slip.plus(1) : big(1).minus(slip));
  return { ok: true, value: (buy ? slipped.gt(price) : slipped.lt(price)) ? price : slipped.toString() };
}

/**
 * Whose position an order changes: the strategy it names; else that of the position it closes, the account's own strategy first;
 * else the account's own. Refused where it would open against what is held elsewhere, because that is hardly what was meant.
 */
function strategyOf(book: PaperBook, ticket: OrderTicket, own: string | null): Reading<string | null> {
  const { symbol, side, quantity } = ticket;
  if (ticket.strategy !== null) return { ok: true, value: ticket.strategy };
  const [base] = symbol.split('/');
  const opposite = Object.values(book.positions).filter((position) =>
    side === 'sell'
      ? position.base === base && big(position.quantity).gt(0)
      : position.base === base && big(position.quantity).lt(0),
  );
  const here = opposite.filter((position) => position.symbol === symbol);
  const mine = here.find((position) => position.strategy === own);
  const [first, ...others] = here;
  const paidIn = side === 'sell' && big(book.cash[base ?? ''] ?? 0).gte(quantity);
  if (first === undefined && opposite[0] !== undefined && !paidIn) {
    const other = opposite[0].symbol;
    const words =
      side === 'sell'
        ? `is held in the market ${other}: order it there`
        : `is short in the market ${other}: buy it there, which closes that short, before you buy it for another money`;
    return failed('refused', `${base} ${words}`);
  }
  if (mine !== undefined && (others.length === 0 || closes(mine, ticket)?.gte(0))) return { ok: true, value: own };
  if (first === undefined) return { ok: true, value: own };
  if (others.length === 0) return { ok: true, value: first.strategy };
  const enough = here.find((position) => closes(position, ticket)?.gte(0));
  if (enough !== undefined) return { ok: true, value: enough.strategy };
  const held = here.map((each) => `${big(each.quantity).abs()} of ${each.strategy ?? 'no strategy'}`).join(', ');
  return failed(
    'refused',
    `${symbol} is held by several strategies (${held}): one order of ${quantity} cannot close them; order for one at a time`,
  );
}
