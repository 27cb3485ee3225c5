import { big } from '../decimal.ts';
import type { Limit } from './limit.ts';
import { percent } from './settings.ts';

/** Current drawdown from the peak of the flow-neutral index, percent. RISK-1. */
export const maxDrawdownPct: Limit<number> = {
  id: 'maxDrawdownPct',
  title: 'Drawdown',
  unit: 'percent',
  settings: percent(
    'Largest drawdown from the peak in percent, deposits and withdrawals taken out. Breach at or above it.',
  ),
  boundary: 'atOrAbove',
  additive: false,
  ofLoss: true,
  measure: ({ drawdown }, threshold) => [
    {
      subject: null,
      threshold,
      value: drawdown.known ? big(drawdown.value).times(100) : null,
      known: null,
      incomplete: drawdown.known ? [] : [drawdown.reason],
      contributors: [],
      ageMs: drawdown.known ? (drawdown.ageMs ?? null) : null,
    },
  ],
};
