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
  const isListed = (code: string): boolean => tradedCodes(exchange).has(code);
  const wallets = walletBalances(exchange.id, answer['info']);
  const told = wallets !== null && wallets.size > 0;
  const balances: Balance[] = [];
  for (const code of Object.keys(answer)) {
    const row = answer[code];
    if (notCurrencies.has(code) || !isDict(row)) continue;
    const total = (told ? wallets.get(exchangeCode(exchange, code)) : undefined) ?? quantityOf(row);
    if (total === null) throw new WireFault('badResponse', `no quantity for ${code}`);
    const debt =
      row['debt'] === undefined
        ? '0'
        : big(decimalOf(row['debt']) ?? '0')
            .abs()
            .toString();
    // A negative balance is a debt: some exchanges report loans that way.
    const negative = total.startsWith('-');
    const quantity = negative ? '0' : total;
    const borrowed = negative && debt === '0' ? total.slice(1) : debt;
    if (quantity === '0' && borrowed === '0') continue;
    const { asset, earning } = underlyingOf(exchange.id, code, isListed);
    const free = decimalOf(row['free']);
    // Filled in rather than spread together: this runs thousands of times in every refresh.
    const balance: { -readonly [K in keyof Balance]: Balance[K] } = {
      asset,
      scope: earning ? 'earn' : scope,
      quantity,
    };
    if (asset !== code) balance.code = code;
    if (free !== null) balance.free = free;
    if (borrowed !== '0') balance.borrowed = borrowed;
    balances.push(balance);
  }
  return balances;
}

function quantityOf(row: Dict): Decimal | null {
  const total = decimalOf(row['total']);
  if (total !== null) return total;
  const free = decimalOf(row['free']);
  const used = decimalOf(row['used']);
  // `free` alone is all there is where an exchange does not tell what is locked.
  if (free === null) return used;
  return used === null ? free : big(free).plus(used).toString();
}

const plain = /^(?:0|[1-9]\d{0,20})(?:\.\d{1,25})?$/;

/** As parseDecimal, which takes the longer way through big arithmetic; thousands of rows are plain text already. */
function decimalOf(value: unknown): Decimal | null {
  if (typeof value !== 'string' || !plain.test(value)) return parseDecimal(value);
  return value.endsWith('0') && value.includes('.') ? value.replace(/\.?0+$/, '') : value;
}

const traded = new WeakMap<object, ReadonlySet<string>>();

/** Codes that occur in the exchange's markets; one set for all who share them. */
function tradedCodes(exchange: CcxtExchange): ReadonlySet<string> {
  const { markets } = exchange;
  if (markets === undefined) return new Set();
  const known = traded.get(markets);
  if (known !== undefined) return known;
  const codes = new Set<string>();
  for (const market of Object.values(markets)) codes.add(market.base).add(market.quote);
  traded.set(markets, codes);
  return codes;
}

/** Wallet rows carry the exchange's own id; ccxt's unified code is looked up the other way round. */
function exchangeCode(exchange: CcxtExchange, code: string): string {
  const currency = exchange.currencies?.[code];
  return isDict(currency) && typeof currency['id'] === 'string' ? currency['id'] : code;
}
