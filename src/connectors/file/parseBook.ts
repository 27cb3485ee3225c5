import { big, parseDecimal, sum } from '../../core/decimal.ts';
import type { AccountBlock, AccountReading, Balance, PositionReading } from '../../core/model/account.ts';
import type { Quote } from '../../core/model/quote.ts';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import { fiatCurrencies } from '../../core/valuation/fiat.ts';
import { columnName, csvTable, maxRows } from './csvTable.ts';
import { decimalOf, type Fields, names, pick, textOf } from './fields.ts';
import { type Json, losslessJson } from './losslessJson.ts';
import { parseTime } from './parseTime.ts';
import { readPosition } from './readPosition.ts';
import { impliedBalances, readTrades } from './readTrades.ts';

export interface BookOptions {
  /** As written in the configuration; its ending tells JSON from CSV. */
  readonly path: string;
  /** For prices and P&L where the file does not say it. */
  readonly currency: string;
  readonly strategy: string | null;
  readonly modifiedAt: number;
}

/** Coins that are cash in a trade file: a purchase with them is paid from cash. */
const stablecoins = new Set(['USDT', 'USDC', 'DAI', 'FDUSD', 'TUSD', 'PYUSD', 'EURC']);

/** SRC-3: holdings, positions or trades from the text of a file. Pure; quantities keep their decimal text. */
export function parseBook(text: string, options: BookOptions): Reading<AccountReading> {
  const json = /\.jsonc?$/i.test(options.path) || (!/\.(csv|tsv|txt)$/i.test(options.path) && /^\s*[[{]/.test(text));
  if (!json) return parseCsv(text, options);
  const parsed = losslessJson(text, options.path);
  return parsed.ok ? parseJson(parsed.value, options) : parsed;
}

function parseCsv(text: string, options: BookOptions): Reading<AccountReading> {
  const table = csvTable(text, options.path);
  if (!table.ok) return table;
  const has = (candidates: readonly string[]) => candidates.some((name) => table.value.columns.includes(name));
  if (!has(names.symbol) || !has(names.size)) {
    return failed('badResponse', `${options.path} needs a column symbol and a column quantity (or size)`);
  }
  if (has(['price']) && has(['side', 'trade_type']) && has(['time', 'timestamp', 'date']) && !has(['volume'])) {
    const read = readTrades(table.value, options.currency, options.strategy);
    if (!read.ok) return failed('badResponse', `${options.path}: ${read.reason}`);
    const { balances, flows, notes } = impliedBalances(read.trades, stablecoins);
    return ok(reading(options, { balances: withStrategy(balances, options), trades: read.trades, flows, notes }));
  }
  return fromRecords(table.value.rows, options, null, options.modifiedAt, null);
}

function parseJson(value: Json, options: BookOptions): Reading<AccountReading> {
  if (Array.isArray(value)) return fromRecords(value, options, null, options.modifiedAt, null);
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
  if (list !== undefined) return fromRecords(list, options, at, at ?? options.modifiedAt, block);
  const dictionary = rows.find(isRecord);
  if (dictionary !== undefined) return fromDictionary(dictionary, options, at, block);
  if (Object.values(value).some(isRecord)) return fromPortfolioState(value, options);
  return fromDictionary(value, options, null, block);
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
    reading(options, { balances: withStrategy(balances, options), block, notes, ...(at === null ? {} : { at }) }),
  );
}

/** Hummingbot's `/portfolio/state`: account → connector → tokens, with prices in USDT. */
function fromPortfolioState(value: object, options: BookOptions): Reading<AccountReading> {
  const balances: Balance[] = [];
  const marks: Quote[] = [];
  const notes: string[] = [];
  const tokens = Object.values(value)
    .flatMap((account) => (isRecord(account) ? Object.values(account) : [null]))
    .flat();
  for (const token of tokens) {
    const fields = isRecord(token) ? normalised(token) : {};
    const asset = textOf(fields, ['token']);
    const quantity = parseDecimal(fields['units']);
    if (asset === null || quantity === null) {
      return failed('badResponse', `${options.path} holds neither holdings nor positions in a known shape`);
    }
    balances.push(balanceOf(asset, quantity, notes));
    const price = parseDecimal(fields['price']);
    if (price === null || !big(price).gt(0) || asset === 'USDT') continue;
    marks.push({ base: asset.toUpperCase(), quote: 'USDT', price, at: options.modifiedAt, source: options.path });
  }
  return ok(reading(options, { balances: withStrategy(balances, options), marks, notes }));
}

/** Rows of positions, or of holdings where no row has anything that only a position has. */
function fromRecords(
  list: readonly unknown[],
  options: BookOptions,
  asOf: number | null,
  fileAt: number,
  block: AccountBlock | null,
): Reading<AccountReading> {
  if (list.length > maxRows) return failed('config', `${options.path} has more than ${maxRows} rows`);
  const records = list.map((row) => (isRecord(row) ? normalised(row) : {}));
  const onlyPositions = [names.mark, names.unrealized, names.realized, names.notional, names.side, ['leverage']].flat();
  const isPosition = (row: Fields) => pick(row, onlyPositions) !== undefined || isShort(row);
  const holdings = block === null && records.length > 0 && !records.some(isPosition);
  const times = records.map((row) => (pick(row, ['volume']) ? null : parseTime(pick(row, names.time))));
  const oldest = times.reduce<number | null>((a, b) => (b === null ? a : Math.min(a ?? b, b)), null);
  const at = asOf ?? oldest ?? fileAt;
  const positions: PositionReading[] = [];
  const balances: Balance[] = [];
  const notes: string[] = [];
  for (const [index, row] of records.entries()) {
    const read = readPosition(row, { currency: options.currency, strategy: options.strategy, at });
    if (!read.ok) return failed('badResponse', `${options.path}: row ${index + 1} ${read.reason}`);
    const { position, note } = read;
    if (note !== null) notes.push(note);
    // A flat row is no open position, but what it realised counts.
    if (!holdings) positions.push(position);
    else balances.push(holdingOf(row, position, notes));
  }
  return ok(
    reading(options, {
      at,
      positions,
      balances: withStrategy(balances, options),
      block,
      notes,
      hasEquity: holdings || (block?.equity !== null && block !== null),
      ...(holdings ? {} : realizedOf(positions, notes)),
      marks: holdings ? marksOf(balances, records, options, at) : [],
    }),
  );
}

/** Signed sizes mean short; negative cash is a debt. */
function isShort(row: Fields): boolean {
  const symbol = textOf(row, names.symbol)?.toUpperCase() ?? '';
  return big(decimalOf(row, names.size) ?? 0).lt(0) && !fiatCurrencies.has(symbol) && !stablecoins.has(symbol);
}

/** A position file's realised P&L is the day's (RISK-2); one row without it, or two currencies, and the sum is not known. */
function realizedOf(positions: readonly PositionReading[], notes: string[]) {
  const told = positions.flatMap(({ realizedPnl }) => (realizedPnl === null ? [] : [realizedPnl]));
  const currencies = new Set(positions.map((position) => position.currency));
  if (told.length === 0 || told.length < positions.length) {
    if (told.length > 0) notes.push('some rows have no realized_pnl, so the realised P&L of the day is not known');
    return { realizedToday: null, realizedCurrency: null };
  }
  const [currency] = currencies;
  if (currencies.size > 1 || currency === undefined) {
    notes.push('realised P&L is in several currencies, so their sum is not known');
    return { realizedToday: null, realizedCurrency: null };
  }
  return { realizedToday: sum(told).toString(), realizedCurrency: currency };
}

function holdingOf(row: Fields, position: PositionReading, notes: string[]): Balance {
  const signed = position.side === 'short' ? `-${position.size}` : position.size;
  const balance = balanceOf(position.symbol.split('/')[0] ?? position.symbol, signed, notes);
  if (position.entryPrice === null) return balance;
  const entryCurrency = textOf(row, ['entry_currency', 'quote', 'quote_currency']) ?? position.currency;
  return { ...balance, entryPrice: position.entryPrice, entryCurrency };
}

function balanceOf(name: string, quantity: string, notes: string[]): Balance {
  const asset = name.trim().toUpperCase();
  const code = name.trim() === asset ? {} : { code: name.trim() };
  if (!big(quantity).lt(0)) return { asset, ...code, scope: 'spot', quantity };
  notes.push(`${asset} is negative: counted as owed`);
  return { asset, ...code, scope: 'spot', quantity: '0', borrowed: big(quantity).neg().toString() };
}

/** Holdings with a `price` column bring their own marks. */
function marksOf(balances: readonly Balance[], records: readonly Fields[], options: BookOptions, at: number): Quote[] {
  return balances.flatMap((balance, index) => {
    const price = decimalOf(records[index] ?? {}, ['price']);
    if (!price || !big(price).gt(0)) return [];
    const quote = balance.entryCurrency ?? options.currency;
    return [{ base: balance.asset, quote, price, at, source: options.path }];
  });
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

function withStrategy(balances: readonly Balance[], options: BookOptions): readonly Balance[] {
  const { strategy } = options;
  return strategy === null ? balances : balances.map((balance) => ({ ...balance, strategy }));
}

function reading(options: BookOptions, parts: Partial<AccountReading>): AccountReading {
  return {
    at: options.modifiedAt,
    balances: [],
    positions: [],
    block: null,
    hasEquity: true,
    marks: [],
    failedScopes: [],
    trades: null,
    flows: null,
    realizedToday: null,
    realizedCurrency: null,
    simulated: false,
    notes: [],
    ...parts,
  };
}

function normalised(record: object): Fields {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [columnName(key), value]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
