import { useState } from 'preact/hooks';
import type { TableView } from '../../src/protocol/panelView.ts';
import { pick, tsvOf } from '../kit/csv.ts';
import { usePage } from '../kit/page.ts';
import { TableGrid } from '../kit/tableGrid.tsx';
import { arrange, nextSort } from '../kit/tableModel.ts';
import type { Sort } from '../kit/uiState.ts';

/** A table inside a card that has its own head: the fall-back of a chart, or the body of a card. */
export function PlainTable(props: {
  readonly table: TableView;
  readonly maxHeight?: number;
  onOpen?(id: string): void;
}) {
  const { table } = props;
  const { run } = usePage();
  const [active, setActive] = useState<string | null>(null);
  const [sort, setSort] = useState<Sort | undefined>(undefined);
  const indexes = table.columns.flatMap((column, index) => (column.hidden ? [] : [index]));
  const columns = indexes.flatMap((index) => table.columns[index] ?? []);
  const rows = sort ? arrange(table, '', sort) : table.rows;
  return (
    <TableGrid
      title={table.title}
      columns={columns}
      count={rows.length}
      rowAt={(index) => rows[index] ?? null}
      indexes={indexes}
      sort={sort}
      active={active === null ? -1 : rows.findIndex((row) => row.id === active)}
      maxHeight={props.maxHeight ?? 380}
      onActive={(index) => setActive(rows[index]?.id ?? null)}
      onCopy={() => {
        const chosen = rows.filter((row) => active === null || row.id === active);
        run(
          'copy',
          tsvOf(
            columns,
            chosen.map((row) => pick(row, indexes)),
          ),
        );
      }}
      onSort={(column) => setSort(nextSort(sort, column))}
      {...(props.onOpen ? { onOpen: props.onOpen } : {})}
    />
  );
}
