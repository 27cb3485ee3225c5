import { type Big, big, type Decimal, parseDecimal, sum } from '../../core/decimal.ts';
import type { Income } from '../../core/model/ledger.ts';
import type { Trade } from '../../core/model/trade.ts';
import { isRecord, normalised } from './bookReading.ts';
import { decimalOf, type Fields, textOf } from './fields.ts';
import type { Entries } from './impliedBalances.ts';
import { parseSymbol } from './parseSymbol.ts';
import { parseTime } from './parseTime.ts';

export type EntriesRead =
  | { readonly ok: true; readonly entries: Entries }
  | { readonly ok: false; readonly reason: string };

/** Rows of freqtrade's trades: each is a round trip, from its entry to its exit. */
export function isFreqtrade(row: Fields): boolean {
  return (
    'pair' in row &&
    'open_rate' in row &&
    'amount' in row &&
    'close_rate' in row &&
    ('open_date' in row || 'open_timestamp' in row)
  );
}

/**
 * freqtrade's trades (its API, `show-trades`, a back-test's result, or its table tradesv3): the fills of a trade's orders where it
 * has them, else its entry and its exit. What the closing fills realise is what freqtrade says of the trade (its net profit, fees
 * and funding put back), shared by what they close. Funding is income. `strategy` where a row names none.
 */
export function freqtradeTrades(rows: readonly Fields[], strategy: string | null): EntriesRead {
  const trades: Trade[] = [];
  const income: Income[] = [];
  const reads = new Map<string, { readonly trades: readonly Trade[]; readonly income: readonly Income[] }>();
  const names = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    const bad = (what: string) => ({ ok: false as const, reason: `row ${index + 1} ${what}` });
    const read = readTrade(row, strategy, names);
    if (typeof read === 'string') return bad(read);
    const [first] = read.trades;
    if (first === undefined) continue;
    // The same trade again, of a second export: the one that knows more of it, which may be closed by now.
    if ((reads.get(first.id)?.trades.length ?? 0) <= read.trades.length) reads.set(first.id, read);
  }
  for (const read of reads.values()) {
    trades.push(...read.trades);
    income.push(...read.income);
  }
  const inTime = <T extends { readonly at: number }>(list: T[]) => list.sort((a, b) => a.at - b.at);
  return { ok: true, entries: { trades: inTime(trades), flows: [], income: inTime(income) } };
}

interface Fill {
  readonly at: number;
  readonly entry: boolean;
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** Taken out of what was bought: it never came in. */
  readonly baseFee: Decimal | null;
  readonly order: string | null;
}

function readTrade(
  row: Fields,
  otherwise: string | null,
  names: Map<string, string>,
): { readonly trades: readonly Trade[]; readonly income: readonly Income[] } | string {
  const pair = textOf(row, ['pair']);
  if (pair === null || pair === '') return 'has no pair';
  const { asset: base, currency, scope } = parseSymbol(pair);
  const quote = textOf(row, ['quote_currency', 'stake_currency'])?.toUpperCase() ?? currency;
  if (quote === null) return 'has a pair without a quote currency';
  const mode = textOf(row, ['trading_mode'])?.toLowerCase() ?? null;
  const contract = mode === 'futures' || mode === 'tradingmode.futures' || scope === 'swap' || scope === 'future';
  const short = isTrue(row['is_short']);
  const fills = fillsOf(row);
  if (typeof fills === 'string') return fills;
  const strategy = textOf(row, ['strategy']) || otherwise;
  const [entryFee, exitFee] = [decimalOf(row, ['fee_open']), decimalOf(row, ['fee_close'])];
  const funding = decimalOf(row, ['funding_fees']);
  if (entryFee === undefined || exitFee === undefined || funding === undefined) return 'has a fee that is no number';
  const id = idOf(row, `${pair} ${fills[0]?.at} ${strategy ?? ''}`.trim(), names);
  const feeOf = ({ entry, quantity, price }: Fill): Decimal | null => {
    const rate = entry ? entryFee : exitFee;
    return rate === null ? null : big(rate).times(quantity).times(price).toString();
  };
  const realized = realizedOf(row, fills, short, sum(fills.map((fill) => feeOf(fill) ?? 0)), big(funding ?? 0));
  if (typeof realized === 'string') return realized;
  const trades = fills.map((fill, place): Trade => {
    const fee = fill.baseFee ?? feeOf(fill);
    const side = fill.entry === short ? 'sell' : 'buy';
    return {
      id: `${id}-${fill.entry ? 'entry' : 'exit'}-${place + 1}`,
      at: fill.at,
      symbol:
        contract && !pair.includes(':')
          ? `${base}/${quote}:${quote}`
          : `${base}/${quote}${contract ? `:${quote}` : ''}`,
      base,
      quote,
      side,
      quantity: fill.quantity,
      price: fill.price,
      fee,
      feeCurrency: fee === null ? null : fill.baseFee === null ? quote : base,
      strategy,
      realizedPnl: realized[place] ?? '0',
      ...(fill.order === null ? {} : { orderId: fill.order }),
      // Borrowed coins of a short on margin are no asset of ours: it is a position, as a contract is.
      ...(contract || short ? { contract: 'linear', contractSize: '1', scope: contract ? 'swap' : 'margin' } : {}),
    };
  });
  const paid = big(funding ?? 0);
  const at = fills.at(-1)?.at ?? 0;
  const symbol = trades[0]?.symbol ?? null;
  const income: readonly Income[] = paid.eq(0)
    ? []
    : [{ id: `${id}-funding`, at, asset: quote, quantity: paid.toString(), kind: 'funding', symbol, scope: 'swap' }];
  return { trades, income };
}

