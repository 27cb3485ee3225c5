import { formatMoney, formatPercent } from '../../src/present/format.ts';
import type { SeriesAnswer } from '../../src/protocol/engine.ts';
import type { Pane, PlotContext, TimeChart } from './chart.ts';
import { percentLabel } from './percentAxis.ts';
import { underwater } from './underwater.ts';

/** The portfolio's value over its drawdown. */
export const value: TimeChart = {
  id: 'value',
  title: 'Portfolio value',
  section: 'overview',
  empty: 'No history yet: the curve starts with the next recorded value.',
  choices: [],
  questions: (_chosen, percent) => [
    { series: 'value', rolling: null, by: null, percent },
    { series: 'drawdown', rolling: null, by: null, percent },
  ],
  subtitle(answers, { currency, percent }) {
    if (!percent) return currency;
    const reason = answers?.[0]?.curve.at.length ? answers[0].reason : null;
    // Only where the engine could take deposits out of the curve is it a return.
    return reason === null ? 'return, net of deposits' : `change of value: ${reason}`;
  },
  plot([answer, drawdown], context) {
    if (!answer || !drawdown) return [];
    return [valuePane(answer, context), underwater(drawdown, context, context.drawdownLimit)];
  },
};

function valuePane(answer: SeriesAnswer, context: PlotContext): Pane {
  const { palette, percent, currency } = context;
  const { at } = answer.curve;
  // The engine rebases to 1 at the start of the window; the page shows the change since then.
  const values = percent ? answer.curve.value.map((entry) => entry - 1) : answer.curve.value;
  const [first, last] = [at[0] ?? 0, at.at(-1) ?? 0];
  const spans = answer.notRecorded.filter((span) => span.to >= first && span.from <= last);
  const mixed = !spans.some((span) => span.from <= first && span.to >= last);
  const text = (entry: number) => (percent ? formatPercent(entry, { sign: true }) : formatMoney(entry, currency));
  return {
    id: 'value',
    label: null,
    lines: [
      {
        id: 'portfolio',
        title: 'Portfolio',
        colour: palette.portfolio,
        style: 'line',
        curve: { at, value: values },
        text,
        short: percent ? text : (entry) => formatMoney(entry, currency, { compact: true }),
        lighter: { colour: mixed ? palette.portfolioLight : palette.portfolio, spans },
      },
    ],
    axis: {
      min: null,
      max: null,
      log: context.log ? { offset: percent ? 1 : 0 } : null,
      label: percent ? percentLabel : (entry) => formatMoney(entry, currency, { compact: true }),
    },
    tag: 'portfolio',
  };
}
