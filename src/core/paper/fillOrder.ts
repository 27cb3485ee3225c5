import type { Decimal } from '../decimal.ts';
import { big } from '../decimal.ts';
import type { Reading } from '../model/reading.ts';
import { failed, ok } from '../model/reading.ts';
import type { Trade } from '../model/trade.ts';
import { positionKey, withRealized } from './broker.ts';
import type { PaperBook } from './paperBook.ts';

/** An order for the simulated broker: a market order, or, with a price, a fill that happened at that price. */
export interface PaperOrder {
  readonly id: string;
  readonly at: number;
  /** `BTC/USD` */
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: Decimal;
  readonly price: Decimal | null;
  readonly strategy: string | null;
}

export interface BrokerTerms {
  readonly feeBps: number;
  /** Smallest fee of a fill, in its quote currency. */
  readonly minFee: number;
  /** Against the customer; only on orders without a price of their own. */
  readonly slippageBps: number;
}

/** Multiplied, not divided by 10,000: the same number, exactly, for a hundredth of the time. */
const basisPoint = big('0.0001');

/**
 * Fills an order at once: at its own price, else at the market's with slippage against the customer. Fee = max(minimum,
 * notional × bps), in quote. Refused: no price, no size, or an opening buy that its currency's cash cannot pay (a buy that only
 * covers a short is always let through).
 */
export function fillOrder(
  book: PaperBook,
  order: PaperOrder,
  marketPrice: Decimal | null,
  terms: BrokerTerms,
): Reading<Trade> {
  const [base, quote, ...rest] = order.symbol.split('/');
  if (!base || !quote || rest.length > 0)
    return failed('config', `'${order.symbol}' is no symbol: write BASE/QUOTE, such as BTC/USD`);
  const quantity = big(order.quantity);
  if (quantity.lte(0)) return failed('config', `the order of ${order.symbol} has no positive quantity`);
  const raw = order.price ?? marketPrice;
  if (raw === null || big(raw).lte(0))
    return failed('config', `no price of ${order.symbol} is known at the time of the order`);
  const slip = big(order.price === null ? terms.slippageBps : 0).times(basisPoint);
  const price = big(raw).times(order.side === 'buy' ? slip.plus(1) : big(1).minus(slip));
  const notional = quantity.times(price);
  const share = notional.times(terms.feeBps).times(basisPoint);
  const fee = share.gt(terms.minFee) ? share : big(terms.minFee);
  const { side, symbol, strategy } = order;
  const held = big(book.positions[positionKey(order)]?.quantity ?? 0);
  const covers = held.lt(0) && quantity.lte(held.abs());
  const cash = big(book.cash[quote] ?? 0);
  if (side === 'buy' && !covers && cash.lt(notional.plus(fee))) {
    return failed(
      'refused',
      `not enough ${quote} to buy ${order.quantity} ${base}: it costs ${notional.plus(fee).toFixed(2)}, there is ${cash.toFixed(2)}; order less, or sell something for ${quote} first`,
    );
  }
  const fill: Trade = {
    id: order.id,
    at: order.at,
    symbol,
    base,
    quote,
    side,
    quantity: quantity.toString(),
    price: price.toString(),
    fee: fee.toString(),
    feeCurrency: quote,
    strategy,
  };
  return ok(withRealized(book, fill));
}
