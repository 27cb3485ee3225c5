import type { PageRequests } from '../../src/protocol/page.ts';
import type { UiState } from '../kit/uiState.ts';
import type { Scope } from './chart.ts';

/** The question that most cards of the section share: one message for all of them. */
export function askPerformance(scope: Scope, ui: UiState): PageRequests['performance'][0] {
  return { ...scope, period: ui.period };
}
