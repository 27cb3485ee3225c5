import { Component } from 'preact';
import type { TableCell, TableRow } from '../../src/protocol/panelView.ts';
import type { Graphic, GridColumn } from './tableGrid.tsx';

/** Texts from here on may be cut off. */
const longText = 36;

interface Props {
  /** null: it has not come yet. */
  readonly row: TableRow | null;
  readonly index: number;
  /** Of the grid: ids of its rows begin with it. */
  readonly grid: string;
  readonly chosen: boolean;
  readonly columns: readonly GridColumn[];
  /** Places of the columns' cells in a row. */
  readonly indexes: readonly number[];
  /** Says both: where it is the same, columns look the same. */
  readonly shape: string;
  readonly graphic: Graphic | undefined;
  readonly opens: boolean;
  /** The same functions every time. */
  onActive(index: number, extend: boolean): void;
  onOpen(id: string): void;
}

const compared = ['row', 'index', 'grid', 'chosen', 'shape', 'graphic', 'opens'] as const;

/** A row of a grid, drawn again only where it changed: sixty of them are in the document while one scrolls or types. */
export class GridRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return compared.some((name) => next[name] !== this.props[name]);
  }

  override render() {
    const { row, index, grid, chosen, columns, indexes, graphic, opens, onActive, onOpen } = this.props;
    return (
      <tr
        id={`${grid}-${index}`}
        aria-rowindex={index + 2}
        aria-selected={chosen}
        class={index % 2 === 1 ? 'odd' : undefined}
        onClick={(event) => onActive(index, event.shiftKey)}
        onDblClick={() => row && opens && onOpen(row.id)}
      >
        {indexes.map((place, column) => (
          <Cell
            key={place}
            cell={row ? (row.cells[place] ?? null) : null}
            align={columns[column]?.align ?? 'start'}
            onOpen={row && opens && column === 0 ? () => onOpen(row.id) : null}
          />
        ))}
        {graphic ? <td>{row ? graphic.render(row.id) : null}</td> : null}
      </tr>
    );
  }
}

function Cell(props: {
  readonly cell: TableCell | null;
  readonly align: 'start' | 'end';
  readonly onOpen: (() => void) | null;
}) {
  const { cell, align, onOpen } = props;
  // Its row is on its way.
  if (cell === null) {
    return (
      <td class={align}>
        <span class="bone cell-bone" />
      </td>
    );
  }
  return (
    <td
      class={cell.tone && cell.tone !== 'none' ? `${align} tone-${cell.tone}` : align}
      title={cell.title ?? (cell.text.length > longText ? cell.text : undefined)}
    >
      {onOpen ? (
        <button type="button" class="link" tabIndex={-1} onClick={onOpen}>
          {cell.text}
        </button>
      ) : (
        cell.text
      )}
    </td>
  );
}
