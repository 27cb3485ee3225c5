import type { TearSheetOpened } from '../../protocol/engine.ts';
import type { Banner, PanelView } from '../../protocol/panelView.ts';
import { foreign } from '../redact.ts';
import { emptyView } from './emptyView.ts';

const kinds = { returns: 'returns', equity: 'equity', trades: 'trades' } as const;

/** The frame of a page that shows one file: PERF-8. `opened` is null while the engine reads it. */
export function presentTearSheet(
  name: string,
  opened: Exclude<TearSheetOpened, { readonly state: 'ambiguous' }> | null,
  privacy: boolean,
): PanelView {
  const frame: PanelView = { ...emptyView([{ id: '', name }], privacy), mode: 'tearSheet' };
  if (opened === null) return { ...frame, phase: 'loading' };
  if (opened.state === 'failed') {
    const failure: Banner = {
      tone: 'error',
      text: foreign(opened.reason, privacy),
      action: { title: 'Open another file', command: 'openTearSheet', argument: null },
    };
    return { ...frame, phase: 'failed', failure };
  }
  return {
    ...frame,
    phase: 'ready',
    portfolio: opened.id,
    portfolios: [{ id: opened.id, name: opened.name }],
    name: opened.name,
    subtitle: `Tear sheet · ${kinds[opened.kind]}${opened.column === '' ? '' : ` of “${opened.column}”`}`,
    banners: opened.notes.map((note) => ({ tone: 'info', text: foreign(note, privacy), action: null })),
  };
}
