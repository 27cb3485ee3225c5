import { big, type Decimal, parseDecimal } from '../../../core/decimal.ts';
import type { Scope } from '../../../core/model/account.ts';
import type { Trade } from '../../../core/model/trade.ts';
import type { CcxtExchange, Dict } from '../ccxtExchange.ts';
import { isDict } from '../wellFormed.ts';
import { WireFault } from '../wireFault.ts';

/** Where exchanges tell what a fill realised (Binance futures, Bybit, OKX, and others by the same names). */
const realized = ['realizedPnl', 'closedPnl', 'execPnl', 'fillPnl', 'realisedPnl'];

/** Kraken's ids are its own everywhere; elsewhere a market counts for itself, so its symbol is in them. */
export function entryId(exchange: CcxtExchange, symbol: string, id: string): string {
  return exchange.id === 'kraken' ? id : `${symbol}#${id}`;
}

/**
 * A ccxt trade as ours. Throws WireFault('badResponse') for one that lacks what makes a fill: a missing quantity would be a
 * silent hole in a ledger that says it has none.
 */
export function readTrade(exchange: CcxtExchange, row: Dict, scope: Scope): Trade {
  const { symbol, side } = row;
  const at = Number(row['timestamp']);
  const quantity = parseDecimal(row['amount']);
  const price = parseDecimal(row['price']);
  const info = isDict(row['info']) ? row['info'] : {};
  const id = textId(row['id']) ?? `${at}/${String(side)}/${quantity}/${price}`;
  if (typeof symbol !== 'string' || (side !== 'buy' && side !== 'sell') || !Number.isFinite(at) || at <= 0)
    throw new WireFault('badResponse', `a trade without symbol, side or time (${id})`);
  if (quantity === null || price === null || big(quantity).eq(0))
    throw new WireFault('badResponse', `a trade without quantity or price (${symbol} ${id})`);
  const market = exchange.markets?.[symbol];
  const [pair = symbol, settle] = symbol.split(':');
  const [base = pair, quote = ''] = pair.split('/');
  const fee = feeOf(row);
  const own = scopeOf(exchange, symbol, scope);
  const derivative = market === undefined ? settle !== undefined : market.spot !== true;
  const inverse = market?.inverse === true || (market === undefined && settle === base);
  const pnl = realized.map((name) => parseDecimal(info[name])).find((value) => value !== null);
  const order = textId(row['order']);
  const client =
    textId(row['clientOrderId']) ??
    textId(info['clientOrderId']) ??
    textId(info['clOrdId']) ??
    textId(info['orderLinkId']);
  return {
    id: entryId(exchange, symbol, id),
    at,
    symbol,
    base: market?.base ?? base,
    quote: market?.quote ?? quote,
    side,
    quantity: big(quantity).abs().toString(),
    price,
    fee: fee?.cost ?? null,
    feeCurrency: fee?.currency ?? null,
    strategy: null,
    ...(derivative && pnl !== undefined ? { realizedPnl: pnl } : {}),
    ...(order === null ? {} : { orderId: entryId(exchange, symbol, order) }),
    ...(client === null ? {} : { clientOrderId: client }),
    ...(own === 'spot' ? {} : { scope: own }),
    ...(derivative
      ? { contract: inverse ? 'inverse' : 'linear', contractSize: parseDecimal(market?.contractSize) ?? '1' }
      : {}),
  };
}

/** The pocket that a market belongs to, whatever was asked: unified accounts answer several kinds at once. */
export function scopeOf(exchange: CcxtExchange, symbol: string, asked: Scope): Scope {
  const market = exchange.markets?.[symbol];
  const derivative = market === undefined ? symbol.includes(':') : market.spot !== true;
  if (!derivative) return asked === 'margin' ? 'margin' : market === undefined ? asked : 'spot';
  if (asked !== 'spot' && asked !== 'margin') return asked;
  return market?.future === true ? 'future' : 'swap';
}

function feeOf(row: Dict): { readonly cost: Decimal; readonly currency: string } | null {
  const one = isDict(row['fee']) ? row['fee'] : Array.isArray(row['fees']) ? row['fees'][0] : null;
  if (!isDict(one)) return null;
  const cost = parseDecimal(one['cost']);
  return cost === null || typeof one['currency'] !== 'string' ? null : { cost, currency: one['currency'] };
}

export function textId(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value !== '0' ? value : null;
}
