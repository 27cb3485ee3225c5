import { type Decimal, parseDecimal } from '../../core/decimal.ts';
import type { Trade } from '../../core/model/trade.ts';
import type { Row, Table } from './csvTable.ts';
import { type ParsedSymbol, parseSymbol } from './parseSymbol.ts';
import { parseTime } from './parseTime.ts';

/** Coins that are cash in a trade file: a purchase with them is paid from cash. */
export const cashCoins = new Set(['USDT', 'USDC', 'DAI', 'FDUSD', 'TUSD', 'PYUSD', 'EURC']);

export type TradesRead =
  | { readonly ok: true; readonly trades: readonly Trade[] }
  | { readonly ok: false; readonly reason: string };

/**
 * `time,symbol,side,quantity,price[,fee,fee_currency,id,strategy]`, sorted by time. Every fill has an id of its own that stays
 * when rows are added, wherever: a row without one is told by what it says, and how often that was said before; a row that says
 * the same under the same id again is the same fill.
 */
export function readTrades(table: Table, currency: string, strategy: string | null): TradesRead {
  const trades: Trade[] = [];
  const counts = new Map<string, number>();
  const contents = new Map<string, Set<string>>();
  const symbols = new Map<string, ParsedSymbol>();
  const parsedSymbol = (symbol: string): ParsedSymbol => {
    const known = symbols.get(symbol) ?? parseSymbol(symbol);
    symbols.set(symbol, known);
    return known;
  };
  for (const [index, row] of table.rows.entries()) {
    const trade = readTrade(row, currency, strategy, parsedSymbol);
    if (typeof trade === 'string') return { ok: false, reason: `row ${index + 1} ${trade}` };
    const { at, symbol, side, quantity, price, fee } = trade;
    const content = [at, symbol, side, quantity, price, ...(fee === null ? [] : [fee])].join('/');
    if (trade.id !== '') {
      const known = contents.get(trade.id) ?? new Set<string>();
      if (known.has(content)) continue;
      contents.set(trade.id, known.add(content));
      // Partial fills under one order's id: the others are told by what they say.
      trades.push(known.size === 1 ? trade : { ...trade, id: `${trade.id} ${content}` });
      continue;
    }
    const count = (counts.get(content) ?? 0) + 1;
    counts.set(content, count);
    trades.push({ ...trade, id: count === 1 ? content : `${content} #${count}` });
  }
  return { ok: true, trades: trades.sort((a, b) => a.at - b.at) };
}

function readTrade(
  row: Row,
  currency: string,
  strategy: string | null,
  parsedSymbol: (symbol: string) => ParsedSymbol,
): Trade | string {
  const at = parseTime(row['time'] ?? row['timestamp'] ?? row['date']);
  if (at === null) return 'has no time that can be read: write it as 2024-01-31 12:00:00';
  const symbol = row['symbol'] ?? row['pair'] ?? row['trading_pair'] ?? '';
  if (symbol === '') return 'has no symbol';
  const said = (row['side'] ?? row['trade_type'] ?? '').toLowerCase();
  const side = ['buy', 'b', 'long'].includes(said) ? 'buy' : ['sell', 's', 'short'].includes(said) ? 'sell' : null;
  if (side === null) return 'has a side that is neither buy nor sell';
  const quantity = parseDecimal(row['quantity'] ?? row['amount'] ?? row['qty']);
  const price = parseDecimal(row['price']);
  if (quantity === null || price === null || quantity === '0' || isBelow(quantity) || isBelow(price)) {
    return 'needs a positive quantity and a price';
  }
  const fee = (row['fee'] ?? '') === '' ? null : parseDecimal(row['fee']);
  if (fee === null && (row['fee'] ?? '') !== '') return 'has a fee that is no number';
  const parsed = parsedSymbol(symbol);
  const quote = parsed.currency ?? currency;
  return {
    id: row['id'] || row['exchange_trade_id'] || '',
    at,
    symbol,
    base: parsed.asset,
    quote,
    side,
    quantity,
    price,
    fee,
    feeCurrency: fee === null ? null : (row['fee_currency'] || quote).toUpperCase(),
    strategy: row['strategy'] || strategy,
  };
}

function isBelow(number: Decimal): boolean {
  return number.startsWith('-');
}
