import { big, type Decimal } from '../../core/decimal.ts';
import type { PositionReading, Side } from '../../core/model/account.ts';
import { fiatCurrencies } from '../../core/valuation/fiat.ts';
import { decimalOf, type Fields, names, pick, textOf } from './fields.ts';
import { parseSymbol } from './parseSymbol.ts';
import { parseTime } from './parseTime.ts';

export interface PositionDefaults {
  readonly currency: string;
  readonly strategy: string | null;
  /** Time of the file, where a row has none. */
  readonly at: number | null;
}

export type PositionRow =
  | { readonly ok: true; readonly position: PositionReading; readonly note: string | null }
  | { readonly ok: false; readonly reason: string };

/** POS-2: nothing smaller is a position. */
const flat = 1e-10;
/** One lot of a currency pair at every broker that has not said otherwise. */
const forexLot = '100000';

/** One position from one record; the reason says which field is missing, without its content. */
export function readPosition(fields: Fields, defaults: PositionDefaults): PositionRow {
  const symbol = textOf(fields, names.symbol);
  if (symbol === null || symbol === '') return { ok: false, reason: 'has no symbol' };
  const signed = decimalOf(fields, names.size);
  if (signed === null) return { ok: false, reason: 'has no size' };
  const numbers = numbersOf(fields);
  if (signed === undefined || numbers === null) return { ok: false, reason: 'has a field that is no number' };
  const side = sideOf(fields, big(signed).lt(0));
  if (side === null) return { ok: false, reason: 'has a side that is neither long nor short' };
  const parsed = parseSymbol(symbol);
  const size = big(signed).abs();
  const lots = inLots(fields) && numbers.contractSize === null;
  const forex = lots && parsed.currency !== null && fiatCurrencies.has(parsed.asset);
  const contractSize = numbers.contractSize ?? (forex ? forexLot : '1');
  const units = size.times(contractSize);
  const sized = units.gt(flat) && parsed.contract === 'linear';
  const mark =
    numbers.mark ??
    (sized && numbers.notional !== null ? big(numbers.notional).abs().div(units).toString() : null) ??
    (sized && numbers.entry !== null && numbers.unrealized !== null
      ? big(numbers.entry)
          .plus(big(numbers.unrealized).div(side === 'long' ? units : units.neg()))
          .toString()
      : null);
  const unknownLot = lots && !forex;
  const position: PositionReading = {
    // One symbol however it is written: exposure and limits go by it.
    symbol: symbol.toUpperCase(),
    asset: parsed.asset,
    currency: parsed.currency ?? textOf(fields, names.currency)?.toUpperCase() ?? defaults.currency,
    scope: parsed.scope,
    side,
    size: size.toString(),
    contractSize,
    // A lot of unknown size has no notional, as a quanto contract has none: unpriced, and the note says why.
    contract: unknownLot ? 'quanto' : parsed.contract,
    entryPrice: numbers.entry,
    markPrice: unknownLot ? null : mark,
    realizedPnl: numbers.realized,
    leverage: numbers.leverage,
    margin: numbers.margin,
    liquidationPrice: numbers.liquidation,
    fundingPaid: numbers.funding,
    openedAt: parseTime(pick(fields, inLots(fields) ? [...names.openedAt, 'time'] : names.openedAt)),
    strategy: textOf(fields, names.strategy) ?? defaults.strategy,
    at: (inLots(fields) ? null : parseTime(pick(fields, names.time))) ?? defaults.at,
  };
  const note = unknownLot
    ? `${symbol} is counted in lots of unknown size: add a column contract_size`
    : forex
      ? `${symbol} is counted in lots of 100,000; add a column contract_size if yours differ`
      : null;
  return { ok: true, position, note };
}

/** Whether a row tells a side; "type" often is something else ("spot", "crypto", "market"). */
export function saysSide(fields: Fields): boolean {
  const text = String(pick(fields, names.side) ?? '').toLowerCase();
  return /^(position_(type|side)_)?(long|short|buy|sell)$/.test(text) || 'is_short' in fields || inLots(fields);
}

/** MetaTrader counts in lots and calls the size "volume"; nobody else does. */
function inLots(fields: Fields): boolean {
  return pick(fields, ['volume']) !== undefined && pick(fields, names.size) === pick(fields, ['volume']);
}

function numbersOf(fields: Fields) {
  const of = (candidates: readonly string[]) => decimalOf(fields, candidates);
  const read = {
    entry: of(inLots(fields) ? [...names.entry, 'price'] : names.entry),
    mark: of(names.mark),
    unrealized: of(names.unrealized),
    realized: of(names.realized),
    notional: of(names.notional),
    contractSize: of(names.contractSize),
    leverage: of(['leverage']),
    margin: of(names.margin),
    liquidation: of(names.liquidation),
    funding: of(names.funding),
  };
  return Object.values(read).includes(undefined) ? null : (read as Record<keyof typeof read, Decimal | null>);
}

/** Signed sizes mean short. `type` is a side only where it says one (elsewhere it is "market" or "spot"). */
function sideOf(fields: Fields, negative: boolean): Side | null {
  if (fields['is_short'] === true || fields['is_short'] === 'true') return 'short';
  const text =
    textOf(fields, names.side)
      ?.toLowerCase()
      .replace(/^position_(type|side)_/, '') ?? '';
  if (['short', 'sell', 's', '-1'].includes(text) || (inLots(fields) && text === '1')) return 'short';
  if (['long', 'buy', 'b', '1', 'both', 'net', ''].includes(text) || (inLots(fields) && text === '0')) {
    return negative ? 'short' : 'long';
  }
  return pick(fields, ['side', 'direction', 'position_side']) === undefined ? (negative ? 'short' : 'long') : null;
}
