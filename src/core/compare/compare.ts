import { type Big, big, toNumber } from '../decimal.ts';
import type { Comparison, ComparisonRow } from '../model/performance.ts';
import type { CashFlow } from '../model/trade.ts';
import type { HoldingRecord } from '../ports.ts';
import { fiatCurrencies } from '../valuation/fiat.ts';
import { type Ends, rowOf } from './comparisonRow.ts';

export interface CompareInput {
  /** Base currency of all values. */
  readonly currency: string;
  /** Holdings of every account then (its last record at or before the date) and now. */
  readonly before: readonly HoldingRecord[];
  readonly after: readonly HoldingRecord[];
  /** Time of the record used; null: there is none, and nothing can be compared. */
  readonly at: number | null;
  readonly afterAt: number;
  /** Deposits, withdrawals, transfers of the span (at, afterAt]; others are left out. */
  readonly flows: readonly (CashFlow & { readonly account: string })[];
  /** Whether all flows of an account in the span are known; absent: of all of them. */
  readonly flowsKnown?: (account: string) => boolean;
  /** Equity of accounts at both ends: what it holds beyond its holdings (open profit of derivatives) is a row of its own. */
  readonly equities?: readonly { readonly account: string; readonly before: number; readonly after: number }[];
  /** Currency an asset is priced in where that is not the base (`USD` of a US share); absent: a foreign currency is its own. */
  readonly pricedIn?: (asset: string) => string | null;
  /** Base-currency price of one unit, where a record has none (what was sold out has no price now); null: not known. */
  readonly price?: (asset: string, at: number) => number | null;
}

/** Asset of the row that holds the open profit of an account's derivatives. */
export const openProfit = 'open profit of positions';

/**
 * HIST-1: what changed in value between two records, per account and asset, as price, currency, flow and quantity. The effects
 * of a row add up to its change in value exactly (computed in decimals, each rounded once). Where a price is missing at one
 * end the row says so, and only those totals that need it are null.
 */
export function compare(input: CompareInput): Comparison {
  const { currency, at, afterAt } = input;
  if (at === null) return nothing(input, 'nothing is recorded at or before that date');
  const notes = new Set<string>();
  const rows = [...ends({ ...input, at }).values()].map((each) => rowOf(each));
  const others = (input.equities ?? []).flatMap((each) => positionsRow(each, rows));
  const all = [...rows, ...others].sort((a, b) => size(b) - size(a) || a.account.localeCompare(b.account));
  if (all.some((row) => comparable(row) && row.flowEffect === null && row.quantityEffect !== null)) {
    notes.add('where deposits and withdrawals are not known, they count as quantity');
  }
  const unpriced = all.filter((row) => row.valueBefore === null || row.valueAfter === null);
  if (unpriced.length > 0) {
    const names = [...new Set(unpriced.map((row) => row.asset))].join(', ');
    notes.add(`without ${names}, which had no price at one end`);
  }
  return {
    currency,
    before: at,
    after: afterAt,
    valueBefore: total(all, (row) => (comparable(row) ? row.valueBefore : 0)),
    valueAfter: total(all, (row) => (comparable(row) ? row.valueAfter : 0)),
    rows: all,
    totals: {
      price: total(all, (row) => (comparable(row) ? row.priceEffect : 0)),
      fx: total(all, (row) => (comparable(row) ? row.fxEffect : 0)),
      // What is not known as a flow stands in the quantity.
      flow:
        all.length > 0 && all.every((row) => row.flowEffect === null)
          ? null
          : total(all, (row) => (comparable(row) ? (row.flowEffect ?? 0) : 0)),
      quantity: total(all, (row) => (comparable(row) ? row.quantityEffect : 0)),
    },
    reason: null,
    notes: [...notes],
  };
}

/** A row without a value at one end is in no total; the note names it. */
function comparable(row: ComparisonRow): boolean {
  return row.valueBefore !== null && row.valueAfter !== null;
}

