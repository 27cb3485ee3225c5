import { big, type Decimal, parseDecimal, toNumber } from '../../core/decimal.ts';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import { csvTable } from '../file/csvTable.ts';
import { parseSymbol } from '../file/parseSymbol.ts';
import { parseTime } from '../file/parseTime.ts';

/** One row of a price file. */
export interface PriceRow {
  readonly asset: string;
  readonly currency: string;
  readonly price: Decimal;
  readonly at: number;
}

export interface PriceFileOptions {
  readonly path: string;
  /** Where a row names none. */
  readonly currency: string;
  readonly modifiedAt: number;
}

/**
 * `symbol,price[,currency][,time]`; also `date,close` of one symbol, which is then named like the file. Without a time a price
 * is as old as the file. Ascending by time.
 */
export function parsePrices(text: string, options: PriceFileOptions): Reading<readonly PriceRow[]> {
  const table = csvTable(text, options.path);
  if (!table.ok) return table;
  const { columns, rows } = table.value;
  const column = (...names: string[]) => names.find((name) => columns.includes(name));
  const symbol = column('symbol', 'asset', 'ticker', 'pair');
  const price = column('price', 'close', 'adj_close', 'last', 'value');
  const currency = column('currency', 'quote', 'quote_currency');
  const time = column('time', 'date', 'timestamp', 'as_of');
  if (price === undefined || (symbol === undefined && time === undefined)) {
    return failed('badResponse', `${options.path} needs columns symbol and price (or date and close)`);
  }
  const own = /([^/\\]+?)(\.[^.]*)?$/.exec(options.path)?.[1] ?? options.path;
  const read: PriceRow[] = [];
  for (const [index, row] of rows.entries()) {
    const bad = (what: string) => failed('badResponse', `${options.path}: row ${index + 1} ${what}`);
    const name = symbol === undefined ? own : row[symbol];
    if (!name) return bad('has no symbol');
    const amount = parseDecimal(row[price]);
    if (amount === null || !big(amount).gt(0)) return bad('has no positive price');
    const at = time === undefined || !row[time] ? options.modifiedAt : parseTime(row[time]);
    if (at === null) return bad('has a time that is none');
    const [asset = '', quote] = name.includes('/') ? pairOf(name) : [name.toUpperCase()];
    const said = currency === undefined ? undefined : row[currency]?.toUpperCase();
    read.push({ asset, currency: quote || said || options.currency, price: amount, at });
  }
  return ok(read.sort((a, b) => a.at - b.at));
}

/** The last price of each UTC day. */
export function closesOf(rows: readonly PriceRow[]): { readonly day: number; readonly close: number }[] {
  const byDay = new Map<number, number>();
  for (const row of rows) byDay.set(Math.floor(row.at / 86_400_000) * 86_400_000, toNumber(row.price));
  return [...byDay].map(([day, close]) => ({ day, close })).sort((a, b) => a.day - b.day);
}

function pairOf(name: string): [string, string | undefined] {
  const { asset, currency } = parseSymbol(name);
  return [asset, currency ?? undefined];
}
