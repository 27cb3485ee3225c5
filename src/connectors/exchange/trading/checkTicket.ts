import { big } from '../../../core/decimal.ts';
import type { OrderTicket } from '../../../core/model/trading.ts';
import { scopeOfMarket } from './marketRules.ts';
import type { OrderExchange, OrderMarket } from './orderExchange.ts';
import type { OrderProfile } from './orderProfiles.ts';

/** Why this order cannot leave exactly as it was confirmed, in words; null: it can. */
export function refusalOf(
  exchange: OrderExchange,
  title: string,
  profile: OrderProfile,
  ticket: OrderTicket,
): string | null {
  const { symbol, side, type, quantity, price } = ticket;
  const market = exchange.markets?.[symbol] as OrderMarket | undefined;
  if (market === undefined) return `${title} has no market ${symbol}`;
  if (market.active === false) return `${title} has closed ${symbol}`;
  const scope = scopeOfMarket(exchange.id, market);
  if (scope === null || !profile.scopes.includes(scope))
    return `orders in ${symbol} are not sent to ${title}: only ${profile.scopes.join(' and ')} markets are supported there`;
  if (!/^[A-Za-z0-9]{1,18}$/.test(ticket.clientOrderId)) return `${ticket.clientOrderId} is no client order id`;
  if (!big(quantity).gt(0)) return `the quantity ${quantity} is not above zero`;
  if (type === 'limit' && (price === null || !big(price).gt(0))) return 'a limit order needs a price above zero';
  if (type === 'market' && side === 'buy' && scope === 'spot' && profile.markets === 'byCost')
    return `${title} takes market buys by what they cost, not by quantity, so that ${quantity} ${market.base} could not be bought exactly: give a limit price`;
  const sentQuantity = rounded(() => exchange.amountToPrecision(symbol, quantity));
  if (sentQuantity === null || !big(sentQuantity).eq(quantity))
    return `${quantity} is not on ${title}'s step for ${symbol}${sentQuantity === null ? '' : ` (${sentQuantity} would be)`}`;
  if (type !== 'limit' || price === null) return null;
  const sentPrice = rounded(() => exchange.priceToPrecision(symbol, price));
  if (sentPrice === null || !big(sentPrice).eq(price))
    return `the price ${price} is not on ${title}'s step for ${symbol}${sentPrice === null ? '' : ` (${sentPrice} would be)`}`;
  return null;
}

/** ccxt throws for amounts below the smallest step. */
function rounded(round: () => string): string | null {
  try {
    return round();
  } catch {
    return null;
  }
}
