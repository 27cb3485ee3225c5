import { type Big, big, type Decimal, parseDecimal, sum, toNumber } from '../../core/decimal.ts';
import type { Income } from '../../core/model/ledger.ts';
import type { CashFlow, Trade } from '../../core/model/trade.ts';
import { fiatCurrencies } from '../../core/valuation/fiat.ts';
import type { Row } from './csvTable.ts';
import type { Entries } from './impliedBalances.ts';
import { parseSymbol } from './parseSymbol.ts';
import { parseTime } from './parseTime.ts';

export type MetaTraderRead =
  | {
      readonly ok: true;
      readonly entries: Entries;
      /** Symbols that count in lots of unknown size. */
      readonly unsized: ReadonlySet<string>;
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

interface Draft {
  readonly trades: Trade[];
  readonly flows: CashFlow[];
  readonly income: Income[];
}

/** Deals as rows of MetaTrader's Python API have them: numbers for types. */
export function isDeals(columns: readonly string[]): boolean {
  const has = (...names: string[]) => names.every((name) => columns.includes(name));
  return has('volume', 'price', 'profit', 'type') && (has('entry', 'position_id') || has('deal', 'direction'));
}

const types = ['buy', 'sell', 'balance', 'credit', 'charge', 'correction', 'bonus', 'commission'];
const directions = ['in', 'out', 'in/out', 'out by'];

/**
 * Deals of MetaTrader 5: fills are contracts for difference in lots; what they realised, swap and charges are income in the account's
 * currency, commission and fee the fee of the fill; operations of the balance are flows. The strategy is the magic number, else the
 * comment of the deal that opened. `positionOf`: of a deal without `position_id`, the number of its position, where it is known.
 */
export function metaTraderDeals(
  rows: readonly Row[],
  currency: string,
  strategy: string | null,
  positionOf: (deal: Row) => string | null = () => null,
): MetaTraderRead {
  const draft: Draft = { trades: [], flows: [], income: [] };
  const sizes = contractSizes(rows, currency);
  const names = new Map<string, string>();
  const ids = new Set<string>();
  let oldest: { readonly at: number; readonly before: Big } | null = null;
  let newest: { readonly at: number; readonly after: Big } | null = null;
  let changed = big(0);
  for (const [index, row] of rows.entries()) {
    const bad = (what: string) => ({ ok: false as const, reason: `row ${index + 1} of the deals ${what}` });
    const id = row['deal'] || row['ticket'] || '';
    const type = typeOf(row['type'] ?? '');
    // The line of sums at the end has neither.
    if (id === '' && type === '') continue;
    const at = parseTime(row['time_msc']) ?? parseTime(row['time']);
    if (id === '') return bad('has no number of its deal');
    if (at === null) return bad('has no time');
    if (ids.has(id)) continue;
    ids.add(id);
    const [profit, swap, commission, fee] = ['profit', 'swap', 'commission', 'fee'].map((name) => amountOf(row, name));
    if (profit == null || swap == null || commission == null || fee == null)
      return bad('has an amount that is no number');
    const moved = sum([profit, swap, commission, fee]);
    const balance = parseDecimal(row['balance']);
    // A credit is no part of the balance.
    const change = type === 'credit' ? big(0) : moved;
    changed = changed.plus(change);
    if (balance !== null && (oldest === null || at < oldest.at)) oldest = { at, before: big(balance).minus(change) };
    if (balance !== null && (newest === null || at >= newest.at)) newest = { at, after: big(balance) };
    if (type === 'buy' || type === 'sell') {
      const quantity = parseDecimal(row['volume']);
      const price = parseDecimal(row['price']);
      const symbol = row['symbol'] ?? '';
      if (symbol === '') return bad('has no symbol');
      if (quantity === null || price === null || !big(quantity).gt(0) || !big(price).gt(0)) {
        return bad('needs a positive volume and price');
      }
      const position = row['position_id'] || positionOf(row) || symbol;
      const own = nameOf(row);
      const opens = directionOf(row).startsWith('in');
      if (opens && own !== null) names.set(position, own);
      const cost = big(commission).plus(fee).neg();
      const parsed = parseSymbol(symbol);
      draft.trades.push({
        id,
        at,
        symbol,
        base: parsed.asset,
        quote: parsed.currency ?? currency,
        side: type,
        quantity,
        price,
        fee: cost.toString(),
        feeCurrency: currency,
        strategy: (opens ? own : names.get(position)) ?? strategy,
        contract: 'linear',
        contractSize: sizes.get(symbol) ?? '1',
        scope: 'margin',
        // What a closing realised is income beside it, in the account's currency.
        ...(opens && big(profit).eq(0)
          ? { realizedPnl: '0' }
          : { realizedReason: `${profit} ${currency}, booked as an operation of its own` }),
        ...(row['order'] ? { orderId: row['order'] } : {}),
      });
      const earn = (kind: Income['kind'], amount: Decimal) => {
        if (big(amount).eq(0)) return;
        draft.income.push({
          id: `${id}-${kind}`,
          at,
          asset: currency,
          quantity: amount,
          kind,
          symbol,
          scope: 'margin',
        });
      };
      earn('realizedPnl', profit);
      earn('interest', swap);
    } else {
      if (!moved.eq(0)) operation(draft, { id, at, type, asset: currency, quantity: moved });
    }
  }
  const notes: string[] = [];
  if (oldest?.before.abs().gt('0.005')) {
    const quantity = oldest.before.toString();
    const id = 'balance before the report';
    draft.flows.unshift({ id, at: oldest.at, asset: currency, quantity, kind: 'adjustment' });
    notes.push('the report begins later than the account: what it held before counts as brought in at its beginning');
  }
  const missing = newest === null ? big(0) : newest.after.minus(oldest?.before ?? 0).minus(changed);
  if (newest !== null && missing.abs().gt('0.005')) {
    const [id, quantity] = ['balance that no deal tells', missing.toString()];
    draft.flows.push({ id, at: newest.at, asset: currency, quantity, kind: 'adjustment' });
    notes.push(
      `its deals do not add up to the balance ${newest.after.toFixed(2)} ${currency} that it tells: the missing ${missing.toFixed(2)} counts as brought in or taken out; export all of the history`,
    );
  }
  return { ok: true, entries: sorted(draft), unsized: unsizedIn(draft, sizes), notes };
}

/** Closed positions, where a report has no deals: each is its opening and its closing. */
export function metaTraderPositions(rows: readonly Row[], currency: string, strategy: string | null): MetaTraderRead {
  const draft: Draft = { trades: [], flows: [], income: [] };
  const sizes = contractSizes(rows, currency);
  for (const [index, row] of rows.entries()) {
    const bad = (what: string) => ({ ok: false as const, reason: `row ${index + 1} of the positions ${what}` });
    const id = row['position'] || row['ticket'] || '';
    const side = typeOf(row['type'] ?? '');
    if (id === '' && side === '') continue;
    const [opened, closed] = [parseTime(row['time']), parseTime(row['close_time'])];
    const symbol = row['symbol'] ?? '';
    const quantity = parseDecimal(row['volume']);
    const [entry, exit] = [parseDecimal(row['price']), parseDecimal(row['close_price'])];
    const [profit, swap, commission, fee] = ['profit', 'swap', 'commission', 'fee'].map((name) => amountOf(row, name));
    if (id === '' || symbol === '') return bad('has no number or no symbol');
    if (side !== 'buy' && side !== 'sell') return bad('is neither a buy nor a sell');
    if (opened === null || closed === null) return bad('has no time of its opening or closing');
    if (quantity === null || entry === null || exit === null || !big(quantity).gt(0))
      return bad('needs a volume and prices');
    if (profit == null || swap == null || commission == null || fee == null)
      return bad('has an amount that is no number');
    const parsed = parseSymbol(symbol);
    const common = {
      symbol,
      base: parsed.asset,
      quote: parsed.currency ?? currency,
      quantity,
      feeCurrency: currency,
      strategy: nameOf(row) ?? strategy,
      contract: 'linear' as const,
      contractSize: sizes.get(symbol) ?? '1',
      scope: 'margin' as const,
    };
    const cost = big(commission).plus(fee).neg().toString();
    const other = side === 'buy' ? 'sell' : 'buy';
    const told = { realizedReason: `${profit} ${currency}, booked as an operation of its own` };
    draft.trades.push({ ...common, id: `${id}-in`, at: opened, side, price: entry, fee: '0', realizedPnl: '0' });
    draft.trades.push({ ...common, ...told, id: `${id}-out`, at: closed, side: other, price: exit, fee: cost });
    for (const [kind, amount] of [
      ['realizedPnl', profit],
      ['interest', swap],
    ] as const) {
      if (big(amount).eq(0)) continue;
      draft.income.push({
        id: `${id}-${kind}`,
        at: closed,
        asset: currency,
        quantity: amount,
        kind,
        symbol,
        scope: 'margin',
      });
    }
  }
  return {
    ok: true,
    entries: sorted(draft),
    unsized: unsizedIn(draft, sizes),
    notes: ['the report has no deals: deposits and withdrawals are not in it'],
  };
}

/** What moves the balance and is no fill. */
function operation(
  { flows, income }: Draft,
  {
    id,
    at,
    type,
    asset,
    quantity,
  }: {
    readonly id: string;
    readonly at: number;
    readonly type: string;
    readonly asset: string;
    readonly quantity: Big;
  },
): void {
  const amount = quantity.toString();
  const earn = (kind: Income['kind']) => income.push({ id, at, asset, quantity: amount, kind, symbol: null });
  if (type === 'balance') {
    flows.push({ id, at, asset, quantity: amount, kind: quantity.lt(0) ? 'withdrawal' : 'deposit' });
  } else if (type === 'credit' || type === 'bonus') flows.push({ id, at, asset, quantity: amount, kind: 'adjustment' });
  else if (type.includes('interest')) earn('interest');
  else if (type.includes('dividend')) earn('dividend');
  else if (type.includes('commission') || type.includes('charge') || type.includes('fee') || type.includes('tax'))
    earn('fee');
  else earn('other');
}

/**
 * Units in a lot: 100,000 of a currency pair; of others what the closings tell, where profit is in the currency of the price. Where
 * nothing tells it, 1, so that only what MetaTrader itself counted as profit is relied on.
 */
function contractSizes(rows: readonly Row[], currency: string): ReadonlyMap<string, Decimal> {
  const sizes = new Map<string, Decimal>();
  const told = new Map<string, { readonly moved: number; readonly size: number }>();
  const open = new Map<string, number>();
  for (const row of rows) {
    const symbol = row['symbol'] ?? '';
    if (symbol === '') continue;
    const { asset, currency: quote } = parseSymbol(symbol);
    if (quote !== null && fiatCurrencies.has(asset)) {
      sizes.set(symbol, '100000');
      continue;
    }
    if ((quote ?? currency) !== currency) continue;
    const price = Number(row['price']);
    const exit = row['close_price'] === undefined ? price : Number(row['close_price']);
    const key = row['position_id'] || symbol;
    const entry = row['close_price'] === undefined ? open.get(key) : price;
    if (row['close_price'] === undefined && directionOf(row).startsWith('in')) open.set(key, price);
    const moved = entry === undefined ? 0 : Math.abs(exit - entry) * Number(row['volume']);
    const size = Math.abs(Number(row['profit'])) / moved;
    const best = told.get(symbol)?.moved ?? 0;
    if (Number.isFinite(size) && size > 0 && moved > best) told.set(symbol, { moved, size });
  }
  for (const [symbol, { size }] of told) {
    const round = usualSizes.find((usual) => Math.abs(size / usual - 1) < 0.02);
    if (round !== undefined) sizes.set(symbol, String(round));
  }
  return sizes;
}

function unsizedIn({ trades }: Draft, sizes: ReadonlyMap<string, Decimal>): ReadonlySet<string> {
  return new Set(trades.flatMap(({ symbol }) => (sizes.has(symbol) ? [] : [symbol])));
}

const usualSizes = [1, 5, 10, 20, 25, 50, 100, 1000, 5000, 10_000, 100_000, 0.1, 0.01];

function typeOf(text: string): string {
  const plain = text.trim().toLowerCase();
  return /^\d+$/.test(plain) ? (types[toNumber(plain)] ?? 'other') : plain;
}

function directionOf(row: Row): string {
  const text = (row['direction'] ?? row['entry'] ?? '').trim().toLowerCase();
  return /^\d$/.test(text) ? (directions[toNumber(text)] ?? '') : text;
}

/** The program's magic number names a strategy better than a comment, which brokers overwrite ("[sl 1.2345]"). */
function nameOf(row: Row): string | null {
  const magic = row['magic'] ?? row['expert_id'] ?? '';
  if (/^\d+$/.test(magic) && magic !== '0') return `magic ${magic}`;
  const comment = (row['comment'] ?? '').trim();
  return comment === '' || /^\[?(sl|tp|so)\b|^(close|cancelled|from #|to #)/i.test(comment) ? null : comment;
}

/** Absent is nothing; null is no number. */
function amountOf(row: Row, name: string): Decimal | null {
  const text = row[name] ?? '';
  return text === '' ? '0' : parseDecimal(text);
}

function sorted({ trades, flows, income }: Draft): Entries {
  const inTime = <T extends { readonly at: number }>(list: T[]) => list.sort((a, b) => a.at - b.at);
  return { trades: inTime(trades), flows: inTime(flows), income: inTime(income) };
}
