import type { PanelView } from '../../src/protocol/panelView.ts';

/** What the title row says of a book whose values are old; null where they are fresh, or of a file. */
export function staleWords({ mode, freshness }: PanelView): string | null {
  const old = freshness.tone === 'warning' || freshness.tone === 'error';
  return mode !== 'tearSheet' && old && freshness.text !== '' ? freshness.text : null;
}
