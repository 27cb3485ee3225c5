import { sum } from '../../core/decimal.ts';
import type { AccountReading, PositionReading } from '../../core/model/account.ts';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { CashFlow } from '../../core/model/trade.ts';
import { type BookOptions, bookReading, isRecord, normalised, withStrategy } from './bookReading.ts';
import { createContracts } from './contractPositions.ts';
import type { Row } from './csvTable.ts';
import { dealPositions } from './dealPositions.ts';
import { decimalOf, type Fields, textOf } from './fields.ts';
import { type EntriesRead, freqtradeTrades } from './freqtradeTrades.ts';
import { type Entries, impliedBalances } from './impliedBalances.ts';
import { type MetaTraderRead, metaTraderDeals, metaTraderPositions } from './metaTraderEntries.ts';
import { metaTraderReport } from './metaTraderReport.ts';
import { parseTime } from './parseTime.ts';
import { readPosition } from './readPosition.ts';
import { cashCoins } from './readTrades.ts';

/** An account whose past an export tells: what it holds follows from that. */
export function entriesBook(read: EntriesRead, options: BookOptions): Reading<AccountReading> {
  if (!read.ok) return failed('badResponse', `${options.path}: ${read.reason}`);
  const { income } = read.entries;
  const { balances, ...rest } = impliedBalances(read.entries, cashCoins);
  return ok(bookReading(options, { ...rest, income, balances: withStrategy(balances, options) }));
}

/** A back-test's result of freqtrade: of each strategy its trades, and what it began with. */
export function backtestBook(
  strategies: Readonly<Record<string, unknown>>,
  options: BookOptions,
): Reading<AccountReading> {
  const all = { trades: [], flows: [], income: [] } as { [K in keyof Entries]: Entries[K][number][] };
  for (const [name, value] of Object.entries(strategies)) {
    const result = isRecord(value) ? normalised(value) : {};
    const rows = (Array.isArray(result['trades']) ? result['trades'] : []).filter(isRecord).map(normalised);
    const read = freqtradeTrades(rows, name);
    if (!read.ok) return failed('badResponse', `${options.path}: ${name}: ${read.reason}`);
    all.trades.push(...read.entries.trades.map((trade) => ({ ...trade, id: `${name} ${trade.id}` })));
    all.income.push(...read.entries.income.map((each) => ({ ...each, id: `${name} ${each.id}` })));
    const quantity = decimalOf(result, ['starting_balance', 'dry_run_wallet']);
    const asset = textOf(result, ['stake_currency'])?.toUpperCase();
    const first = read.entries.trades[0]?.at;
    const at = parseTime(result['backtest_start_ts']) ?? parseTime(result['backtest_start']) ?? first;
    if (!quantity || !asset || at === undefined) continue;
    all.flows.push({
      id: `${name} start`,
      at: Math.min(at, first ?? at),
      asset,
      quantity,
      kind: 'deposit',
    } satisfies CashFlow);
  }
  const inTime = <T extends { readonly at: number }>(list: T[]) => list.sort((a, b) => a.at - b.at);
  const entries = { trades: inTime(all.trades), flows: inTime(all.flows), income: inTime(all.income) };
  const book = entriesBook({ ok: true, entries }, options);
  return book.ok ? ok({ ...book.value, simulated: true }) : book;
}

/** MetaTrader 5's Trade History Report, HTML or CSV. */
export function metaTraderBook(text: string, options: BookOptions): Reading<AccountReading> {
  const { currency = null, tables } = metaTraderReport(text);
  const [deals, positions, open] = ['deals', 'positions', 'open_positions'].map((name) => tables.get(name));
  const unit = currency ?? options.currency;
  if (deals === undefined && positions === undefined) {
    return failed(
      'badResponse',
      `${options.path} is a MetaTrader report without a table Deals or Positions: set the terminal to English (View, Languages) and export the history again`,
    );
  }
  const read =
    deals === undefined
      ? metaTraderPositions(positions?.rows ?? [], unit, options.strategy)
      : metaTraderDeals(deals.rows, unit, options.strategy, dealPositions(positions?.rows ?? [], open?.rows ?? []));
  return dealsBook(read, unit, options, open?.rows ?? null);
}

/** Balance, open positions and the past of an account from its deals. */
export function dealsBook(
  read: MetaTraderRead,
  currency: string,
  options: BookOptions,
  open: readonly Row[] | null,
): Reading<AccountReading> {
  if (!read.ok) return failed('badResponse', `${options.path}: ${read.reason}`);
  const { trades, flows, income } = read.entries;
  const told = [...flows, ...income].map(({ quantity }) => quantity);
  const balance = sum(told).minus(sum(trades.map(({ fee }) => fee ?? 0)));
  const contracts = createContracts();
  for (const trade of trades) contracts.add(trade);
  const positions: PositionReading[] = [];
  const notes = [...read.notes];
  for (const [index, row] of (open ?? []).entries()) {
    if (!row['symbol']) continue;
    const shown = readPosition(openPosition(row), { currency, strategy: options.strategy, at: options.modifiedAt });
    if (!shown.ok)
      return failed('badResponse', `${options.path}: row ${index + 1} of the open positions ${shown.reason}`);
    positions.push(shown.position);
    if (shown.note !== null && !notes.includes(shown.note)) notes.push(shown.note);
  }
  const owed = balance.lt(0) ? { quantity: '0', borrowed: balance.neg().toString() } : { quantity: balance.toString() };
  return ok(
    bookReading(options, {
      trades,
      flows,
      income,
      positions: open === null ? contracts.positions().map((each) => sized(each, read.unsized, notes)) : positions,
      balances: withStrategy(balance.eq(0) ? [] : [{ asset: currency, scope: 'margin', ...owed }], options),
      notes,
    }),
  );
}

/** A lot of unknown size has no notional, as a quanto contract has none: unpriced, and the note says why. */
function sized(position: PositionReading, unsized: ReadonlySet<string>, notes: string[]): PositionReading {
  if (!unsized.has(position.symbol)) return position;
  notes.push(`${position.symbol} is counted in lots of unknown size: its open position has no value here`);
  return { ...position, contract: 'quanto', markPrice: null };
}

/** Columns of the report's table "Open Positions" by the names that positions have elsewhere. */
function openPosition(row: Row): Fields {
  const { market_price, price, ...rest } = row;
  return { ...rest, price_open: price, price_current: market_price ?? row['close_price'] };
}
