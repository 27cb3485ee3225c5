import { useCallback, useState } from 'preact/hooks';
import { IconButton } from './button.tsx';
import type { IconName } from './icon.tsx';
import type { Action } from './states.tsx';
import { useOutside } from './useOutside.ts';

/** A button that opens a short list of actions. */
export function Menu(props: { readonly icon: IconName; readonly label: string; readonly actions: readonly Action[] }) {
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const ref = useOutside(close);
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
      <IconButton icon={props.icon} label={props.label} expanded={open} onClick={() => setOpen(!open)} />
      {open ? (
        <div class="popup menu">
          {props.actions.map((action) => (
            <button
              key={action.title}
              type="button"
              onClick={() => {
                setOpen(false);
                action.run();
              }}
            >
              {action.title}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
