import type { PortfolioState, Severity } from '../../core/model/state.ts';
import type { PanelView, Tone } from '../../protocol/panelView.ts';
import { formatPercent } from '../format.ts';
import { foreign } from '../redact.ts';

const tones: Readonly<Record<Severity, Tone>> = { critical: 'error', warning: 'warning', info: 'muted' };
const order: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

/** Health items, worst first. An action is named by the item's id: the host looks up what it does. */
export function health(state: PortfolioState, privacy: boolean): PanelView['health'] {
  return [...state.health]
    .sort((a, b) => order[a.severity] - order[b.severity] || (b.share ?? 0) - (a.share ?? 0))
    .map((item) => ({
      id: item.id,
      tone: tones[item.severity],
      title: foreign(item.title, privacy),
      detail: foreign(
        item.share !== null && item.share >= 0.0005
          ? `${item.detail.replace(/\.$/, '')} · ${formatPercent(item.share, { digits: 1 })} of the book`
          : item.detail,
        privacy,
      ),
      action: item.action ? { title: item.action.title, argument: item.id } : null,
    }));
}
