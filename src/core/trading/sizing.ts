import { type Big, big, toNumber } from '../decimal.ts';
import type { MarketRules } from '../model/trading.ts';
import { amountInWords } from '../risk/amounts.ts';

/** The largest multiple of the market's step that is not above a quantity. */
export function downToStep({ quantityStep }: Pick<MarketRules, 'quantityStep'>, quantity: Big): Big {
  const step = big(quantityStep);
  if (!step.gt(0) || quantity.lte(0)) return quantity.gt(0) ? quantity : big(0);
  return quantity.div(step).round(0, 0).times(step);
}

export function upToStep(rules: Pick<MarketRules, 'quantityStep'>, quantity: Big): Big {
  const down = downToStep(rules, quantity);
  return down.eq(quantity) ? down : down.plus(rules.quantityStep);
}

/** A limit price on the market's step, never worse than it was asked for: down for a purchase, up for a sale. */
export function onPriceStep({ priceStep }: MarketRules, price: Big, side: 'buy' | 'sell'): Big {
  if (priceStep === null || !big(priceStep).gt(0)) return price;
  return price
    .div(priceStep)
    .round(0, side === 'buy' ? 0 : 3)
    .times(priceStep);
}

/** What a quantity is worth in quote: × price × contract size; an inverse contract's size is in quote already. */
export function quoteValue({ contract, contractSize }: MarketRules, quantity: Big, price: Big): Big {
  const units = quantity.times(contractSize);
  return contract === 'inverse' ? units : units.times(price);
}

/** The quantity that is worth an amount of quote, not on the step yet. */
export function quantityFor({ contract, contractSize }: MarketRules, amount: Big, price: Big): Big {
  return contract === 'inverse' ? amount.div(contractSize) : amount.div(price.times(contractSize));
}

/** Why an order cannot be as small as this, or null. */
export function tooSmall(rules: MarketRules, quantity: Big, price: Big): string | null {
  const { symbol, minQuantity, minNotional, quantityStep, quote } = rules;
  if (quantity.lte(0)) return `it is less than the smallest step of ${symbol}, ${quantityStep}`;
  if (minQuantity !== null && quantity.lt(minQuantity)) {
    return `${quantity.toString()} is below the smallest quantity of ${symbol}, ${minQuantity}`;
  }
  const value = quoteValue(rules, quantity, price);
  if (minNotional !== null && value.lt(minNotional)) {
    const words = amountInWords(toNumber(value), 'money', quote);
    return `${words} is below the smallest order of ${symbol}, ${amountInWords(Number(minNotional), 'money', quote)}`;
  }
  return null;
}

/** Taker fee in quote; null where the market does not tell it. */
export function feeOf({ takerFee, minFee }: MarketRules, value: Big): Big | null {
  if (takerFee === null) return null;
  const fee = value.times(big(takerFee));
  return minFee !== undefined && fee.lt(minFee) ? big(minFee) : fee;
}

/** Left where a fee is not known, so that a purchase of all cash does not overdraw. */
const unknownFee = big('0.01');

/** What of an amount of money can be bought for, its fee included. */
export function spendable(rules: MarketRules, money: Big): Big {
  const { takerFee, minFee } = rules;
  const rate = takerFee === null ? unknownFee : big(takerFee);
  const byRate = money.div(rate.plus(1));
  if (minFee === undefined) return byRate.gt(0) ? byRate : big(0);
  const byMinimum = money.minus(minFee);
  const least = byRate.lt(byMinimum) ? byRate : byMinimum;
  return least.gt(0) ? least : big(0);
}
