import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { TableColumn, TableRow } from '../../src/protocol/panelView.ts';
import { Icon } from './icon.tsx';
import type { Sort } from './uiState.ts';

/** Rows are this high in page.css too; virtual rows need it before they exist. */
const rowHeight = 27;
const headHeight = 30;
const margin = 12;

export interface Graphic {
  readonly title: string;
  render(id: string): ComponentChildren;
}

/** The rows of a table: a real table with grid keys (arrows, page, home, end), only the visible rows in the document. */
export function TableGrid(props: {
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly indexes: readonly number[];
  readonly sort: Sort | undefined;
  readonly active: string | null;
  readonly maxHeight: number;
  readonly graphic?: Graphic;
  /** The first cell is a link, and Enter opens the chosen row. */
  onOpen?(id: string): void;
  onActive(id: string | null): void;
  onCopy(): void;
  onSort(column: TableColumn): void;
}) {
  const { columns, rows, indexes, sort, active } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const id = useId();
  const height = Math.min(props.maxHeight, rows.length * rowHeight + headHeight + 12);
  const first = Math.max(0, Math.floor(top / rowHeight) - margin);
  const end = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + margin);
  const at = active === null ? -1 : rows.findIndex((row) => row.id === active);

  // A shorter list after a search must not leave the view scrolled past its end.
  useEffect(() => {
    if (box.current) setTop(box.current.scrollTop);
  }, [rows]);

  const move = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    props.onActive(rows[next]?.id ?? null);
    const view = box.current;
    if (!view) return;
    const y = next * rowHeight;
    if (y < view.scrollTop) view.scrollTop = y;
    else if (y + rowHeight + headHeight > view.scrollTop + view.clientHeight) {
      view.scrollTop = y + rowHeight + headHeight - view.clientHeight;
    }
  };
  const page = Math.max(1, Math.floor(height / rowHeight) - 2);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(at + 1),
    ArrowUp: () => move(at < 0 ? 0 : at - 1),
    PageDown: () => move(at + page),
    PageUp: () => move(at - page),
    Home: () => move(0),
    End: () => move(rows.length - 1),
    Escape: () => props.onActive(null),
    ...(props.onOpen && active !== null ? { Enter: () => props.onOpen?.(active) } : {}),
  };

  return (
    <div
      class="table-box"
      ref={box}
      style={{ height: `${height}px` }}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows can be walked is a grid
        role="grid"
        aria-label={props.title}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.target instanceof HTMLButtonElement) return;
          if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
            if (window.getSelection()?.toString() === '') props.onCopy();
            return;
          }
          const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : keys[event.key];
          if (!act) return;
          event.preventDefault();
          act();
        }}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => {
              const sorted = sort?.column === column.id;
              return (
                <th
                  key={column.id}
                  scope="col"
                  class={column.align}
                  aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
                >
                  <button type="button" onClick={() => props.onSort(column)}>
                    {column.title}
                    {sorted ? <Icon name={sort.descending ? 'arrowDown' : 'arrowUp'} size={12} /> : null}
                  </button>
                </th>
              );
            })}
            {props.graphic ? <th scope="col">{props.graphic.title}</th> : null}
          </tr>
        </thead>
        <tbody>
          {first > 0 ? <Spacer height={first * rowHeight} columns={columns.length + (props.graphic ? 1 : 0)} /> : null}
          {rows.slice(first, end).map((row, offset) => {
            const index = first + offset;
            return (
              <tr
                key={row.id}
                id={`${id}-${index}`}
                aria-rowindex={index + 2}
                aria-selected={index === at}
                class={index % 2 === 1 ? 'odd' : undefined}
                onClick={() => props.onActive(row.id)}
              >
                {indexes.map((cellIndex, column) => {
                  const cell = row.cells[cellIndex];
                  const align = columns[column]?.align ?? 'start';
                  return (
                    <td
                      key={cellIndex}
                      class={cell?.tone && cell.tone !== 'none' ? `${align} tone-${cell.tone}` : align}
                      title={cell?.title}
                    >
                      {props.onOpen && column === 0 ? (
                        <button type="button" class="link" tabIndex={-1} onClick={() => props.onOpen?.(row.id)}>
                          {cell?.text ?? ''}
                        </button>
                      ) : (
                        (cell?.text ?? '')
                      )}
                    </td>
                  );
                })}
                {props.graphic ? <td>{props.graphic.render(row.id)}</td> : null}
              </tr>
            );
          })}
          {end < rows.length ? (
            <Spacer height={(rows.length - end) * rowHeight} columns={columns.length + (props.graphic ? 1 : 0)} />
          ) : null}
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the rows that are not in the document. */
function Spacer(props: { readonly height: number; readonly columns: number }) {
  return (
    <tr class="spacer">
      <td colSpan={props.columns} style={{ height: `${props.height}px` }} />
    </tr>
  );
}
