import { type Big, big, type Decimal, parseDecimal } from '../../core/decimal.ts';
import type { Trade } from '../../core/model/trade.ts';
import type { Row, Table } from './csvTable.ts';
import type { EntriesRead } from './freqtradeTrades.ts';
import { parseSymbol } from './parseSymbol.ts';
import { parseTime } from './parseTime.ts';

/**
 * Hummingbot's `trades_<strategy>.csv`: of today (exchange_trade_id, config_file_path, strategy, market, symbol, base_asset …) and of
 * before 2021 (Config File, Strategy, Exchange, Timestamp, Market, Base, Quote, Trade, Type, Price, Amount, Fee …).
 */
export function isHummingbot({ columns }: Table): boolean {
  const has = (...names: string[]) => names.every((name) => columns.includes(name));
  return (
    has('config_file_path', 'base_asset', 'quote_asset', 'trade_type') || has('config_file', 'base', 'quote', 'trade')
  );
}

/** One fill a row; rows that came twice, of two exports, count once. */
export function hummingbotTrades({ rows }: Table, strategy: string | null): EntriesRead {
  const trades: Trade[] = [];
  const ids = new Set<string>();
  const fees: Fees = new Map();
  for (const [index, row] of rows.entries()) {
    const trade = readFill(row, strategy, index, fees);
    if (typeof trade === 'string') return { ok: false, reason: `row ${index + 1} ${trade}` };
    if (ids.has(trade.id)) continue;
    ids.add(trade.id);
    trades.push(trade);
  }
  return { ok: true, entries: { trades: trades.sort((a, b) => a.at - b.at), flows: [], income: [] } };
}

function readFill(row: Row, otherwise: string | null, index: number, fees: Fees): Trade | string {
  const modern = row['base_asset'] !== undefined;
  const exchange = (modern ? row['market'] : row['exchange']) ?? '';
  const pair = (modern ? row['symbol'] : row['market']) ?? '';
  const parsed = parseSymbol(pair);
  const base = (row['base_asset'] || row['base'] || parsed.asset).toUpperCase();
  const quote = (row['quote_asset'] || row['quote'] || parsed.currency || '').toUpperCase();
  if (base === '' || quote === '') return 'has no base or quote asset';
  const at = parseTime(row['timestamp']);
  if (at === null) return 'has no timestamp';
  const said = (row['trade_type'] ?? row['trade'] ?? '').toLowerCase();
  if (said !== 'buy' && said !== 'sell') return 'has a trade type that is neither buy nor sell';
  const quantity = parseDecimal(row['amount']);
  const price = parseDecimal(row['price']);
  if (quantity === null || price === null || !isPositive(quantity) || !isPositive(price)) {
    return 'needs a positive amount and price';
  }
  const fee = feeOf(row, { base, quote, side: said, quantity, price }, fees);
  if (fee === null) return 'has a fee that cannot be read';
  const perpetual = /perpetual|_swap|futures/i.test(exchange) || /^(open|close)$/i.test(row['position'] ?? '');
  const told = row['exchange_trade_id'] || row['order_id'] || `row ${index + 1}`;
  const order = row['order_id'];
  return {
    // An exchange counts its trades by market.
    id: `${exchange} ${pair} ${told}${row['exchange_trade_id'] ? '' : ` ${at} ${quantity} ${price}`}`,
    at,
    symbol: perpetual ? `${base}/${quote}:${quote}` : `${base}/${quote}`,
    base,
    quote,
    side: said,
    quantity,
    price,
    fee: fee.amount,
    feeCurrency: fee.currency,
    strategy: row['strategy'] || otherwise,
    ...(order ? { orderId: order } : {}),
    ...(perpetual ? { contract: 'linear' as const, contractSize: '1', scope: 'swap' as const } : {}),
  };
}

interface Deal {
  readonly base: string;
  readonly quote: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: Decimal;
  readonly price: Decimal;
}

interface Fee {
  readonly amount: Decimal | null;
  readonly currency: string | null;
}

/**
 * `trade_fee` is JSON, in older files a Python dictionary: a rate and flat amounts in tokens. One token is told as it was paid;
 * several only by `trade_fee_in_quote`. null: it is there and says nothing readable.
 */
function feeOf(row: Row, { base, quote, side, quantity, price }: Deal, fees: Fees): Fee | null {
  const text = row['trade_fee'] ?? row['fee'] ?? '';
  const inQuote = (row['trade_fee_in_quote'] ?? '') === '' ? null : parseDecimal(row['trade_fee_in_quote']);
  if (text === '') return { amount: inQuote, currency: inQuote === null ? null : quote };
  const plain = parseDecimal(text);
  if (plain !== null) return { amount: plain, currency: quote };
  // A bot has few schemes of fees, and many fills.
  const told = fees.get(text) ?? dictionary(text);
  if (fees.size < 1000) fees.set(text, told);
  if (told === null) return inQuote === null ? null : { amount: inQuote, currency: quote };
  const paid = new Map<string, Big>();
  const add = (token: string, amount: Big) => paid.set(token, (paid.get(token) ?? big(0)).plus(amount));
  const rate = parseDecimal(told['percent'] ?? '0');
  if (rate === null) return null;
  const returned = /deductedfromreturns/i.test(String(told['fee_type'] ?? ''));
  // Deducted from returns: from what comes in. Added to cost: in quote, whatever the side.
  const token = typeof told['percent_token'] === 'string' ? told['percent_token'].toUpperCase() : null;
  const inBase = token === base || (token === null && returned && side === 'buy');
  if (rate !== '0')
    add(inBase ? base : quote, inBase ? big(rate).times(quantity) : big(rate).times(quantity).times(price));
  for (const flat of Array.isArray(told['flat_fees']) ? told['flat_fees'] : []) {
    const [flatToken, amount] = Array.isArray(flat) ? flat : [flat?.token, flat?.amount];
    const number = parseDecimal(amount);
    if (typeof flatToken !== 'string' || number === null) return null;
    if (!big(number).eq(0)) add(flatToken.toUpperCase(), big(number));
  }
  const [only, ...others] = [...paid];
  if (only === undefined) return { amount: '0', currency: quote };
  if (others.length === 0) return { amount: only[1].toString(), currency: only[0] };
  return inQuote === null ? null : { amount: inQuote, currency: quote };
}

function isPositive(number: Decimal): boolean {
  return number !== '0' && !number.startsWith('-');
}

type Fees = Map<string, ReturnType<typeof dictionary>>;

// biome-ignore lint/suspicious/noExplicitAny: what it holds is looked at field by field
function dictionary(text: string): Record<string, any> | null {
  const json = text
    .replace(/Decimal\('([^']*)'\)/g, "'$1'")
    .replaceAll("'", '"')
    .replace(/\bNone\b/g, 'null')
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/\((?=")/g, '[')
    .replace(/(?<=["\d])\)/g, ']');
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
