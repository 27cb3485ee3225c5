import type { Decimal } from '../core/decimal.ts';
import type { OrderSize } from '../core/model/trading.ts';
import { parseSize } from '../present/trading/parseSize.ts';
import type { Options } from './command.ts';

export interface AskedOrder {
  /** `BTC/USD`, or an asset: then in its account's best market. */
  readonly symbol: string;
  readonly size: OrderSize;
  /** Of a limit order. */
  readonly price: Decimal | null;
}

/** `SYMBOL [AMOUNT]` with `--quantity`, `--notional`, `--all` and `--limit`: exactly one size, at most one price. */
export function orderSize(
  [typedSymbol, amount]: readonly string[],
  { quantity, notional, all, limit }: Pick<Options, 'quantity' | 'notional' | 'all' | 'limit'>,
): AskedOrder | { readonly reason: string } {
  if (typedSymbol === undefined)
    return { reason: 'name what to trade: a symbol such as BTC/USD, or an asset such as BTC' };
  const symbol = typedSymbol.toUpperCase();
  const [base = '', quote] = symbol.split('/');
  const given = [amount, quantity, notional, all || null].filter((each) => each != null).length;
  if (given !== 1) {
    return {
      reason:
        given === 0
          ? 'say how much: an amount such as 0.5 or 500USD, --quantity Q, --notional N or --all'
          : 'say how much in one way: an amount, --quantity, --notional or --all',
    };
  }
  if (amount === undefined) {
    const size = quantity !== null ? { quantity } : notional !== null ? { notional } : ({ all: true } as const);
    return { symbol, size, price: limit };
  }
  const typed = parseSize(amount, base);
  if ('problem' in typed) return { reason: `'${amount}' is no amount: ${lowerFirst(typed.problem)}` };
  if (typed.price !== null && limit !== null) return { reason: 'give one price: @ or --limit' };
  const { currency, size } = typed;
  if (currency !== null && quote !== undefined && quote.split(':')[0] !== currency) {
    return { reason: `${symbol} is priced in ${quote.split(':')[0]}, not in ${currency}` };
  }
  return {
    symbol: currency !== null && quote === undefined ? `${base}/${currency}` : symbol,
    size,
    price: typed.price ?? limit,
  };
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
