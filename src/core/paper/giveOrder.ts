import { big, type Decimal } from '../decimal.ts';
import { failed, type Reading } from '../model/reading.ts';
import type { Trade } from '../model/trade.ts';
import type { MarketRules, OrderTicket } from '../model/trading.ts';
import { paperRules } from './paperRules.ts';
import { placeOrder } from './placeOrder.ts';
import type { SimulatedBroker } from './simulatedBroker.ts';

/** What the simulated broker says to an order, its market's rules included: the fill, or in words why there is none. */
export function giveOrder(
  { book, terms, strategy }: SimulatedBroker,
  ticket: OrderTicket,
  at: number,
  marketPrice: Decimal | null,
): Reading<Trade> {
  const wrong = marketPrice === null ? null : offStep(ticket, paperRules(ticket.symbol, marketPrice, book, terms));
  return wrong === null ? placeOrder(book, ticket, at, marketPrice, terms, strategy) : failed('refused', wrong);
}

/** The step follows what is held, so that an order before this one may have made it coarser: what only lessens may be finer. */
function offStep({ symbol, quantity, price, type, reduceOnly }: OrderTicket, rules: MarketRules): string | null {
  if (!big(quantity).gt(0)) return `the order of ${symbol} has no positive quantity`;
  if (!reduceOnly && !big(quantity).mod(rules.quantityStep).eq(0)) {
    return `the quantity ${quantity} of ${symbol} is no multiple of the step ${rules.quantityStep}: order a multiple of it`;
  }
  const step = rules.priceStep;
  if (type === 'limit' && price !== null && step !== null && !big(price).mod(step).eq(0)) {
    return `the limit ${price} of ${symbol} is no multiple of the step ${step}: name one that is`;
  }
  return null;
}
