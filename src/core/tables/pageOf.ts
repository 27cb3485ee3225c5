import type { ColumnInfo, TablePage, TableQuery, TableRecord } from '../model/tables.ts';
import type { TableIndex } from './createTableIndex.ts';
import type { Table } from './table.ts';

/**
 * One page of a table: rows of the subject and span that have all words of the search, in the order that is wanted. Equal rows
 * stay in the table's own order and rows without a value come last, whichever way it goes. In privacy amounts neither are
 * searched nor order anything, not even by default.
 */
export function pageOf(
  table: Table,
  index: TableIndex,
  query: TableQuery,
  about: Pick<TablePage, 'baseCurrency' | 'notes' | 'scale'>,
): TablePage {
  const own = index.picked(query);
  const found = index.matches(query.search, query.privacy);
  const order = orderWanted(table, index, query);
  const rows: TableRecord[] = [];
  const end = query.limit === null ? Number.POSITIVE_INFINITY : query.offset + query.limit;
  let total = 0;
  let matching = 0;
  for (let place = 0; place < index.count; place += 1) {
    const row = order === null ? place : (order[place] ?? 0);
    if (own !== null && own[row] === 0) continue;
    total += 1;
    if (found !== null && found[row] === 0) continue;
    if (matching >= query.offset && matching < end) rows.push(index.record(row));
    matching += 1;
  }
  return {
    table: table.id,
    title: table.title,
    columns: table.columns.map(columnInfo),
    rows,
    offset: query.offset,
    total,
    matching,
    ...about,
    ...(order === null ? { ownOrder: table.order } : {}),
    empty: table.empty,
  };
}

function columnInfo({ id, title, kind, amount, hidden, explain }: Table['columns'][number]): ColumnInfo {
  return { id, title, kind, amount, hidden, explain };
}

function orderWanted(table: Table, index: TableIndex, { sort, privacy }: TableQuery): Uint32Array | null {
  const wanted = sort === null ? -1 : table.columns.findIndex(({ id }) => id === sort.column);
  const isSecret = (column: number): boolean => privacy && (table.columns[column]?.amount ?? false);
  if (wanted >= 0 && !isSecret(wanted)) return index.ordered(wanted, sort?.descending ?? false);
  const own = table.columns.findIndex(({ id }) => id === table.order);
  return isSecret(own) ? index.ordered(0, false) : null;
}
