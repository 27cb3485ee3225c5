import { formatPercent } from '../../src/present/format.ts';
import type { SeriesAnswer } from '../../src/protocol/engine.ts';
import type { Pane, PlotContext, TimeChart } from './chart.ts';
import { percentLabel, signTone } from './percentAxis.ts';
import { underwater } from './underwater.ts';

/** Cumulative return beside its benchmarks, all 0 % at the start of the window, over the drawdown. */
export const returns: TimeChart = {
  id: 'returns',
  title: 'Cumulative return',
  section: 'performance',
  empty: 'No returns in this period yet: a return needs two recorded values.',
  choices: [],
  questions: () => [
    { series: 'return', rolling: null, by: null, percent: true },
    { series: 'drawdown', rolling: null, by: null, percent: true },
  ],
  subtitle: () => 'time-weighted, net of deposits',
  plot([answer, drawdown], context) {
    if (!answer || !drawdown) return [];
    return [returnPane(answer, context), underwater(drawdown, context, null)];
  },
};

function returnPane(answer: SeriesAnswer, context: PlotContext): Pane {
  const { palette } = context;
  const text = (value: number) => formatPercent(value, { sign: true });
  return {
    id: 'return',
    label: null,
    lines: [
      {
        id: 'portfolio',
        title: context.title,
        colour: palette.portfolio,
        style: 'line',
        curve: answer.curve,
        text,
        tone: signTone,
        lighter: { colour: palette.portfolioLight, spans: answer.notRecorded },
      },
      ...(answer.others ?? [])
        .filter((other) => other.curve.at.length > 0)
        .map((other, index) => ({
          id: other.id,
          title: other.title,
          colour: palette.benchmark,
          style: index % 2 === 0 ? ('dashed' as const) : ('dotted' as const),
          curve: other.curve,
          text,
          tone: signTone,
        })),
    ],
    axis: { min: null, max: null, include: 0, label: percentLabel, log: context.log ? { offset: 1 } : null },
    tag: 'portfolio',
  };
}
