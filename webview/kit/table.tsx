import type { ComponentChildren } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import type { TableView } from '../../src/protocol/panelView.ts';
import { IconButton } from './button.tsx';
import { Card } from './card.tsx';
import { ColumnChoice } from './columnChoice.tsx';
import { csvOf, pick, tsvOf } from './csv.ts';
import { Icon } from './icon.tsx';
import { usePage } from './page.ts';
import { type Graphic, TableGrid } from './tableGrid.tsx';
import { arrange, nextSort, shownColumns } from './tableModel.ts';

/** A table with search, sort, column choice, copy and export; its rows are virtual, so 100,000 are as fast as ten. */
export function DataTable(props: {
  readonly table: TableView;
  readonly area: string;
  readonly search?: boolean;
  readonly maxHeight?: number;
  /** Over the rows. */
  readonly notice?: ComponentChildren;
  /** A last column of small drawings. */
  readonly graphic?: Graphic;
  /** Rows open something. */
  onOpen?(id: string): void;
}) {
  const { table } = props;
  const { ui, choose, run, save, view } = usePage();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState<string | null>(null);
  const searchId = useId();
  const sort = ui.sort[table.id];
  const indexes = useMemo(() => shownColumns(table, ui.columns[table.id]), [table, ui.columns]);
  const rows = useMemo(() => arrange(table, search, sort), [table, search, sort]);
  const columns = indexes.flatMap((index) => table.columns[index] ?? []);
  const cells = () => rows.map((row) => pick(row, indexes));

  const copy = () => {
    const row = active === null ? undefined : rows.find((candidate) => candidate.id === active);
    run('copy', tsvOf(columns, row ? [pick(row, indexes)] : cells()));
  };
  const count =
    rows.length === table.rows.length ? String(table.rows.length) : `${rows.length} of ${table.rows.length}`;

  return (
    <Card
      title={table.title}
      subtitle={count}
      area={props.area}
      incomplete={table.incomplete}
      tools={
        <>
          {props.search === false ? null : (
            <div class="search">
              <Icon name="search" />
              <label class="hidden" for={searchId}>{`Search ${table.title.toLowerCase()}`}</label>
              <input
                id={searchId}
                type="search"
                placeholder="Search"
                value={search}
                onInput={(event) => setSearch(event.currentTarget.value)}
              />
            </div>
          )}
          <ColumnChoice
            columns={table.columns}
            shown={columns.map((column) => column.id)}
            onChange={(ids) => choose({ columns: { ...ui.columns, [table.id]: ids } })}
          />
          <IconButton icon="copy" label={`Copy ${table.title.toLowerCase()}`} onClick={copy} />
          <IconButton
            icon="export"
            label={`Export ${table.title.toLowerCase()} as CSV`}
            onClick={() => save(`${table.id}.csv`, csvOf(columns, cells(), view.privacy))}
          />
        </>
      }
    >
      {props.notice}
      {rows.length === 0 ? (
        <p class="empty">{table.rows.length === 0 ? table.empty : `Nothing matches “${search}”.`}</p>
      ) : (
        <TableGrid
          title={table.title}
          columns={columns}
          count={rows.length}
          rowAt={(index) => rows[index] ?? null}
          indexes={indexes}
          sort={sort}
          active={active === null ? -1 : rows.findIndex((row) => row.id === active)}
          maxHeight={props.maxHeight ?? 560}
          onActive={(index) => setActive(rows[index]?.id ?? null)}
          {...(props.graphic ? { graphic: props.graphic } : {})}
          {...(props.onOpen ? { onOpen: props.onOpen } : {})}
          onCopy={copy}
          onSort={(column) => {
            const { [table.id]: _old, ...rest } = ui.sort;
            const next = nextSort(sort, column);
            choose({ sort: next ? { ...rest, [table.id]: next } : rest });
          }}
        />
      )}
    </Card>
  );
}
