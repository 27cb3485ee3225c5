import { big, type Decimal, parseDecimal } from '../../core/decimal.ts';
import type { Balance, Scope } from '../../core/model/account.ts';
import type { CcxtExchange, Dict } from './ccxtExchange.ts';
import { underlyingOf } from './codes.ts';
import { walletBalances } from './walletBalances.ts';
import { isDict } from './wellFormed.ts';
import { WireFault } from './wireFault.ts';

const notCurrencies = new Set(['info', 'timestamp', 'datetime', 'free', 'used', 'total', 'debt']);

/**
 * A ccxt balance as ours: exact quantities, staking codes folded to their underlying (scope `earn`, the code kept), zero
 * rows left out. Throws WireFault('badResponse') where a row has no quantity, because a missing one would be a silent zero.
 */
export function readBalances(exchange: CcxtExchange, scope: Scope, answer: Dict): readonly Balance[] {
  const isListed = listedIn(exchange);
  const wallets = walletBalances(exchange.id, answer['info']);
  const balances: Balance[] = [];
  for (const [code, row] of Object.entries(answer)) {
    if (notCurrencies.has(code) || !isDict(row)) continue;
    const total = wallets?.get(exchangeCode(exchange, code)) ?? quantityOf(row);
    if (total === null) throw new WireFault('badResponse', `no quantity for ${code}`);
    const debt = big(parseDecimal(row['debt']) ?? '0').abs();
    // A negative balance is a debt: some exchanges report loans that way.
    const quantity = big(total).lt(0) ? big(0) : big(total);
    const borrowed = big(total).lt(0) && debt.eq(0) ? big(total).abs() : debt;
    if (quantity.eq(0) && borrowed.eq(0)) continue;
    const { asset, earning } = underlyingOf(exchange.id, code, isListed);
    const free = parseDecimal(row['free']);
    balances.push({
      asset,
      ...(asset === code ? {} : { code }),
      scope: earning ? 'earn' : scope,
      quantity: quantity.toString(),
      ...(free === null ? {} : { free }),
      ...(borrowed.eq(0) ? {} : { borrowed: borrowed.toString() }),
    });
  }
  return balances;
}

function quantityOf(row: Dict): Decimal | null {
  const total = parseDecimal(row['total']);
  if (total !== null) return total;
  const free = parseDecimal(row['free']);
  const used = parseDecimal(row['used']);
  // `free` alone is all there is where an exchange does not tell what is locked.
  if (free === null) return used;
  return used === null ? free : big(free).plus(used).toString();
}

/** Codes that occur in the exchange's spot markets, and its own currencies that are not themselves staking codes. */
function listedIn(exchange: CcxtExchange): (code: string) => boolean {
  let traded: Set<string> | null = null;
  return (code) => {
    if (traded === null) {
      traded = new Set();
      for (const market of Object.values(exchange.markets ?? {})) traded.add(market.base).add(market.quote);
    }
    return traded.has(code);
  };
}

/** Wallet rows carry the exchange's own id; ccxt's unified code is looked up the other way round. */
function exchangeCode(exchange: CcxtExchange, code: string): string {
  const currency = exchange.currencies?.[code];
  return isDict(currency) && typeof currency['id'] === 'string' ? currency['id'] : code;
}
