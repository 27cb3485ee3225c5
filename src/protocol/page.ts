import type { SeriesAnswer } from './engine.ts';
import type { PanelView } from './panelView.ts';

/**
 * The contract host ↔ page. The page asks, the host answers; the only pushes are "something changed, ask again" and
 * "show this section". Both ends validate with the guards in pageGuards.ts.
 */

/** What the page may ask the host to run; nothing else. */
export type PageCommand =
  | 'refresh'
  | 'togglePrivacy'
  | 'openConfiguration'
  | 'openDemoPortfolio'
  | 'createConfiguration'
  | 'addAccount'
  | 'evaluateRiskLimits'
  | 'showLog'
  | 'health'
  | 'revealLimit'
  | 'copy';

/** Requests by name: [argument, answer]. */
export interface PageRequests {
  state: [{ readonly portfolio: string | null }, PanelView];
  series: [
    {
      readonly portfolio: string;
      readonly series: 'value' | 'drawdown';
      readonly from: number | null;
      readonly to: number | null;
      readonly px: number;
      readonly percent: boolean;
    },
    SeriesAnswer,
  ];
  command: [{ readonly command: PageCommand; readonly argument: string | null }, null];
  /** Saves text the page made from what it was given (CSV of a table). Host asks where. */
  save: [{ readonly name: string; readonly text: string }, null];
}

export type PageName = keyof PageRequests;

export type PageRequest = {
  readonly [N in PageName]: { readonly id: number; readonly name: N; readonly argument: PageRequests[N][0] };
}[PageName];

export type HostMessage =
  | { readonly type: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly ok: false; readonly error: string }
  | { readonly type: 'changed' }
  | { readonly type: 'show'; readonly section: SectionName };

export type SectionName = 'overview' | 'positions' | 'risk';
