import type { Chart, Plugin } from 'chart.js';
import { type Drawing, drawingOf } from './paintLines.ts';

/** Over the lines: tag of the last value, dotted limit, zero line, numbers of the worst falls. */
export const marks: Plugin = {
  id: 'marks',
  afterDatasetsDraw(chart: Chart) {
    const drawing = drawingOf(chart.config.data);
    const scale = chart.scales['y'];
    if (!drawing || !scale) return;
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.textBaseline = 'middle';
    const limit = drawing.pane.limit;
    if (limit && limit.value >= scale.min && limit.value <= scale.max) {
      drawLimit(chart, drawing, limit.text, scale.getPixelForValue(limit.value));
    }
    numbers(chart, drawing);
    if (drawing.tag && drawing.tag.y >= scale.min && drawing.tag.y <= scale.max) {
      const y = Math.min(chartArea.bottom - 9, Math.max(chartArea.top + 9, scale.getPixelForValue(drawing.tag.y)));
      ctx.font = `600 11.5px ${drawing.font}`;
      const width = Math.max(chart.width - chartArea.right - 2, ctx.measureText(drawing.tag.text).width + 8);
      ctx.fillStyle = drawing.tag.fill;
      ctx.beginPath();
      ctx.roundRect(chart.width - width, y - 9, width, 18, 2);
      ctx.fill();
      ctx.fillStyle = drawing.tag.ink;
      ctx.textAlign = 'left';
      ctx.fillText(drawing.tag.text, chart.width - width + 5, y + 0.5);
    }
    ctx.restore();
  },
};

function drawLimit(chart: Chart, drawing: Drawing, text: string, y: number): void {
  const { ctx, chartArea } = chart;
  ctx.font = `11px ${drawing.font}`;
  ctx.textAlign = 'left';
  const width = ctx.measureText(text).width;
  ctx.strokeStyle = drawing.limitColour;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 3]);
  ctx.beginPath();
  ctx.moveTo(chartArea.left, Math.round(y) + 0.5);
  ctx.lineTo(chartArea.left + 4, Math.round(y) + 0.5);
  ctx.moveTo(chartArea.left + width + 12, Math.round(y) + 0.5);
  ctx.lineTo(chartArea.right, Math.round(y) + 0.5);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = drawing.background;
  ctx.fillRect(chartArea.left + 6, y - 7, width + 4, 14);
  ctx.fillStyle = drawing.limitColour;
  ctx.fillText(text, chartArea.left + 8, y + 0.5);
}

/** A numbered disc at the lowest point of each marked fall; a fall whose disc would cover a worse one's has none. */
function numbers(chart: Chart, drawing: Drawing): void {
  const { ctx, chartArea, scales } = chart;
  const [x, y] = [scales['x'], scales['y']];
  if (!x || !y) return;
  ctx.font = `600 10px ${drawing.font}`;
  ctx.textAlign = 'center';
  const taken: { readonly x: number; readonly y: number }[] = [];
  (drawing.pane.spells ?? []).forEach((spell, index) => {
    const px = x.getPixelForValue(spell.troughAt);
    if (px < chartArea.left || px > chartArea.right) return;
    const cx = Math.min(Math.max(px, chartArea.left + 8), chartArea.right - 8);
    const cy = Math.min(y.getPixelForValue(spell.depth) - 9, chartArea.bottom - 8);
    if (taken.some((place) => Math.hypot(place.x - cx, place.y - cy) < 14)) return;
    taken.push({ x: cx, y: cy });
    ctx.fillStyle = drawing.foreground;
    ctx.beginPath();
    ctx.arc(cx, cy, 7, 0, 2 * Math.PI);
    ctx.fill();
    ctx.fillStyle = drawing.background;
    ctx.fillText(String(index + 1), cx, cy + 0.5);
  });
}
