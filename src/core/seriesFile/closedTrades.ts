import { type ClosedTrade, levelsOfProfits } from './levelsOfProfits.ts';
import { readDates } from './readDates.ts';
import { readNumbers } from './readNumbers.ts';
import type { DetectedSeries } from './seriesFile.ts';
import { plainName, type SeriesTable } from './seriesTable.ts';

const names = {
  profit: ['profit_abs', 'net_profit', 'pnl', 'realized_pnl', 'realised_pnl', 'profit', 'net_pnl', 'pl', 'gain'],
  close: [
    'close_date',
    'exit_time',
    'exit_date',
    'close_time',
    'closed_at',
    'close_timestamp',
    'time_close',
    'exit_timestamp',
  ],
  open: [
    'open_date',
    'entry_time',
    'entry_date',
    'open_time',
    'opened_at',
    'open_timestamp',
    'time_open',
    'entry_timestamp',
  ],
  time: ['time', 'date', 'timestamp', 'datetime'],
  side: ['side', 'type', 'trade_type', 'direction', 'action'],
  quantity: ['quantity', 'qty', 'amount', 'size', 'shares', 'volume'],
  price: ['price', 'fill_price', 'rate'],
  fee: ['fee', 'fees', 'commission'],
  symbol: ['symbol', 'pair', 'ticker', 'instrument', 'asset', 'sid'],
  capital: [
    'starting_balance',
    'starting_capital',
    'initial_capital',
    'starting_cash',
    'initial_cash',
    'start_balance',
  ],
} as const;

/**
 * A file of round trips (a profit and a time of closing each; the profit counts as it stands, after fees where the export takes
 * them off, as freqtrade does) or of fills (side, or a signed quantity, and price: realised at average cost less the fee). With a
 * starting capital it becomes equity; without one it fails in words, because a profit alone is no return. null: no such file.
 */
export function closedTrades(table: SeriesTable, startingCapital: number | null): DetectedSeries | null {
  const { columns, rows, name } = table;
  const plain = columns.map(plainName);
  const indexOf = (candidates: readonly string[]): number =>
    candidates.map((candidate) => plain.indexOf(candidate)).find((index) => index >= 0) ?? -1;
  const cells = (index: number): readonly string[] => rows.map((row) => row[index] ?? '');
  const numbers = (candidates: readonly string[]) => {
    const index = indexOf(candidates);
    return index < 0 ? null : readNumbers(cells(index));
  };
  const times = (candidates: readonly string[]): readonly (number | null)[] | null => {
    const index = indexOf(candidates);
    const dates = index < 0 ? null : readDates(cells(index), true);
    return dates?.ok ? dates.at : null;
  };
  const close = times(names.close);
  const open = times(names.open);
  const profitAt = indexOf(names.profit);
  const priceAt = indexOf(names.price);
  const quantityAt = indexOf(names.quantity);
  const sideAt = indexOf(names.side);
  let trades: readonly ClosedTrade[] | string;
  let column: string;
  if (profitAt >= 0 && (close !== null || open !== null || sideAt >= 0)) {
    const profits = readNumbers(cells(profitAt));
    if (profits.bad !== null) return failed(`row ${profits.bad + 1} of ${name} has a profit that is no number`);
    const at = close ?? times(names.time) ?? open ?? [];
    column = columns[profitAt] ?? '';
    // A trade that is still open has no time of closing.
    trades = at.flatMap((time, row) => {
      const profit = profits.values[row] ?? null;
      return time === null || profit === null ? [] : [{ openedAt: open?.[row] ?? null, at: time, profit }];
    });
  } else if (priceAt >= 0 && quantityAt >= 0 && indexOf(names.symbol) >= 0 && times(names.time) !== null) {
    column = columns[quantityAt] ?? '';
    trades = realisedByFills({
      at: times(names.time) ?? [],
      symbols: cells(indexOf(names.symbol)),
      sides: sideAt < 0 ? null : cells(sideAt),
      quantities: readNumbers(cells(quantityAt)).values,
      prices: readNumbers(cells(priceAt)).values,
      fees: numbers(names.fee)?.values ?? null,
    });
  } else return null;
  if (typeof trades === 'string') return failed(`${name}: ${trades}`);
  const capital =
    table.startingCapital ?? startingCapital ?? numbers(names.capital)?.values.find((each) => each !== null) ?? null;
  if (capital === null) {
    const reason = `${name} holds trades: returns need the starting capital as well (a column starting_balance, or --starting-cash)`;
    return { state: 'failed', reason, needs: 'startingCapital' };
  }
  return levelsOfProfits(trades, { capital, column, kind: 'trades', name, notes: [] });
}

function failed(reason: string): DetectedSeries {
  return { state: 'failed', reason };
}

interface Fills {
  readonly at: readonly (number | null)[];
  readonly symbols: readonly string[];
  readonly sides: readonly string[] | null;
  readonly quantities: readonly (number | null)[];
  readonly prices: readonly (number | null)[];
  readonly fees: readonly (number | null)[] | null;
}

/** Average cost, long and short; a flip closes the one and opens the other at the fill's price (SRC-2). */
function realisedByFills({ at, symbols, sides, quantities, prices, fees }: Fills): readonly ClosedTrade[] | string {
  const held = new Map<string, { size: number; average: number }>();
  const order = at.map((_, row) => row).sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
  const closed: ClosedTrade[] = [];
  for (const row of order) {
    const time = at[row] ?? null;
    const quantity = quantities[row] ?? null;
    const price = prices[row] ?? null;
    if (time === null || quantity === null || price === null)
      return `row ${row + 1} needs a time, a quantity and a price`;
    const signed = sides === null ? quantity : signedBy(sides[row] ?? '', quantity);
    if (signed === null) return `row ${row + 1} has a side that is neither buy nor sell`;
    const fee = fees?.[row] ?? 0;
    const lot = held.get(symbols[row] ?? '') ?? { size: 0, average: 0 };
    held.set(symbols[row] ?? '', lot);
    const closing = lot.size * signed < 0 ? Math.min(Math.abs(signed), Math.abs(lot.size)) : 0;
    const profit = closing * (price - lot.average) * Math.sign(lot.size) - fee;
    const opening = Math.abs(signed) - closing;
    const size = lot.size + signed;
    if (opening > 0) {
      const kept = closing > 0 ? 0 : Math.abs(lot.size);
      lot.average = (kept * lot.average + opening * price) / (kept + opening);
    }
    lot.size = Math.abs(size) < 1e-12 ? 0 : size;
    if (closing > 0 || fee !== 0) closed.push({ openedAt: null, at: time, profit });
  }
  const first = order.map((row) => at[row] ?? null).find((time) => time !== null);
  const [begin, ...rest] = closed;
  // The span begins with the first fill, closed or not.
  return begin === undefined ? [] : [{ ...begin, openedAt: first ?? null }, ...rest];
}

function signedBy(side: string, quantity: number): number | null {
  const said = side.trim().toLowerCase();
  if (['buy', 'b', 'long', 'bot'].includes(said)) return Math.abs(quantity);
  if (['sell', 's', 'short', 'sld'].includes(said)) return -Math.abs(quantity);
  return null;
}
