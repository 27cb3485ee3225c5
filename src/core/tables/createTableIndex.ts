import type { CellValue, ColumnInfo, TableQuery, TableRecord } from '../model/tables.ts';
import { isAbout } from './isAbout.ts';
import { descending, orderOf, type SortKeys } from './orderOf.ts';
import { cellEnd, createSearchText, searchWords } from './searchText.ts';
import type { OpenTable, Table, TableScene } from './table.ts';

/** One table's rows with what searching and sorting them needs, each worked out once and kept. */
export interface TableIndex {
  readonly count: number;
  /** 1 for each row of the subject and span; null: every row is. */
  picked(pick: Pick<TableQuery, 'subject' | 'from' | 'to'>): Uint8Array | null;
  record(row: number): TableRecord;
  /** All rows by a column; equal ones in the table's own order, those without a value last. */
  ordered(column: number, isDescending: boolean): Uint32Array;
  /** 1 for each row that has all words; null: every row has. Amounts are searched unless `privacy`. */
  matches(search: string, privacy: boolean): Uint8Array | null;
  /** Does a part of the work that the first search would wait for; false when nothing is left. */
  prepare(): boolean;
}

const textual: ReadonlySet<ColumnInfo['kind']> = new Set(['text', 'side', 'state']);
/** Rows whose text is made at a time while nobody waits: some milliseconds. */
const part = 2000;
/** Searches that are kept: what was typed last, and what it was made longer from. */
const kept = 8;

export function createTableIndex(table: Table, scene: TableScene): TableIndex {
  const open = table.open(scene);
  const { columns } = table;
  const keys = new Map<number, SortKeys>();
  const orders = new Map<string, Uint32Array>();
  const texts = { open: [] as string[], amounts: [] as string[] };
  const textOf = createSearchText();
  let picks: { readonly key: string; readonly mask: Uint8Array } | null = null;
  let searches: readonly { readonly key: string; readonly mask: Uint8Array }[] = [];

  const keysOf = (column: number): SortKeys => {
    const known = keys.get(column);
    if (known !== undefined) return known;
    const made = sortKeys(open, column, columns[column], scene);
    keys.set(column, made);
    return made;
  };
  const ordered = (column: number, isDescending: boolean): Uint32Array => {
    const key = `${column} ${isDescending}`;
    const known = orders.get(key);
    if (known !== undefined) return known;
    let ascending = orders.get(`${column} false`);
    if (ascending === undefined) {
      ascending = orderOf(keysOf(column));
      orders.set(`${column} false`, ascending);
    }
    if (!isDescending) return ascending;
    const made = descending(ascending, keysOf(column));
    orders.set(key, made);
    return made;
  };
  const makeTexts = (until: number): void => {
    for (let row = texts.open.length; row < until; row += 1) {
      const shown: string[] = [];
      const amounts: string[] = [];
      for (const [index, { kind, amount }] of columns.entries()) {
        const text = textOf(kind, open.quickAt(row, index));
        if (text === '') continue;
        (amount ? amounts : shown).push(text);
      }
      // Joined in one piece: what is put together bit by bit is copied by the first search.
      texts.open.push(shown.join(cellEnd));
      texts.amounts.push(amounts.join(cellEnd));
    }
  };

  return {
    count: open.count,
    picked({ subject, from, to }) {
      if (subject.kind === 'portfolio' && from === null && to === null) return null;
      const key = [subject.kind, subject.id, from, to].join();
      if (picks?.key === key) return picks.mask;
      const mask = new Uint8Array(open.count);
      for (let row = 0; row < open.count; row += 1) {
        const about = open.aboutAt(row);
        const within = about.at === null || (about.at >= (from ?? about.at) && about.at <= (to ?? about.at));
        if (within && isAbout(subject, about)) mask[row] = 1;
      }
      picks = { key, mask };
      return mask;
    },
    record: (row) => ({ id: open.idAt(row), cells: columns.map((_, column) => open.cellAt(row, column)) }),
    ordered,
    matches(search, privacy) {
      const words = searchWords(search);
      if (words.length === 0) return null;
      const key = `${privacy} ${words.join(' ')}`;
      const known = searches.find((each) => each.key === key);
      if (known !== undefined) return known.mask;
      makeTexts(open.count);
      // What a longer search finds was found by the shorter one already.
      const wider = searches.find((each) => key.startsWith(each.key));
      const mask = wider === undefined ? new Uint8Array(open.count).fill(1) : wider.mask.slice();
      for (let row = 0; row < open.count; row += 1) {
        if (mask[row] === 0) continue;
        const shown = texts.open[row] ?? '';
        const amounts = privacy ? '' : (texts.amounts[row] ?? '');
        if (!words.every((word) => shown.includes(word) || amounts.includes(word))) mask[row] = 0;
      }
      searches = [{ key, mask }, ...searches].slice(0, kept);
      return mask;
    },
    prepare() {
      if (texts.open.length < open.count) {
        makeTexts(Math.min(open.count, texts.open.length + part));
        return true;
      }
      for (const isDescending of [false, true]) {
        const next = columns.findIndex(({ hidden }, column) => !hidden && !orders.has(`${column} ${isDescending}`));
        if (next < 0) continue;
        ordered(next, isDescending);
        return true;
      }
      return false;
    },
  };
}

function sortKeys(
  open: OpenTable,
  column: number,
  info: Table['columns'][number] | undefined,
  scene: TableScene,
): SortKeys {
  const numbers = new Float64Array(open.count);
  if (info !== undefined && textual.has(info.kind)) return { numbers: textKeys(open, column, info), decimals: null };
  const decimals: (string | null)[] = [];
  let exact = false;
  for (let row = 0; row < open.count; row += 1) {
    const { value, currency } = open.quickAt(row, column);
    const rate = currency === undefined || info?.kind === 'price' ? 1 : rateOf(currency, scene);
    numbers[row] = value === null || rate === null ? Number.NaN : Number(value) * rate;
    if (typeof value === 'string' && rate === 1) exact = true;
    decimals.push(typeof value === 'string' && rate === 1 ? value : null);
  }
  return { numbers, decimals: exact ? decimals : null };
}

function rateOf(currency: string, scene: TableScene): number | null {
  return currency === scene.baseCurrency ? 1 : scene.rateNow(currency);
}

/** Ranks of texts, whatever their case; ids that are numbers by their size; states as their column lists them. */
function textKeys(open: OpenTable, column: number, { ranks: states }: Table['columns'][number]): Float64Array {
  const values = Array.from({ length: open.count }, (_, row) => textValue(open.cellAt(row, column)));
  if (states === undefined && values.every((value) => value === null || /^\d{1,15}$/.test(value))) {
    return Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));
  }
  const distinct = new Set(values.filter((value) => value !== null));
  const sorted = states?.map((state) => state.toLowerCase()) ?? [...distinct].sort((a, b) => (a < b ? -1 : 1));
  const ranks = new Map(sorted.map((value, rank) => [value, rank]));
  return Float64Array.from(values, (value) => (value === null ? Number.NaN : (ranks.get(value) ?? ranks.size)));
}

function textValue({ value }: CellValue): string | null {
  return value === null || value === '' ? null : String(value).toLowerCase();
}
