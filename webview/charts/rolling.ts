import { formatPercent, formatRatio } from '../../src/present/format.ts';
import type { SeriesName } from '../../src/protocol/engine.ts';
import type { PlotLine, TimeChart } from './chart.ts';
import { percentLabel, ratioLabel } from './percentAxis.ts';

const kinds: readonly {
  readonly value: SeriesName;
  readonly title: string;
  readonly percent: boolean;
  readonly relative: boolean;
}[] = [
  { value: 'rollingSharpe', title: 'Sharpe', percent: false, relative: false },
  { value: 'rollingVolatility', title: 'Volatility', percent: true, relative: false },
  { value: 'rollingBeta', title: 'Beta', percent: false, relative: true },
  { value: 'rollingReturn', title: 'Return', percent: true, relative: false },
  { value: 'rollingCorrelation', title: 'Correlation', percent: false, relative: true },
  { value: 'rollingDrawdown', title: 'Max drawdown', percent: true, relative: false },
];
const windows = ['21', '30', '63', '90', '126', '180', '252', '365'];

/** One metric over a moving window; beta and correlation have a line for each benchmark. */
export const rolling: TimeChart = {
  id: 'rolling',
  title: 'Rolling',
  section: 'performance',
  empty: 'Not enough returns for a window of this length yet: choose a shorter one.',
  choices: [
    { id: 'series', label: 'Rolling metric', options: kinds },
    {
      id: 'window',
      label: 'Rolling window',
      options: [
        { value: 'auto', title: 'usual window' },
        ...windows.map((count) => ({ value: count, title: `${count} periods` })),
      ],
    },
  ],
  questions({ series, window }) {
    const kind = kinds.find((candidate) => candidate.value === series) ?? kinds[0];
    const count = Number(window);
    return [
      {
        series: kind?.value ?? 'rollingSharpe',
        rolling: Number.isInteger(count) && count > 1 ? count : null,
        by: null,
        percent: true,
      },
    ];
  },
  subtitle: (answers) => answers?.[0]?.convention ?? '',
  plot([answer], context) {
    if (!answer) return [];
    const kind = kinds.find((candidate) => candidate.value === context.chosen['series']) ?? kinds[0];
    if (!kind) return [];
    const { palette } = context;
    const text = kind.percent ? (value: number) => formatPercent(value) : (value: number) => formatRatio(value);
    const own: readonly PlotLine[] =
      answer.curve.at.length === 0
        ? []
        : [{ id: 'portfolio', title: kind.title, colour: palette.portfolio, style: 'line', curve: answer.curve, text }];
    const others = (answer.others ?? [])
      .filter((other) => other.curve.at.length > 0)
      .map((other, index): PlotLine => {
        const first = own.length === 0 && index === 0;
        return {
          id: other.id,
          title: kind.relative ? `${kind.title} to ${other.title}` : other.title,
          colour: first ? palette.portfolio : palette.benchmark,
          style: first ? 'line' : index % 2 === 0 ? 'dashed' : 'dotted',
          curve: other.curve,
          text,
        };
      });
    const lines = [...own, ...others];
    return [
      {
        id: 'rolling',
        label: null,
        lines,
        axis: {
          min: null,
          max: null,
          ...(kind.value === 'rollingVolatility' ? {} : { include: 0 }),
          label: kind.percent ? percentLabel : ratioLabel,
        },
        tag: lines[0]?.id ?? null,
      },
    ];
  },
};
