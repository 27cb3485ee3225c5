import { Chart } from 'chart.js';
import type { Curve } from '../../../src/core/model/series.ts';
import { decimate } from '../../../src/core/series/m4.ts';
import type { Pane } from '../../../webview/charts/chart.ts';
import { axisWidth, paneChart } from '../../../webview/charts/paneChart.ts';
import { registerCharts } from '../../../webview/charts/register.ts';
import { warmCharts } from '../../../webview/charts/warmCharts.ts';
import { readPalette } from '../../../webview/kit/theme.ts';
import { type Drawing, makeBox, middle, settle } from './drawing.ts';

/** The panel's chart as its cards make it; the engine's M4 is in the time. */
const width = 1200 - axisWidth;
const pane = (curve: Curve): Pane => ({
  id: 'value',
  label: null,
  lines: [
    {
      id: 'portfolio',
      title: 'Portfolio',
      colour: 'rgba(55, 148, 255, 1)',
      style: 'line',
      curve,
      text: (value) => value.toFixed(2),
    },
  ],
  axis: { min: null, max: null, label: (value) => String(value) },
  tag: 'portfolio',
});

registerCharts();
const palette = readPalette();
const box = makeBox();
let chart: Chart<'line', never[]> | null = null;

function configuration(curve: Curve) {
  const [from, to] = [curve.at[0] ?? 0, curve.at.at(-1) ?? 0];
  return paneChart(pane(decimate(curve, width)), { palette, from, to, width, times: true });
}

const drawing: Drawing = {
  warm: () => warmCharts(palette),
  async first(curve) {
    const started = performance.now();
    const canvas = document.createElement('canvas');
    box.replaceChildren(canvas);
    chart = new Chart(canvas, configuration(curve));
    settle(box);
    return performance.now() - started;
  },
  async zoom(curve, answer) {
    const window_ = answer ?? middle(curve);
    const started = performance.now();
    const next = configuration(window_);
    if (!chart) throw new Error('zoom before first');
    chart.data = next.data;
    if (next.options) chart.options = next.options;
    chart.update('none');
    settle(box);
    return performance.now() - started;
  },
};
Object.assign(window, { drawing });
