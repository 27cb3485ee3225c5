import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageCommand, PageName, PageRequests } from '../../src/protocol/page.ts';
import type { PanelView } from '../../src/protocol/panelView.ts';
import type { Desk } from '../trading/desk.ts';
import type { Answers } from './answers.ts';
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
  /** The same at most once in some seconds, for answers that cost more and matter less by the tick. */
  readonly slowVersion: number;
  readonly answers: Answers;
  /** Something was traded: every answer is asked again now. */
  hurry(): void;
  /** What is open beside the section: details of a position, a ticket, orders to review. */
  readonly desk: Desk | null;
  openDesk(desk: Desk | null): void;
  choose(change: Partial<UiState>): void;
  /** Runs a command of the host; a failure is shown as a banner. */
  run(command: PageCommand, argument?: string | null): void;
  save(name: string, text: string): void;
  /** Asks the host to do something that answers nothing; a failure is shown as a banner. */
  tell<N extends PageName>(name: N, argument: PageRequests[N][0]): void;
  /** `draw` gives a PNG in base64. */
  savePicture(name: string, draw: () => string): void;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('usePage outside of the page');
  return page;
}
