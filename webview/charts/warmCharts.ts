import { Chart } from 'chart.js';
import type { Palette } from '../kit/theme.ts';
import { paneChart } from './paneChart.ts';

/**
 * Draws a chart of two points that nobody sees: the code of a first chart is compiled while the page waits for its data, not
 * after the data came.
 */
export function warmCharts(palette: Palette): void {
  const canvas = document.createElement('canvas');
  canvas.width = 300;
  canvas.height = 100;
  const curve = { at: [0, 86_400_000], value: [1, 2] };
  const line = { id: 'line', title: '', colour: palette.portfolio, style: 'line', curve, text: String } as const;
  const pane = { id: 'warm', label: null, lines: [line], axis: { min: null, max: null, label: String }, tag: 'line' };
  const made = paneChart(pane, { palette, from: 0, to: 86_400_000, width: 236, times: true });
  const chart = new Chart(canvas, { ...made, options: { ...made.options, responsive: false } });
  chart.update('none');
  chart.destroy();
}
