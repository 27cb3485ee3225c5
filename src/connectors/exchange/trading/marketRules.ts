import { big, type Decimal, parseDecimal } from '../../../core/decimal.ts';
import type { Scope } from '../../../core/model/account.ts';
import type { MarketRules } from '../../../core/model/trading.ts';
import type { OrderExchange, OrderMarket } from './orderExchange.ts';

/** ccxt's ways to state a precision. */
const decimalPlaces = 2;
const significantDigits = 3;

/** The pocket a market is traded in, as the scopes of an account name them; null for what cannot be traded here. */
export function scopeOfMarket(exchange: string, market: OrderMarket): Scope | null {
  if (market.option === true || market.quanto === true) return null;
  if (market.spot === true) return 'spot';
  if (market.swap !== true && market.future !== true) return null;
  if (market.settle !== market.quote && market.settle !== market.base) return null;
  // Binance keeps what is settled in coins in a wallet of its own, which the scope `future` reads.
  if (exchange === 'binance') return market.inverse === true ? 'future' : 'swap';
  return market.swap === true ? 'swap' : 'future';
}

/** Rules of one market; null where its step of quantities is not known: such a market cannot be traded exactly. */
export function marketRules(exchange: OrderExchange, market: OrderMarket, scope: Scope): MarketRules | null {
  const quantityStep = stepOf(exchange.precisionMode, market.precision?.amount, true);
  if (quantityStep === null) return null;
  const { amount, cost, market: atMarket } = market.limits ?? {};
  const contract = market.spot === true ? {} : ({ contract: market.inverse === true ? 'inverse' : 'linear' } as const);
  return {
    symbol: market.symbol,
    base: market.base,
    quote: market.quote,
    scope,
    ...contract,
    contractSize: market.spot === true ? '1' : (positive(market.contractSize) ?? '1'),
    quantityStep,
    priceStep: stepOf(exchange.precisionMode, market.precision?.price, false),
    minQuantity: positive(amount?.min),
    maxQuantity: least(positive(amount?.max), positive(atMarket?.max)),
    minNotional: positive(cost?.min),
    takerFee: feeOf(market.taker),
    allowsShort: market.spot !== true,
  };
}

/** A tick as it is; a number of places as the tick it means. Digits that count from the first one are no fixed step of prices. */
function stepOf(mode: number, precision: unknown, isAmount: boolean): Decimal | null {
  const value = parseDecimal(precision);
  if (value === null) return null;
  if (mode === decimalPlaces || (mode === significantDigits && isAmount)) {
    const places = Number(value);
    return Number.isInteger(places) && Math.abs(places) <= 30 ? big(10).pow(-places).toString() : null;
  }
  if (mode === significantDigits) return null;
  return big(value).gt(0) ? value : null;
}

function least(a: Decimal | null, b: Decimal | null): Decimal | null {
  if (a === null || b === null) return a ?? b;
  return big(a).lt(b) ? a : b;
}

function feeOf(value: unknown): number | null {
  const fee = parseDecimal(value);
  return fee === null ? null : Number(fee);
}

function positive(value: unknown): Decimal | null {
  const number = parseDecimal(value);
  return number !== null && big(number).gt(0) ? number : null;
}
