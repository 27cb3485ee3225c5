import { big, sum } from '../../core/decimal.ts';
import type { AccountBlock, AccountReading, Balance, PositionReading } from '../../core/model/account.ts';
import type { Quote } from '../../core/model/quote.ts';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import { fiatCurrencies } from '../../core/valuation/fiat.ts';
import { type BookOptions, balanceOf, bookReading, isRecord, normalised, withStrategy } from './bookReading.ts';
import { maxRows } from './csvTable.ts';
import { decimalOf, type Fields, names, pick, textOf } from './fields.ts';
import { parseTime } from './parseTime.ts';
import { readPosition, saysSide } from './readPosition.ts';
import { cashCoins } from './readTrades.ts';

/** Rows of positions, or of holdings where no row has anything that only a position has. */
export function recordsBook(
  list: readonly unknown[],
  options: BookOptions,
  asOf: number | null,
  fileAt: number,
  block: AccountBlock | null,
): Reading<AccountReading> {
  if (list.length > maxRows) return failed('config', `${options.path} has more than ${maxRows} rows`);
  const records = list.map((row) => (isRecord(row) ? normalised(row) : {}));
  const onlyPositions = [names.mark, names.unrealized, names.realized, names.notional, ['leverage']].flat();
  const isPosition = (row: Fields) => pick(row, onlyPositions) !== undefined || saysSide(row) || isShort(row);
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
    bookReading(options, {
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
  return big(decimalOf(row, names.size) ?? 0).lt(0) && !fiatCurrencies.has(symbol) && !cashCoins.has(symbol);
}

/**
 * A position file's realised P&L is the day's (RISK-2). Where the file tells it of some rows, the others have realised
 * nothing, as in its totals (POS-3), which is said; where it tells it of none, it is not known. Two currencies have no sum here.
 */
function realizedOf(positions: readonly PositionReading[], notes: string[]) {
  const told = positions.filter((position) => position.realizedPnl !== null);
  const [first, ...others] = [...new Set(told.map((position) => position.currency))];
  if (first === undefined) return { realizedToday: null, realizedCurrency: null };
  if (told.length < positions.length) notes.push('rows without realized_pnl count as having realised nothing today');
  if (others.length > 0) return { realizedToday: null, realizedCurrency: null };
  return { realizedToday: sum(told.map(({ realizedPnl }) => realizedPnl ?? '0')).toString(), realizedCurrency: first };
}

function holdingOf(row: Fields, position: PositionReading, notes: string[]): Balance {
  const signed = position.side === 'short' ? `-${position.size}` : position.size;
  const balance = balanceOf(position.symbol.split('/')[0] ?? position.symbol, signed, notes);
  if (position.entryPrice === null) return balance;
  const entryCurrency = textOf(row, ['entry_currency', 'quote', 'quote_currency']) ?? position.currency;
  return { ...balance, entryPrice: position.entryPrice, entryCurrency };
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