function nothing({ currency, afterAt }: CompareInput, reason: string): Comparison {
  return {
    currency,
    before: null,
    after: afterAt,
    valueBefore: null,
    valueAfter: null,
    rows: [],
    totals: { price: null, fx: null, flow: null, quantity: null },
    reason,
    notes: [],
  };
}

function ends(input: CompareInput & { readonly at: number }): ReadonlyMap<string, Ends> {
  const { at, afterAt, currency } = input;
  const known = input.flowsKnown ?? (() => true);
  const found = new Map<string, Ends>();
  const priceAt = (records: readonly HoldingRecord[], asset: string, time: number): number | null =>
    asset === currency
      ? 1
      : (records.find((each) => each.asset === asset && each.price !== null)?.price ??
        input.price?.(asset, time) ??
        null);
  const endsOf = (account: string, asset: string): Ends => {
    const key = JSON.stringify([account, asset]);
    const own = input.pricedIn?.(asset) ?? (fiatCurrencies.has(asset) ? asset : null);
    const made: Ends = found.get(key) ?? {
      account,
      asset,
      before: { quantity: big(0), value: big(0), price: priceAt(input.before, asset, at) },
      after: { quantity: big(0), value: big(0), price: priceAt(input.after, asset, afterAt) },
      rates:
        own === null || own === currency
          ? null
          : { before: priceAt(input.before, own, at), after: priceAt(input.after, own, afterAt) },
      flow: known(account) ? big(0) : null,
    };
    found.set(key, made);
    return made;
  };
  for (const [records, side] of [
    [input.before, 'before'],
    [input.after, 'after'],
  ] as const) {
    for (const record of records) {
      const row = endsOf(record.account, record.asset);
      const end = row[side];
      const value: Big | null = end.value === null || record.value === null ? null : end.value.plus(record.value);
      // A quantity of nothing is worth nothing, priced or not.
      const worth = record.value === null && big(record.quantity).eq(0) ? end.value : value;
      const next = { ...end, quantity: end.quantity.plus(record.quantity), value: worth };
      found.set(JSON.stringify([record.account, record.asset]), { ...row, [side]: next });
    }
  }
  for (const flow of input.flows) {
    if (flow.at <= at || flow.at > afterAt) continue;
    const row = endsOf(flow.account, flow.asset);
    if (row.flow === null) continue;
    found.set(JSON.stringify([flow.account, flow.asset]), { ...row, flow: row.flow.plus(flow.quantity) });
  }
  return found;
}

/** What an account is worth beyond its holdings, at both ends: the price did it. */
function positionsRow(
  { account, before, after }: { readonly account: string; readonly before: number; readonly after: number },
  rows: readonly ComparisonRow[],
): readonly ComparisonRow[] {
  const own = rows.filter((row) => row.account === account);
  if (!own.every(comparable)) return [];
  const restOf = (equity: number, pick: (row: ComparisonRow) => number | null) =>
    own.reduce((rest, row) => rest.minus(pick(row) ?? 0), big(equity));
  const valueBefore = restOf(before, (row) => row.valueBefore);
  const valueAfter = restOf(after, (row) => row.valueAfter);
  const small = (rest: Big, equity: number) => rest.abs().lte(big(Math.abs(equity)).times('1e-9'));
  if (small(valueBefore, before) && small(valueAfter, after)) return [];
  return [
    {
      account,
      asset: openProfit,
      quantityBefore: '0',
      quantityAfter: '0',
      priceBefore: null,
      priceAfter: null,
      valueBefore: toNumber(valueBefore),
      valueAfter: toNumber(valueAfter),
      priceEffect: toNumber(valueAfter.minus(valueBefore)),
      fxEffect: 0,
      flowEffect: 0,
      quantityEffect: 0,
      reason: null,
    },
  ];
}

function size(row: ComparisonRow): number {
  return Math.abs((row.valueAfter ?? 0) - (row.valueBefore ?? 0));
}

function total(rows: readonly ComparisonRow[], pick: (row: ComparisonRow) => number | null): number | null {
  let sum = big(0);
  for (const row of rows) {
    const value = pick(row);
    if (value === null) return null;
    sum = sum.plus(value);
  }
  return toNumber(sum);
}
