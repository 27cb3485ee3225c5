import { parseDecimal } from '../../core/decimal.ts';
import type { AccountBlock, AccountReading, Balance } from '../../core/model/account.ts';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import { type BookOptions, balanceOf, bookReading, isRecord, normalised, withStrategy } from './bookReading.ts';
import { columnName, csvTable } from './csvTable.ts';
import { backtestBook, dealsBook, entriesBook, metaTraderBook } from './entriesBook.ts';
import { freqtradeBook, hummingbotBook } from './exportsBook.ts';
import { decimalOf, type Fields, names, pick, textOf } from './fields.ts';
import { freqtradeTrades, isFreqtrade } from './freqtradeTrades.ts';
import { hummingbotTrades, isHummingbot } from './hummingbotTrades.ts';
import { latestOnly } from './latestOnly.ts';
import { type Json, losslessJson } from './losslessJson.ts';
import { isDeals, metaTraderDeals } from './metaTraderEntries.ts';
import { isMetaTraderReport } from './metaTraderReport.ts';
import { parseTime } from './parseTime.ts';
import { readTrades } from './readTrades.ts';
import { recordsBook } from './recordsBook.ts';

/** Keys beside the quantities of a plain dictionary that tell its time. */
const timeKeys = new Set(['as_of', 'timestamp', 'updated_at']);

/** SRC-3: holdings, positions or trades from the text of a file. Pure; quantities keep their decimal text. */
export function parseBook(text: string, options: BookOptions): Reading<AccountReading> {
  const container = containerOf(text);
  if (container !== null) return failed('badResponse', `${options.path} ${container}`);
  if (isMetaTraderReport(text)) return metaTraderBook(text, options);
  const json = /\.jsonc?$/i.test(options.path) || (!/\.(csv|tsv|txt)$/i.test(options.path) && /^\s*[[{]/.test(text));
  if (!json) return parseCsv(text, options);
  const parsed = losslessJson(text, options.path);
  return parsed.ok ? parseJson(parsed.value, options) : parsed;
}

/** Files of the field that are no text, and what to do with them. */
function containerOf(text: string): string | null {
  if (text.startsWith('PK\u0003\u0004')) {
    return 'is a ZIP archive or an Excel workbook: unpack it and name the file inside, or save the sheet as CSV (MetaTrader: report as HTML)';
  }
  if (text.startsWith('SQLite format 3\u0000')) {
    return 'is a database: export its trades first (freqtrade show-trades --print-json, hummingbot history export)';
  }
  return null;
}

function parseCsv(text: string, options: BookOptions): Reading<AccountReading> {
  const table = csvTable(text, options.path);
  if (!table.ok) return table;
  const { columns, rows } = table.value;
  if (isHummingbot(table.value)) return entriesBook(hummingbotTrades(table.value, options.strategy), options);
  if (rows[0] !== undefined && isFreqtrade(rows[0]))
    return entriesBook(freqtradeTrades(rows, options.strategy), options);
  if (isDeals(columns)) {
    return dealsBook(metaTraderDeals(rows, options.currency, options.strategy), options.currency, options, null);
  }
  const has = (candidates: readonly string[]) => candidates.some((name) => columns.includes(name));
  if (!has(names.symbol) || !has(names.size)) {
    return failed('badResponse', `${options.path} needs a column symbol and a column quantity (or size)`);
  }
  if (has(['price']) && has(['side', 'trade_type']) && has(['time', 'timestamp', 'date']) && !has(['volume'])) {
    const read = readTrades(table.value, options.currency, options.strategy);
    return entriesBook(read.ok ? { ok: true, entries: { trades: read.trades, flows: [], income: [] } } : read, options);
  }
  return recordsBook(latestOnly(rows), options, null, options.modifiedAt, null);
}

function parseJson(value: Json, options: BookOptions): Reading<AccountReading> {
  const told = freqtradeRows(value);
  if (told !== null) return entriesBook(freqtradeTrades(told, options.strategy), options);
  if (isRecord(value) && isRecord(value['strategy']) && isBacktest(value['strategy'])) {
    return backtestBook(value['strategy'], options);
  }
  if (Array.isArray(value)) return recordsBook(value, options, null, options.modifiedAt, null);
  if (!isRecord(value)) {
    return failed('badResponse', `${options.path} holds neither holdings nor positions`);
  }
  const fields = normalised(value);
  const at = parseTime(pick(fields, names.time));
  const account = fields['account'] ?? fields['account_info'];
  const block = isRecord(account) ? blockOf(normalised(account), options.currency) : null;
  const rows = [
    fields['positions'],
    fields['open_trades'],
    fields['currencies'],
    fields['holdings'],
    fields['balances'],
  ];
  const list = rows.find(Array.isArray);
  const records = (list ?? []).flatMap((row) => (isRecord(row) ? [normalised(row)] : []));
  if (records.some((row) => 'is_position' in row)) return freqtradeBook(records, options);
  if (list !== undefined) return recordsBook(list, options, at, at ?? options.modifiedAt, block);
  const dictionary = rows.find(isRecord);
  if (dictionary !== undefined) return fromDictionary(dictionary, options, at, block);
  const entries = Object.entries(value).filter(([key]) => !timeKeys.has(columnName(key)));
  if (entries.length > 0 && entries.every(([, each]) => isRecord(each) && pick(normalised(each), names.size))) {
    const own = entries.map(([symbol, each]) => ({ symbol, ...(isRecord(each) ? each : {}) }));
    return recordsBook(own, options, at, at ?? options.modifiedAt, block);
  }
  if (entries.some(([, each]) => isRecord(each))) return hummingbotBook(value, options);
  return fromDictionary(Object.fromEntries(entries), options, at, block);
}

/** Trades of freqtrade, as a list or under `trades`; what is open now (`/status`) has a price of now and is a list of positions. */
function freqtradeRows(value: Json): readonly Fields[] | null {
  const list = Array.isArray(value) ? value : isRecord(value) && Array.isArray(value['trades']) ? value['trades'] : [];
  const rows = list.filter(isRecord).map(normalised);
  const [first] = rows;
  return first !== undefined && isFreqtrade(first) && !('current_rate' in first) ? rows : null;
}

function isBacktest(strategies: Readonly<Record<string, unknown>>): boolean {
  const all = Object.values(strategies);
  return all.length > 0 && all.every((each) => isRecord(each) && Array.isArray(each['trades']));
}

/** `{"USD": 10000, "QQQ": 5.5}`: quantities, never values. */
function fromDictionary(
  entries: Readonly<Record<string, unknown>>,
  options: BookOptions,
  at: number | null,
  block: AccountBlock | null,
): Reading<AccountReading> {
  const balances: Balance[] = [];
  const notes: string[] = [];
  for (const [index, [key, value]] of Object.entries(entries).entries()) {
    const quantity = parseDecimal(value);
    if (quantity === null) return failed('badResponse', `${options.path}: entry ${index + 1} is not a quantity`);
    balances.push(balanceOf(key, quantity, notes));
  }
  return ok(
    bookReading(options, { balances: withStrategy(balances, options), block, notes, ...(at === null ? {} : { at }) }),
  );
}

/** MetaTrader calls cash "balance". */
function blockOf(fields: Fields, currency: string): AccountBlock {
  return {
    currency: textOf(fields, ['currency'])?.toUpperCase() ?? currency,
    equity: decimalOf(fields, ['equity']) ?? null,
    cash: decimalOf(fields, ['cash', 'balance']) ?? null,
    marginUsed: decimalOf(fields, ['margin_used', 'margin']) ?? null,
  };
}
