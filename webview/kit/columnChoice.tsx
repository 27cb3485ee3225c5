import { useCallback, useId, useState } from 'preact/hooks';
import type { TableColumn } from '../../src/protocol/panelView.ts';
import { IconButton } from './button.tsx';
import { useOutside } from './useOutside.ts';

/** A small list of checkboxes that says which columns are shown. */
export function ColumnChoice(props: {
  readonly columns: readonly TableColumn[];
  readonly shown: readonly string[];
  onChange(ids: readonly string[]): void;
}) {
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const ref = useOutside(close);
  const id = useId();
  const toggle = (column: string, on: boolean) => {
    const wanted = (candidate: string) => (candidate === column ? on : props.shown.includes(candidate));
    props.onChange(props.columns.map((entry) => entry.id).filter(wanted));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the list from anywhere inside it
    <div
      class="popup-anchor"
      ref={ref}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        setOpen(false);
        event.currentTarget.querySelector('button')?.focus();
      }}
    >
      <IconButton icon="columns" label="Choose columns" expanded={open} onClick={() => setOpen(!open)} />
      {open ? (
        <fieldset class="popup">
          <legend>Columns</legend>
          {props.columns.map((column) => (
            <label key={column.id} for={`${id}-${column.id}`}>
              <input
                id={`${id}-${column.id}`}
                type="checkbox"
                checked={props.shown.includes(column.id)}
                disabled={props.shown.length === 1 && props.shown[0] === column.id}
                onChange={(event) => toggle(column.id, event.currentTarget.checked)}
              />
              {column.title}
            </label>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}
