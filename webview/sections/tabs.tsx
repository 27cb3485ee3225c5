import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { SectionName } from '../../src/protocol/page.ts';
import { usePage } from '../kit/page.ts';

const names: readonly { readonly id: SectionName; readonly title: string }[] = [
  { id: 'overview', title: 'Overview' },
  { id: 'positions', title: 'Positions' },
  { id: 'performance', title: 'Performance' },
  { id: 'risk', title: 'Risk' },
  { id: 'trades', title: 'Trades' },
  { id: 'rebalance', title: 'Rebalance' },
];

/** The sections as tabs (WAI-ARIA): arrows move, the chosen one alone takes the tab key and is rendered. */
export function Tabs(props: { readonly children: ComponentChildren }) {
  const { view, ui, choose } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const at = names.findIndex((name) => name.id === ui.section);
  const go = (index: number) => {
    const next = names[(index + names.length) % names.length];
    if (!next) return;
    choose({ section: next.id });
    list.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => go(at + 1),
    ArrowLeft: () => go(at - 1),
    Home: () => go(0),
    End: () => go(names.length - 1),
  };
  return (
    <>
      <div
        class="tabs"
        role="tablist"
        aria-label="Sections"
        ref={list}
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (!act) return;
          event.preventDefault();
          act();
        }}
      >
        {names.map((name) => (
          <button
            key={name.id}
            type="button"
            role="tab"
            id={`tab-${name.id}`}
            aria-selected={ui.section === name.id}
            aria-controls={ui.section === name.id ? 'section' : undefined}
            tabIndex={ui.section === name.id ? 0 : -1}
            onClick={() => choose({ section: name.id })}
          >
            {name.title}
            {name.id === 'risk' && view.breaches > 0 ? (
              <span class="count" title={`${view.breaches} limits breached`}>
                {view.breaches}
                <span class="hidden">{view.breaches === 1 ? ' limit breached' : ' limits breached'}</span>
              </span>
            ) : null}
          </button>
        ))}
      </div>
      <div id="section" role="tabpanel" aria-labelledby={`tab-${ui.section}`}>
        {props.children}
      </div>
    </>
  );
}
