import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { IconButton } from '../kit/button.tsx';

/** Stands beside a section (over it where there is little room); takes the focus, gives it back, Escape closes it. */
export function Sheet(props: {
  readonly title: string;
  readonly subtitle?: string;
  readonly mark?: ComponentChildren;
  /** Another content: the focus goes to its heading again. */
  readonly of: string;
  onClose(): void;
  readonly children: ComponentChildren;
}) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    opener.current = document.activeElement;
    return () => {
      const back = opener.current;
      if (back instanceof HTMLElement && back.isConnected) back.focus();
    };
  }, []);
  useEffect(() => {
    // Open since the page was last shown: nobody asked for the focus.
    if (document.activeElement !== document.body || opener.current !== document.body) heading.current?.focus();
  }, [props.of]);
  return (
    <aside
      class="sheet card"
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        props.onClose();
      }}
    >
      <header class="card-head sheet-head">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {props.title}
        </h2>
        {props.mark}
        {props.subtitle ? <span class="muted subtitle">{props.subtitle}</span> : <span class="spring" />}
        <IconButton icon="close" label="Close" onClick={props.onClose} />
      </header>
      {props.children}
    </aside>
  );
}
