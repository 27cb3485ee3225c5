import { formatPercent } from '../../src/present/format.ts';
import type { SeriesAnswer } from '../../src/protocol/engine.ts';
import type { Pane, PlotContext } from './chart.ts';
import { lossTone, percentLabel } from './percentAxis.ts';

/** Decline from the last peak under another chart, with the configured limit as a dotted line and the worst falls numbered. */
export function underwater(answer: SeriesAnswer, context: PlotContext, limit: number | null): Pane {
  const { palette } = context;
  const deepest = Math.min(0, ...answer.curve.value);
  // The limit line is in sight when the curve comes near it; a far one would flatten the curve.
  const near = limit !== null && deepest < limit * 0.4;
  const floor = near ? Math.min(deepest, limit) : deepest;
  const spells = answer.spells ?? [];
  return {
    id: 'underwater',
    label: answer.reason
      ? `Drawdown · ${answer.reason}`
      : spells.length > 0
        ? 'Drawdown from the highest value until then · worst falls numbered'
        : 'Drawdown from the highest value until then',
    low: true,
    lines: [
      {
        id: 'drawdown',
        title: 'Drawdown',
        colour: palette.drawdown,
        fill: palette.drawdownFill,
        style: 'under',
        curve: answer.curve,
        text: (value) => formatPercent(value),
        tone: lossTone,
      },
    ],
    axis: { min: floor === 0 ? -0.01 : floor * 1.12, max: 0, label: percentLabel },
    tag: null,
    limit:
      limit === null
        ? null
        : {
            value: limit,
            text: `limit ${formatPercent(limit, { digits: Number.isInteger(Math.round(limit * 1e6) / 1e4) ? 0 : 1 })}`,
          },
    spells: spells.slice(0, 5),
  };
}
