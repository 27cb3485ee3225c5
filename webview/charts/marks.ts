import type { Chart, Plugin } from 'chart.js';

/** Marks that both line charts draw over their lines; read from the dataset-free `marks` of the chart's options. */
export interface Marks {
  readonly tag: { readonly y: number; readonly text: string; readonly fill: string; readonly ink: string } | null;
  readonly line: {
    readonly y: number;
    readonly text: string;
    readonly colour: string;
    readonly background: string;
  } | null;
  readonly font: string;
}

const marksOf = new WeakMap<object, Marks>();

/** Chart.js wraps its options in proxies; marks go by the data object, which it keeps as it is. */
export function setMarks(data: object, marks: Marks): void {
  marksOf.set(data, marks);
}

export const marksPlugin: Plugin<'line'> = {
  id: 'marks',
  afterDatasetsDraw(chart) {
    const marks = marksOf.get(chart.config.data);
    const scale = chart.scales['y'];
    if (!marks || !scale) return;
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.textBaseline = 'middle';
    if (marks.line && marks.line.y >= scale.min && marks.line.y <= scale.max)
      drawLine(chart, marks, scale.getPixelForValue(marks.line.y));
    if (marks.tag && marks.tag.y >= scale.min && marks.tag.y <= scale.max) {
      const y = Math.min(chartArea.bottom - 9, Math.max(chartArea.top + 9, scale.getPixelForValue(marks.tag.y)));
      ctx.font = `600 11.5px ${marks.font}`;
      const width = Math.max(chart.width - chartArea.right - 2, ctx.measureText(marks.tag.text).width + 8);
      ctx.fillStyle = marks.tag.fill;
      ctx.beginPath();
      ctx.roundRect(chart.width - width, y - 9, width, 18, 2);
      ctx.fill();
      ctx.fillStyle = marks.tag.ink;
      ctx.textAlign = 'left';
      ctx.fillText(marks.tag.text, chart.width - width + 5, y + 0.5);
    }
    ctx.restore();
  },
};

function drawLine(chart: Chart<'line'>, marks: Marks, y: number): void {
  const { ctx, chartArea } = chart;
  if (!marks.line) return;
  ctx.font = `11px ${marks.font}`;
  ctx.textAlign = 'left';
  const width = ctx.measureText(marks.line.text).width;
  ctx.strokeStyle = marks.line.colour;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 3]);
  ctx.beginPath();
  ctx.moveTo(chartArea.left, Math.round(y) + 0.5);
  ctx.lineTo(chartArea.left + 4, Math.round(y) + 0.5);
  ctx.moveTo(chartArea.left + width + 12, Math.round(y) + 0.5);
  ctx.lineTo(chartArea.right, Math.round(y) + 0.5);
  ctx.stroke();
  ctx.fillStyle = marks.line.background;
  ctx.fillRect(chartArea.left + 6, y - 7, width + 4, 14);
  ctx.fillStyle = marks.line.colour;
  ctx.fillText(marks.line.text, chartArea.left + 8, y + 0.5);
}
