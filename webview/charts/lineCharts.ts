import type { ChartConfiguration, ChartDataset, ChartOptions } from 'chart.js';
import { formatMoney, formatPercent } from '../../src/present/format.ts';
import type { Palette } from '../kit/theme.ts';
import { split, type Xy } from './curve.ts';
import { type Marks, marksPlugin, setMarks } from './marks.ts';
import { logTicks, niceTicks, padded } from './niceTicks.ts';
import { timeTicks } from './timeTicks.ts';
import type { PanelSeries } from './useSeries.ts';

export interface LineLook {
  readonly palette: Palette;
  readonly currency: string;
  readonly percent: boolean;
  readonly log: boolean;
  readonly from: number;
  readonly to: number;
  /** Plot width in CSS pixels. */
  readonly width: number;
  readonly drawdownLimit: number | null;
}

type Line = ChartConfiguration<'line', Xy[]>;

/** Width of the value axis on the right; the same for stacked charts, so that their times align. */
export const axisWidth = 64;

/** Value of the portfolio. A logarithmic axis is a linear one over log values, so that ticks stay ours. */
export function valueChart(series: PanelSeries, look: LineLook): Line {
  const { palette, percent } = look;
  const values = series.value.curve.value;
  const offset = percent ? 1 : 0;
  const log = look.log && values.every((value) => value + offset > 0);
  const map = (value: number) => (log ? Math.log10(value + offset) : value);
  const back = (y: number) => (log ? 10 ** y - offset : y);
  const parts = split(series.value, map);
  const visible = series.value.curve.at.flatMap((at, index) => {
    const value = values[index];
    return at >= look.from && at <= look.to && value !== undefined ? [map(value)] : [];
  });
  const [min, max] = padded(visible.length > 0 ? visible : values.map(map), 0.06);
  const raw = log
    ? logTicks(back(min) + offset, back(max) + offset, 5).map((tick) => tick - offset)
    : niceTicks(min, max, 5);
  const label = (value: number) =>
    percent ? formatPercent(value, { digits: stepDigits(raw) }) : formatMoney(value, look.currency, { compact: true });
  const last = values.at(-1);
  const mixed = parts.seen.length > 0;
  const datasets: ChartDataset<'line', Xy[]>[] = [
    { ...line(palette.portfolio), data: parts.seen },
    { ...line(mixed ? palette.portfolioLight : palette.portfolio), data: parts.other },
  ];
  return build(
    datasets,
    look,
    { min, max, ticks: raw.map((value) => ({ value: map(value), label: label(value) })) },
    false,
    {
      tag:
        last === undefined
          ? null
          : {
              y: map(last),
              text: percent ? formatPercent(last, { sign: true }) : formatMoney(last, look.currency, { compact: true }),
              fill: palette.portfolio,
              ink: palette.tagText,
            },
      line: null,
      font: palette.font,
    },
  );
}

/** Decline from the last peak, with the limit of the configuration as a dotted line. */
export function drawdownChart(series: PanelSeries, look: LineLook): Line {
  const { palette } = look;
  const { at, value } = series.drawdown.curve;
  const visible = value.filter((_, index) => (at[index] ?? 0) >= look.from && (at[index] ?? 0) <= look.to);
  const deepest = Math.min(0, ...visible);
  const limit = look.drawdownLimit;
  // The limit line is in sight when the curve comes near it; a far one would flatten the curve.
  const floor = limit !== null && deepest < limit * 0.4 ? Math.min(deepest, limit) : deepest;
  const min = floor === 0 ? -0.01 : floor * 1.12;
  const ticks = niceTicks(min, 0, 2);
  const dataset: ChartDataset<'line', Xy[]> = {
    ...line(palette.drawdown),
    borderWidth: 1.3,
    data: at.map((x, index) => ({ x, y: value[index] ?? Number.NaN })),
    fill: 'origin',
    backgroundColor: palette.drawdownFill,
  };
  const digits = stepDigits(ticks);
  return build(
    [dataset],
    look,
    { min, max: 0, ticks: ticks.map((tick) => ({ value: tick, label: formatPercent(tick, { digits }) })) },
    true,
    {
      tag: null,
      line:
        limit === null
          ? null
          : {
              y: limit,
              text: `limit ${formatPercent(limit, { digits: Number.isInteger(Math.round(limit * 1e6) / 1e4) ? 0 : 1 })}`,
              colour: palette.warning,
              background: palette.background,
            },
      font: palette.font,
    },
  );
}

function line(colour: string): Omit<ChartDataset<'line', Xy[]>, 'data'> {
  return {
    borderColor: colour,
    borderWidth: 1.6,
    pointRadius: 0,
    pointHitRadius: 0,
    borderJoinStyle: 'round',
    normalized: true,
    parsing: false,
  };
}

function stepDigits(ticks: readonly number[]): number {
  const step = Math.abs((ticks[1] ?? 0.1) - (ticks[0] ?? 0)) * 100;
  return step >= 0.999 && ticks.every((tick) => Math.abs(tick * 100 - Math.round(tick * 100)) < 1e-6)
    ? 0
    : step >= 0.0999
      ? 1
      : 2;
}

interface Axis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

function build(datasets: ChartDataset<'line', Xy[]>[], look: LineLook, axis: Axis, times: boolean, marks: Marks): Line {
  const { palette } = look;
  const calendar = timeTicks(look.from, look.to, Math.max(2, Math.floor(look.width / 110)));
  const font = { family: palette.font, size: 11 };
  const options: ChartOptions<'line'> = {
    layout: { autoPadding: false, padding: { left: 0, right: 0, top: 6, bottom: 0 } },
    plugins: { decimation: { enabled: false } },
    scales: {
      x: {
        type: 'linear',
        min: look.from,
        max: look.to,
        border: { display: false },
        grid: { color: palette.grid, drawTicks: false },
        ticks: {
          display: times,
          color: palette.muted,
          font,
          maxRotation: 0,
          autoSkip: false,
          padding: 8,
          align: 'center',
        },
        afterBuildTicks: (scale) => {
          scale.ticks = calendar.map((tick) => ({ value: tick.at, label: tick.label }));
        },
        afterTickToLabelConversion: (scale) => {
          scale.ticks = calendar.map((tick) => ({ value: tick.at, label: inside(tick.at, look) ? tick.label : '' }));
        },
      },
      y: {
        type: 'linear',
        position: 'right',
        min: axis.min,
        max: axis.max,
        border: { display: false },
        grid: { color: palette.grid, drawTicks: false },
        ticks: { color: palette.muted, font, autoSkip: false, padding: 7 },
        afterBuildTicks: (scale) => {
          scale.ticks = axis.ticks.map((tick) => ({ ...tick }));
        },
        afterTickToLabelConversion: (scale) => {
          // A label that the last-value tag would half cover is left out.
          const near = (value: number) =>
            marks.tag !== null && (Math.abs(value - marks.tag.y) / (axis.max - axis.min)) * scale.chart.height < 17;
          scale.ticks = axis.ticks.map((tick) => (near(tick.value) ? { ...tick, label: '' } : { ...tick }));
        },
        afterFit: (scale) => {
          scale.width = axisWidth;
        },
      },
    },
  };
  const data = { datasets };
  setMarks(data, marks);
  return { type: 'line', data, options, plugins: [marksPlugin] };
}

/** A label at the very edge would be cut off. */
function inside(at: number, look: LineLook): boolean {
  const x = ((at - look.from) / (look.to - look.from)) * look.width;
  return x > 14 && x < look.width - 6;
}
