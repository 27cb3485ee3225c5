import type { Chart, ChartConfiguration, Plugin } from 'chart.js';
import { formatPercent } from '../../src/present/format.ts';
import type { HistogramView } from '../../src/protocol/performanceView.ts';
import type { Palette } from '../kit/theme.ts';
import { niceTicks } from './niceTicks.ts';
import { percentLabel } from './percentAxis.ts';

interface Bars {
  readonly histogram: HistogramView;
  readonly palette: Palette;
  /** Left of it bars are red: the VaR mark. */
  readonly tail: number | null;
}

const bars = new WeakMap<object, Bars>();

/** Bars over a linear axis: bins may be of any width, and the marks stand at their own values. */
export function histogramChart(histogram: HistogramView, palette: Palette): ChartConfiguration<'line', never[]> {
  const [min, max] = [histogram.edges[0] ?? -0.01, histogram.edges.at(-1) ?? 0.01];
  const most = Math.max(1, ...histogram.counts);
  const data = { datasets: [] };
  const tail = histogram.marks.find((mark) => /^var/i.test(mark.label))?.at ?? null;
  bars.set(data, { histogram, palette, tail });
  const font = { family: palette.font, size: 11 };
  const ticks = niceTicks(min, max, 5);
  const counts = niceTicks(0, most, 4).filter(Number.isInteger);
  return {
    type: 'line',
    data,
    options: {
      layout: { autoPadding: false, padding: { left: 6, right: 0, top: 34, bottom: 0 } },
      scales: {
        x: {
          type: 'linear',
          min,
          max,
          border: { display: false },
          grid: { display: false },
          ticks: { color: palette.muted, font, padding: 6, maxRotation: 0, autoSkip: false },
          afterBuildTicks: (scale) => {
            scale.ticks = ticks.map((value) => ({ value }));
          },
          afterTickToLabelConversion: (scale) => {
            // A label at the very edge would be cut off.
            const near = (value: number) => Math.min(value - min, max - value) / (max - min) < 0.04;
            scale.ticks = ticks.map((value) => ({ value, label: near(value) ? '' : percentLabel(value, ticks) }));
          },
        },
        y: {
          type: 'linear',
          position: 'right',
          min: 0,
          max: most * 1.04,
          border: { display: false },
          grid: { color: palette.grid, drawTicks: false },
          ticks: { color: palette.muted, font, padding: 7, autoSkip: false },
          afterBuildTicks: (scale) => {
            scale.ticks = counts.map((value) => ({ value }));
          },
          afterFit: (scale) => {
            scale.width = 40;
          },
        },
      },
    },
    plugins: [paint as never],
  };
}

/** Which bar lies under a place; null outside. */
export function binAt(chart: Chart, histogram: HistogramView, px: number): number | null {
  const value = chart.scales['x']?.getValueForPixel(px);
  if (value === undefined) return null;
  const bin = histogram.edges.findIndex((edge, index) => value >= edge && value < (histogram.edges[index + 1] ?? edge));
  return bin < 0 ? null : bin;
}

const paint: Plugin = {
  id: 'bars',
  beforeDatasetsDraw(chart: Chart) {
    const drawn = bars.get(chart.config.data);
    const [x, y] = [chart.scales['x'], chart.scales['y']];
    if (!drawn || !x || !y) return;
    const { ctx, chartArea } = chart;
    const { histogram, palette, tail } = drawn;
    ctx.save();
    histogram.counts.forEach((count, index) => {
      const [from, to] = [histogram.edges[index] ?? 0, histogram.edges[index + 1] ?? 0];
      const [left, right] = [Math.round(x.getPixelForValue(from)), Math.round(x.getPixelForValue(to))];
      const top = y.getPixelForValue(count);
      const cut = tail === null ? left : Math.min(right, Math.max(left, Math.round(x.getPixelForValue(tail))));
      const width = Math.max(1, right - left - 1);
      ctx.fillStyle = palette.portfolio;
      ctx.fillRect(left, top, width, chartArea.bottom - top);
      // A bar that the mark cuts is red up to it.
      if (tail !== null && cut > left) {
        ctx.fillStyle = palette.drawdown;
        ctx.fillRect(left, top, Math.min(width, cut - left), chartArea.bottom - top);
      }
    });
    ctx.strokeStyle = palette.muted;
    ctx.beginPath();
    ctx.moveTo(chartArea.left, Math.round(chartArea.bottom) - 0.5);
    ctx.lineTo(chartArea.right, Math.round(chartArea.bottom) - 0.5);
    ctx.stroke();
    drawMarks(chart, drawn);
    ctx.restore();
  },
};

/** Dashed lines with their words above, each on the side with room; words that would meet stand one below the other. */
function drawMarks(chart: Chart, { histogram, palette, tail }: Bars): void {
  const { ctx, chartArea, scales } = chart;
  const x = scales['x'];
  if (!x) return;
  ctx.font = `11px ${palette.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const rows: number[] = [];
  for (const mark of [...histogram.marks].sort((a, b) => a.at - b.at)) {
    const px = Math.round(x.getPixelForValue(mark.at)) + 0.5;
    if (px < chartArea.left || px > chartArea.right) continue;
    const words = /\d/.test(mark.label) ? mark.label : `${mark.label} ${formatPercent(mark.at)}`;
    const width = ctx.measureText(words).width;
    const left = Math.min(Math.max(px - width / 2, 0), chart.width - width);
    const row = (rows[0] ?? -1) + 8 <= left ? 0 : 1;
    rows[row] = left + width;
    const y = row === 0 ? 8 : 23;
    ctx.strokeStyle = mark.at === tail ? palette.drawdown : palette.foreground;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(px, y + 8);
    ctx.lineTo(px, chartArea.bottom);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.fillStyle = palette.foreground;
    ctx.fillText(words, left, y);
  }
}
