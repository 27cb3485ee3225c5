import { big, type Decimal, toNumber } from '../decimal.ts';
import type { MarketRules } from '../model/trading.ts';
import type { BrokerTerms } from './fillOrder.ts';
import type { PaperBook } from './paperBook.ts';
import { freeCash } from './placeOrder.ts';

/**
 * What the simulated broker demands in a market at a price. A step of the quantity is worth at most a hundredth of the quote
 * currency, a step of the price is its seventh digit, as in the simulated market. Where what is held is finer than the step, the
 * step is as fine, so that everything that is held can be sold.
 */
export function paperRules(
  symbol: string,
  price: Decimal,
  book: PaperBook,
  { feeBps, minFee, slippageBps }: BrokerTerms,
): MarketRules {
  const [base = '', quote = ''] = symbol.split('/');
  const magnitude = Math.floor(Math.log10(toNumber(price)));
  const held = Object.values(book.positions).filter((position) => position.symbol === symbol);
  const digits = Math.max(0, magnitude + 3, ...held.map(({ quantity }) => decimals(quantity)));
  const step = tenth(digits);
  const free = freeCash(book, quote);
  return {
    symbol,
    base,
    quote,
    scope: 'spot',
    contractSize: '1',
    quantityStep: step,
    priceStep: tenth(Math.max(0, 6 - magnitude)),
    minQuantity: step,
    maxQuantity: null,
    minNotional: null,
    takerFee: feeBps / 10_000,
    minFee: big(minFee).toString(),
    slippage: slippageBps / 10_000,
    spendable: (free.gt(0) ? free : big(0)).toString(),
    allowsShort: true,
  };
}

function decimals(quantity: Decimal): number {
  return quantity.split('.')[1]?.length ?? 0;
}

/** 10^−digits. */
function tenth(digits: number): Decimal {
  return digits === 0 ? '1' : `0.${'0'.repeat(digits - 1)}1`;
}