/**
 * Its number; each bot counts from 1, and a file may hold the trades of several: the others of a number say what they are, as those
 * without one do (a back-test's), so that an export that was appended twice counts once.
 */
function idOf(row: Fields, content: string, names: Map<string, string>): string {
  const number = textOf(row, ['trade_id', 'id']);
  if (!number) return content;
  const known = names.get(number) ?? content;
  names.set(number, known);
  return known === content ? number : `${number} ${content}`;
}

/** Filled orders where the row has them, else one entry and, of a closed trade, one exit. */
function fillsOf(row: Fields): readonly Fill[] | string {
  const orders = Array.isArray(row['orders']) ? row['orders'].filter(isRecord).map(normalised) : [];
  const filled = orders.flatMap((order): readonly (Fill | null)[] => {
    // What still waits or was cancelled has filled nothing; a back-test's orders tell only when they were filled.
    const filled = 'filled' in order || order['order_filled_timestamp'] === null ? order['filled'] : order['amount'];
    const quantity = parseDecimal(filled);
    const price = parseDecimal(order['safe_price'] ?? order['average'] ?? order['price']);
    const at = parseTime(order['order_filled_timestamp'] ?? order['order_filled_date'] ?? order['order_timestamp']);
    if (quantity === null || big(quantity).eq(0)) return [];
    const entry = order['ft_is_entry'] === undefined ? null : isTrue(order['ft_is_entry']);
    if (price === null || at === null || entry === null || !big(price).gt(0)) return [null];
    const inBase = entry ? parseDecimal(order['ft_fee_base']) : null;
    const baseFee = inBase !== null && big(inBase).gt(0) ? inBase : null;
    return [{ at, entry, quantity, price, baseFee, order: textOf(order, ['order_id']) }];
  });
  if (filled.includes(null)) return 'has an order without time, price or direction';
  const fills = filled.flatMap((fill) => fill ?? []).sort((a, b) => a.at - b.at || Number(b.entry) - Number(a.entry));
  if (fills.length > 0) return fills;
  const at = parseTime(row['open_timestamp']) ?? parseTime(row['open_date']);
  const quantity = parseDecimal(row['amount']);
  const price = parseDecimal(row['open_rate']);
  if (at === null) return 'has no time of its entry';
  if (quantity === null || price === null || !big(quantity).gt(0) || !big(price).gt(0)) {
    return 'needs a positive amount and open_rate';
  }
  const entry: Fill = { at, entry: true, quantity, price, baseFee: null, order: null };
  const open = 'is_open' in row ? isTrue(row['is_open']) : !row['close_rate'];
  if (open) return [entry];
  const closedAt = parseTime(row['close_timestamp']) ?? parseTime(row['close_date']);
  const exit = parseDecimal(row['close_rate']);
  if (closedAt === null || exit === null || !big(exit).gt(0)) return 'is closed and has no close_rate or close_date';
  return [entry, { at: closedAt, entry: false, quantity, price: exit, baseFee: null, order: null }];
}

/**
 * What each fill realised, before fees. By the average entry; where the trade is closed and says its profit, the last exit takes
 * what makes the sum the one that is said.
 */
function realizedOf(
  row: Fields,
  fills: readonly Fill[],
  short: boolean,
  fees: Big,
  funding: Big,
): readonly Decimal[] | string {
  let held = big(0);
  let cost = big(0);
  const realized = fills.map(({ entry, quantity, price }) => {
    if (entry) {
      held = held.plus(quantity);
      cost = cost.plus(big(quantity).times(price));
      return big(0);
    }
    if (held.eq(0)) return big(0);
    const part = cost.times(quantity).div(held);
    held = held.minus(quantity);
    cost = cost.minus(part);
    return big(quantity)
      .times(price)
      .minus(part)
      .times(short ? -1 : 1);
  });
  const last = fills.findLastIndex(({ entry }) => !entry);
  const open = 'is_open' in row ? isTrue(row['is_open']) : last < 0;
  const said = decimalOf(row, ['close_profit_abs', 'profit_abs']);
  if (said === undefined) return 'has a profit that is no number';
  if (said !== null && !open && last >= 0) {
    const others = sum(realized.filter((_, index) => index !== last));
    realized[last] = big(said).plus(fees).minus(funding).minus(others);
  }
  return realized.map((each) => each.round(18).toString());
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || /^(true|1)$/i.test(String(value ?? ''));
}
