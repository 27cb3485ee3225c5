import type { Curve } from '../../src/core/model/series.ts';
import { formatPercent } from '../../src/present/format.ts';
import type { NamedCurve } from '../../src/protocol/engine.ts';
import type { PlotLine, TimeChart } from './chart.ts';
import { before } from './curve.ts';
import { percentLabel } from './percentAxis.ts';

const ways = ['asset', 'account', 'strategy', 'exchange', 'sector', 'instrument'] as const;

/** Shares of the value as stacked areas, the largest lowest: six parts and "Other", as the engine gives them. */
export const allocationOverTime: TimeChart = {
  id: 'allocationOverTime',
  title: 'Allocation over time',
  section: 'performance',
  bookOnly: true,
  empty: 'No holdings were recorded in this period: the areas start with the next snapshot.',
  choices: [
    { id: 'by', label: 'Allocation over time by', options: ways.map((value) => ({ value, title: `by ${value}` })) },
  ],
  questions: ({ by }) => [
    {
      series: 'allocation',
      rolling: null,
      by: ways.find((way) => way === by) ?? 'asset',
      percent: true,
      benchmarks: [],
    },
  ],
  subtitle: (answers) => answers?.[0]?.convention ?? 'share of the value',
  plot([answer], { palette }) {
    const parts = (answer?.others ?? []).filter((part) => part.curve.at.length > 0);
    if (parts.length === 0) return [];
    const grey = palette.slices.length - 1;
    const lines = stack(parts).map((part, index): PlotLine => {
      const other = index >= grey || /^other$/i.test(part.title);
      return {
        id: part.id,
        title: part.title,
        colour: palette.slices[other ? grey : index] ?? palette.muted,
        style: 'stack',
        curve: part.top,
        own: part.own,
        text: (share) => formatPercent(share, { digits: 1 }),
      };
    });
    const ends = lines.flatMap((line) => line.curve.value);
    return [
      {
        id: 'allocation',
        label: null,
        lines,
        // Shares sum to one, but for short positions and rounding.
        axis: { min: Math.min(0, ...ends), max: Math.max(1, ...ends), label: percentLabel },
        tag: null,
      },
    ];
  },
};

/** Each part on top of those before it, on the times of all of them: decimation may have kept other times of each. */
function stack(
  parts: readonly NamedCurve[],
): readonly { readonly id: string; readonly title: string; readonly top: Curve; readonly own: Curve }[] {
  const at = [...new Set(parts.flatMap((part) => part.curve.at))].sort((a, b) => a - b);
  const sum = at.map(() => 0);
  return parts.map(({ id, title, curve }) => {
    const own = at.map((time) => curve.value[before(curve.at, time)] ?? 0);
    own.forEach((share, index) => {
      sum[index] = (sum[index] ?? 0) + share;
    });
    return { id, title, top: { at, value: [...sum] }, own: { at, value: own } };
  });
}
