import { createTableIndex, type TableIndex } from '../../../../src/core/tables/createTableIndex.ts';
import { tables } from '../../../../src/core/tables/index.ts';
import { pageOf } from '../../../../src/core/tables/pageOf.ts';
import type { TableScene } from '../../../../src/core/tables/table.ts';
import { presentTable } from '../../../../src/present/tables/presentTable.ts';
import type { PageTableQuery, TablePageView } from '../../../../src/protocol/tradingView.ts';

/** Answers questions for tables with the product's own tables and words over a scene. */
export function tableAnswers(scene: TableScene, notes: Readonly<Record<string, readonly string[]>>) {
  const indexes = new Map<string, TableIndex>();
  return (query: PageTableQuery, privacy: boolean): TablePageView => {
    const table = tables[query.table];
    const index = indexes.get(query.table) ?? createTableIndex(table, scene);
    indexes.set(query.table, index);
    const about = { baseCurrency: 'USD', notes: notes[query.table] ?? [] };
    return presentTable(pageOf(table, index, { ...query, privacy }, about), { privacy });
  };
}
