import type { Chart, ChartConfiguration, Plugin } from 'chart.js';
import type { MatrixDataPoint } from 'chartjs-chart-matrix';
import type { CorrelationView } from '../../src/protocol/panelView.ts';
import { css, mix, type Palette, parseColour, type Rgba, readableOn } from '../kit/theme.ts';

interface Cell extends MatrixDataPoint {
  readonly x: number;
  readonly y: number;
  /** null where the common history is too short; `v`, which the library wants, is then 0 and not used. */
  readonly rho: number | null;
}

type Matrix = ChartConfiguration<'matrix', Cell[]>;

/** Values are written into the cells up to this many assets. */
const written = 20;
/** Above this many assets one bitmap is drawn instead of single cells (4 times faster at 200). */
const drawnSingly = 50;
const axis = 76;

/** Size of the drawing for a number of assets and a width: cells stay readable, and never grow to tiles. */
export function matrixSize(count: number, width: number): { readonly height: number } {
  const cell = Math.min(34, Math.max(4, (width - axis) / Math.max(1, count)));
  return { height: Math.round(Math.max(20, Math.min(cell, 26)) * Math.min(count, 60) + 64) };
}

export function matrixChart(matrix: CorrelationView, palette: Palette, width: number): Matrix {
  const count = matrix.assets.length;
  const singly = count <= drawnSingly;
  const data = matrix.assets.flatMap((_, row) =>
    Array.from({ length: row + 1 }, (_value, column): Cell => {
      const rho = matrix.rows[row]?.[column] ?? null;
      return { x: column, y: row, rho, v: rho ?? 0 };
    }),
  );
  const paint = painter(palette);
  const font = { family: palette.font, size: count > 30 ? 9 : 11 };
  const ticks = { color: palette.muted, font, autoSkip: count > 30, stepSize: 1, padding: 4 };
  const name = (value: string | number) => matrix.assets[Number(value)] ?? '';
  const bounds = { min: -0.5, max: count - 0.5, offset: false, border: { display: false }, grid: { display: false } };
  return {
    type: 'matrix',
    data: {
      datasets: [
        {
          data: singly ? data : [],
          parsing: false,
          borderWidth: 0,
          backgroundColor: (context) => paint(data[context.dataIndex]),
          width: ({ chart }) => Math.max(1, (chart.chartArea?.width ?? 0) / count - 1),
          height: ({ chart }) => Math.max(1, (chart.chartArea?.height ?? 0) / count - 1),
        },
      ],
    },
    options: {
      layout: { autoPadding: false, padding: { left: 0, right: 4, top: 2, bottom: 0 } },
      scales: {
        x: {
          ...bounds,
          type: 'linear',
          position: 'bottom',
          afterBuildTicks: (scale) => {
            scale.ticks = matrix.assets.map((_, value) => ({ value }));
          },
          ticks: { ...ticks, callback: name, minRotation: width / count < 60 ? 45 : 0, maxRotation: 90 },
        },
        y: {
          ...bounds,
          type: 'linear',
          reverse: true,
          afterBuildTicks: (scale) => {
            scale.ticks = matrix.assets.map((_, value) => ({ value }));
          },
          afterFit: (scale) => {
            scale.width = axis;
          },
          ticks: { ...ticks, callback: name },
        },
      },
    },
    plugins: [singly ? labels(data, palette, paint) : bitmap(data, count, paint)],
  };
}

/** Which cell of the triangle lies under a point; null outside of it. */
export function cellAt(chart: Chart<'matrix', Cell[]>, count: number, x: number, y: number) {
  const column = Math.round(chart.scales['x']?.getValueForPixel(x) ?? -1);
  const row = Math.round(chart.scales['y']?.getValueForPixel(y) ?? -1);
  return row >= 0 && row < count && column >= 0 && column <= row ? { row, column } : null;
}

type Paint = (cell: Cell | undefined) => string;

/** Blue for together, red for against, the background for nothing; the diagonal is grey, since it says nothing. */
function painter(palette: Palette): Paint {
  const [plus, minus, none] = [palette.positive, palette.negative, palette.background].map(parseColour);
  return (cell) => {
    if (!cell || !plus || !minus || !none || cell.rho === null) return 'rgba(0, 0, 0, 0)';
    if (cell.x === cell.y) return palette.diagonal;
    // A floor keeps small values visible as cells; the exponent spreads the middle.
    const strength = 0.06 + 0.94 * Math.min(1, Math.abs(cell.rho)) ** 1.15;
    return css(mix(cell.rho >= 0 ? plus : minus, none, strength));
  };
}

function labels(data: readonly Cell[], palette: Palette, paint: Paint): Plugin<'matrix'> {
  return {
    id: 'cellLabels',
    afterDatasetsDraw(chart) {
      const { x, y } = chart.scales;
      const count = y ? Math.round(y.max - y.min) : 0;
      if (!x || !y || count > written || chart.chartArea.width / count < 26) return;
      const { ctx } = chart;
      ctx.save();
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.font = `${chart.chartArea.width / count < 32 ? 9.5 : 10.5}px ${palette.font}`;
      for (const cell of data) {
        const fill = parseColour(paint(cell));
        ctx.fillStyle = fill[3] === 0 ? palette.muted : css(readableOn(fill as Rgba));
        ctx.fillText(short(cell), x.getPixelForValue(cell.x), y.getPixelForValue(cell.y) + 0.5);
      }
      ctx.restore();
    },
  };
}

/** ".83", "−.12", "1.00", "–": a cell has no room for the zero. */
function short(cell: Cell): string {
  if (cell.rho === null) return '–';
  const text = Math.abs(cell.rho).toFixed(2);
  return `${cell.rho < 0 && Number(text) > 0 ? '−' : ''}${text.startsWith('0') ? text.slice(1) : text}`;
}

function bitmap(data: readonly Cell[], count: number, paint: Paint): Plugin<'matrix'> {
  const layer = document.createElement('canvas');
  layer.width = count;
  layer.height = count;
  const ctx = layer.getContext('2d');
  for (const cell of data) {
    if (!ctx) break;
    ctx.fillStyle = paint(cell);
    ctx.fillRect(cell.x, cell.y, 1, 1);
  }
  return {
    id: 'bitmap',
    beforeDatasetsDraw(chart) {
      const { left, top, width, height } = chart.chartArea;
      chart.ctx.save();
      chart.ctx.imageSmoothingEnabled = false;
      chart.ctx.drawImage(layer, left, top, width, height);
      chart.ctx.restore();
    },
  };
}
