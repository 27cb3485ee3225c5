import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageCommand } from '../../src/protocol/page.ts';
import type { PanelView } from '../../src/protocol/panelView.ts';
import type { Host } from './host.ts';
import type { Palette } from './theme.ts';
import type { UiState } from './uiState.ts';

/** What every section may use. */
export interface Page {
  readonly host: Host;
  readonly view: PanelView;
  readonly ui: UiState;
  readonly palette: Palette;
  /** Counts the host's "changed": series are asked again when it moves. */
  readonly version: number;
  choose(change: Partial<UiState>): void;
  /** Runs a command of the host; a failure is shown as a banner. */
  run(command: PageCommand, argument?: string | null): void;
  save(name: string, text: string): void;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('usePage outside of the page');
  return page;
}
