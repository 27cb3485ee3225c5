import type { ChartConfiguration, ChartOptions } from 'chart.js';
import type { Palette } from '../kit/theme.ts';
import type { Pane } from './chart.ts';
import { marks } from './marks.ts';
import { logTicks, niceTicks, padded } from './niceTicks.ts';
import { paintLines, setDrawing } from './paintLines.ts';
import { timeTicks } from './timeTicks.ts';

export interface PaneLook {
  readonly palette: Palette;
  readonly from: number;
  readonly to: number;
  /** Plot width in CSS pixels. */
  readonly width: number;
  /** The lowest pane bears the times. */
  readonly times: boolean;
}

type Empty = ChartConfiguration<'line', never[]>;

/** Width of the value axis on the right; the same for stacked panes, so that their times align. */
export const axisWidth = 64;

/** A pane as Chart.js draws it: its axes, with the lines painted over them. */
export function paneChart(pane: Pane, look: PaneLook): Empty {
  const { palette } = look;
  const { log = null } = pane.axis;
  const values = visible(pane, look);
  const logarithmic = log !== null && values.every((value) => value + log.offset > 0);
  const map = (value: number) => (logarithmic ? Math.log10(value + log.offset) : value);
  const back = (y: number) => (logarithmic ? 10 ** y - log.offset : y);
  const include = pane.axis.include === undefined ? [] : [pane.axis.include];
  const [low, high] = padded([...values, ...include].map(map), pane.low ? 0.1 : 0.06);
  const min = pane.axis.min ?? low;
  const max = pane.axis.max ?? high;
  const raw = logarithmic
    ? logTicks(back(min) + log.offset, back(max) + log.offset, 5).map((tick) => tick - log.offset)
    : niceTicks(min, max, pane.low ? 2 : 5);
  const ticks = raw.map((value) => ({ value: map(value), label: pane.axis.label(value, raw) }));
  const tagged = pane.lines.find((line) => line.id === pane.tag);
  const last = tagged?.curve.value.at(-1);
  const data = { datasets: [] };
  const tag =
    tagged && last !== undefined
      ? { y: map(last), text: (tagged.short ?? tagged.text)(last), fill: tagged.colour, ink: palette.tagText }
      : null;
  setDrawing(data, {
    pane,
    map,
    tag,
    background: palette.background,
    foreground: palette.foreground,
    font: palette.font,
    limitColour: palette.warning,
  });
  return {
    type: 'line',
    data,
    options: options(look, { min, max, ticks, tagAt: tag?.y ?? null }),
    plugins: [paintLines as never, marks as never],
  };
}

/** Values inside the range, each line with the point before and after it, so that a curve does not leave through the ceiling. */
function visible(pane: Pane, look: PaneLook): readonly number[] {
  const values: number[] = [];
  for (const { curve } of pane.lines) {
    const { at, value } = curve;
    for (let index = 0; index < at.length; index += 1) {
      const time = at[index] ?? 0;
      if (time < look.from || time > look.to) continue;
      values.push(value[index] ?? 0);
    }
  }
  if (values.length > 0) return values;
  return pane.lines.flatMap((line) => line.curve.value);
}

interface Ticks {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  readonly tagAt: number | null;
}

function options(look: PaneLook, axis: Ticks): ChartOptions<'line'> {
  const { palette } = look;
  const calendar = timeTicks(look.from, look.to, Math.max(2, Math.floor(look.width / 110)));
  const font = { family: palette.font, size: 11 };
  return {
    layout: { autoPadding: false, padding: { left: 0, right: 0, top: 6, bottom: 0 } },
    scales: {
      x: {
        type: 'linear',
        min: look.from,
        max: look.to,
        border: { display: false },
        grid: { color: palette.grid, drawTicks: false },
        ticks: {
          display: look.times,
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
        // Room for a first label would shift this pane against those over it, and against the crosshair.
        afterFit: (scale) => {
          scale.paddingLeft = 0;
          scale.paddingRight = 0;
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
            axis.tagAt !== null && (Math.abs(value - axis.tagAt) / (axis.max - axis.min)) * scale.chart.height < 17;
          scale.ticks = axis.ticks.map((tick) => (near(tick.value) ? { ...tick, label: '' } : { ...tick }));
        },
        afterFit: (scale) => {
          scale.width = axisWidth;
        },
      },
    },
  };
}

/** A label at the very edge would be cut off. */
function inside(at: number, look: PaneLook): boolean {
  const x = ((at - look.from) / (look.to - look.from)) * look.width;
  return x > 14 && x < look.width - 6;
}
