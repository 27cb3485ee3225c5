import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { TableColumn, TableRow } from '../../src/protocol/panelView.ts';
import { GridRow } from './gridRow.tsx';
import { Icon } from './icon.tsx';
import type { Sort } from './uiState.ts';

/** Rows are this high in page.css too; virtual rows need it before they exist. */
export const rowHeight = 27;
const headHeight = 30;
const margin = 12;
/** Of a table that fills the panel. */
const leastHeight = 360;
const below = 82;

export interface Graphic {
  readonly title: string;
  render(id: string): ComponentChildren;
}

export type GridColumn = TableColumn & { readonly explain?: string | null };

/** The rows of a table: a real table with grid keys (arrows, page, home, end), only the visible rows in the document. */
export function TableGrid(props: {
  readonly title: string;
  readonly columns: readonly GridColumn[];
  /** Places of the columns' cells in a row. */
  readonly indexes: readonly number[];
  readonly count: number;
  /** null: it has not come yet. */
  rowAt(index: number): TableRow | null;
  readonly sort: Sort | undefined;
  /** Index of the row that keys act on; −1: none. */
  readonly active: number;
  /** First and last chosen row; absent: the active one. */
  readonly chosen?: { readonly first: number; readonly last: number } | null;
  /** Pixels, or as high as the panel is. */
  readonly maxHeight: number | 'panel';
  /** Of the columns in pixels, for rows that come by and by: columns must not jump while scrolling. */
  readonly widths?: readonly number[];
  readonly busy?: boolean;
  readonly graphic?: Graphic;
  readonly box?: RefObject<HTMLDivElement | null>;
  /** The first cell is a link, and Enter opens the chosen row. */
  onOpen?(id: string): void;
  /** `extend`: from the row that was chosen before to this one. */
  onActive(index: number, extend: boolean): void;
  onCopy(): void;
  onSort(column: TableColumn): void;
  /** Rows in the document and rows in sight, the ends excluded. */
  onSight?(first: number, end: number, top: number, last: number): void;
}) {
  const { columns, count, sort, active, widths } = props;
  const own = useRef<HTMLDivElement>(null);
  const box = props.box ?? own;
  const [top, setTop] = useState(0);
  const [room, setRoom] = useState(600);
  const [space, setSpace] = useState(480);
  const id = useId();
  const natural = count * rowHeight + headHeight + 12;
  const fixed = props.maxHeight === 'panel' ? null : Math.min(props.maxHeight, natural);
  const height = fixed ?? room;
  const first = Math.max(0, Math.min(count - 1, Math.floor(top / rowHeight) - margin));
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + margin);
  const chosen = props.chosen ?? { first: active, last: active };
  const shape = columns.map(({ align }, column) => `${props.indexes[column]} ${align}`).join();
  const now = useRef(props);
  now.current = props;
  const does = useMemo(
    () => ({
      active: (index: number, extend: boolean) => now.current.onActive(index, extend),
      open: (row: string) => now.current.onOpen?.(row),
    }),
    [],
  );
  const across = columns.length + (props.graphic ? 1 : 0);

  // A shorter list after a search must not leave the view scrolled past its end.
  useEffect(() => {
    if (box.current) setTop(box.current.scrollTop);
  }, [count]);
  useEffect(() => {
    const view = box.current;
    if (!view || fixed !== null) return;
    const measure = () => {
      setRoom(view.clientHeight);
      // To the lower edge of the panel, with room for the line under the rows; below other content, as much as is useful.
      const left = window.innerHeight - (view.getBoundingClientRect().top + window.scrollY) - below;
      setSpace(Math.max(leastHeight, Math.round(left)));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(view);
    observer.observe(document.body);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [fixed === null]);
  const { onSight } = props;
  const at = Math.floor(top / rowHeight);
  const last = Math.max(1, Math.min(count, Math.floor((top + height - headHeight + 6) / rowHeight)));
  useEffect(() => onSight?.(first, end, at, last), [onSight, first, end, at, last]);

  const move = (index: number, extend: boolean) => {
    const next = Math.max(0, Math.min(count - 1, index));
    props.onActive(next, extend);
    const view = box.current;
    if (!view) return;
    const y = next * rowHeight;
    if (y < view.scrollTop) view.scrollTop = y;
    else if (y + rowHeight + headHeight > view.scrollTop + view.clientHeight) {
      view.scrollTop = y + rowHeight + headHeight - view.clientHeight;
    }
  };
  const page = Math.max(1, Math.floor(height / rowHeight) - 2);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active < 0 ? 0 : active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  };
  const keys = (event: KeyboardEvent): (() => void) | undefined => {
    const target = targets[event.key];
    if (target !== undefined) return () => move(target, event.shiftKey);
    const row = event.key === 'Enter' && active >= 0 ? props.rowAt(active) : null;
    if (row && props.onOpen) return () => props.onOpen?.(row.id);
    return event.key === 'Escape' && active >= 0 ? () => props.onActive(-1, false) : undefined;
  };

  return (
    <div
      class="table-box"
      ref={box}
      style={{ height: fixed === null ? `${Math.min(natural, space)}px` : `${fixed}px` }}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows can be walked is a grid
        role="grid"
        aria-label={props.title}
        aria-rowcount={count + 1}
        aria-busy={props.busy}
        aria-activedescendant={active >= first && active < end ? `${id}-${active}` : undefined}
        tabIndex={0}
        class={widths ? 'settled' : undefined}
        style={widths ? { minWidth: `${widths.reduce((sum, width) => sum + width, 0)}px` } : undefined}
        onKeyDown={(event) => {
          if (event.target instanceof HTMLButtonElement) return;
          if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
            if (window.getSelection()?.toString() === '') props.onCopy();
            return;
          }
          const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : keys(event);
          if (!act) return;
          event.preventDefault();
          if (event.key === 'Escape') event.stopPropagation();
          act();
        }}
      >
        {widths ? (
          <colgroup>
            {columns.map((column, index) => (
              <col key={column.id} style={{ width: `${widths[index] ?? 80}px` }} />
            ))}
          </colgroup>
        ) : null}
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => {
              const sorted = sort?.column === column.id;
              return (
                <th
                  key={column.id}
                  scope="col"
                  class={column.align}
                  title={column.explain ?? undefined}
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
          {first > 0 ? <Spacer height={first * rowHeight} columns={across} /> : null}
          {Array.from({ length: Math.max(0, end - first) }, (_, offset) => {
            const index = first + offset;
            const row = props.rowAt(index);
            return (
              <GridRow
                key={row?.id ?? index}
                row={row}
                index={index}
                grid={id}
                chosen={index >= chosen.first && index <= chosen.last}
                columns={columns}
                indexes={props.indexes}
                shape={shape}
                graphic={props.graphic}
                opens={props.onOpen !== undefined}
                onActive={does.active}
                onOpen={does.open}
              />
            );
          })}
          {end < count ? <Spacer height={(count - end) * rowHeight} columns={across} /> : null}
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
