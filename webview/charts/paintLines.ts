import type { Chart, ChartArea, Plugin } from 'chart.js';
import type { Pane, PlotLine } from './chart.ts';

/** What a pane's chart draws over Chart.js's axes. */
export interface Drawing {
  readonly pane: Pane;
  readonly background: string;
  readonly foreground: string;
  readonly font: string;
  /** Value → position on the axis; logarithmic ones are linear over log values. */
  map(value: number): number;
  readonly tag: { readonly y: number; readonly text: string; readonly fill: string; readonly ink: string } | null;
  readonly limitColour: string;
}

const drawings = new WeakMap<object, Drawing>();

/** Chart.js wraps its options in proxies; drawings go by the data object, which it keeps as it is. */
export function setDrawing(data: object, drawing: Drawing): void {
  drawings.set(data, drawing);
}

export function drawingOf(data: object): Drawing | undefined {
  return drawings.get(data);
}

interface Places {
  readonly area: ChartArea;
  x(at: number): number;
  y(value: number): number;
}

/**
 * Lines straight from the answer's arrays: an element of Chart.js for each of some thousand points costs more than all of the
 * drawing.
 */
export const paintLines: Plugin = {
  id: 'lines',
  beforeDatasetsDraw(chart: Chart) {
    const drawing = drawings.get(chart.config.data);
    const [x, y] = [chart.scales['x'], chart.scales['y']];
    if (!drawing || !x || !y) return;
    const { ctx, chartArea: area } = chart;
    const [left, top] = [area.left, area.top];
    const perX = (area.right - left) / (x.max - x.min);
    const perY = (area.bottom - top) / (y.max - y.min);
    const places: Places = {
      area,
      x: (at) => left + (at - x.min) * perX,
      y: (value) => top + (y.max - drawing.map(value)) * perY,
    };
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, area.right - left, area.bottom - top);
    ctx.clip();
    bands(ctx, drawing, places);
    // The portfolio is over its benchmarks; of a stack the first lies lowest.
    const lines = [...drawing.pane.lines].reverse();
    for (const line of lines) fill(ctx, line, drawing.pane.lines, places);
    const ratio = chart.currentDevicePixelRatio;
    for (const line of lines) {
      const dense = line.curve.at.length > 1.5 * ratio * (area.right - area.left);
      if (dense && line.style === 'line') columns(ctx, line, places, ratio);
      else stroke(ctx, line, places);
    }
    ctx.restore();
  },
};

function stroke(ctx: CanvasRenderingContext2D, line: PlotLine, places: Places): void {
  if (line.style === 'stack') return;
  ctx.lineWidth = line.style === 'line' ? 1.6 : 1.3;
  ctx.setLineDash(line.style === 'dashed' ? [5, 3] : line.style === 'dotted' ? [2, 3] : []);
  const { at, value } = line.curve;
  ctx.lineJoin = 'round';
  const spans = line.lighter?.spans ?? [];
  const light = (time: number) => spans.some((span) => time >= span.from && time <= span.to);
  let colour = '';
  for (let index = 0; index < at.length; index += 1) {
    const time = at[index] ?? 0;
    const next = line.lighter && light(time) ? line.lighter.colour : line.colour;
    const [px, py] = [places.x(time), places.y(value[index] ?? 0)];
    if (next === colour) {
      ctx.lineTo(px, py);
      continue;
    }
    // Neighbours share a point, so the parts join.
    if (colour !== '') ctx.stroke();
    ctx.beginPath();
    ctx.strokeStyle = next;
    if (colour === '') ctx.moveTo(px, py);
    else {
      ctx.moveTo(places.x(at[index - 1] ?? 0), places.y(value[index - 1] ?? 0));
      ctx.lineTo(px, py);
    }
    colour = next;
  }
  if (colour !== '') ctx.stroke();
  ctx.setLineDash([]);
}

/**
 * A line with several points in each pixel is a band: from the lowest to the highest of each column of pixels, and to the
 * column before. Upright rectangles cost a fifth of the same line stroked.
 */
function columns(ctx: CanvasRenderingContext2D, line: PlotLine, places: Places, ratio: number): void {
  const { at, value } = line.curve;
  const step = 1 / ratio;
  const half = 0.8;
  const spans = line.lighter?.spans ?? [];
  let column = Number.NaN;
  let [low, high, last] = [0, 0, Number.NaN];
  let light = false;
  const paths = { own: new Path2D(), lighter: new Path2D() };
  const flush = () => {
    if (Number.isNaN(column)) return;
    (light ? paths.lighter : paths.own).rect(column * step, low - half, step, high - low + 2 * half);
  };
  for (let index = 0; index < at.length; index += 1) {
    const time = at[index] ?? 0;
    const y = places.y(value[index] ?? 0);
    const next = Math.floor(places.x(time) * ratio);
    if (next !== column) {
      flush();
      column = next;
      // Joined to where the line came from.
      low = Number.isNaN(last) ? y : Math.min(y, last);
      high = Number.isNaN(last) ? y : Math.max(y, last);
      light = spans.some((span) => time >= span.from && time <= span.to);
    } else if (y < low) low = y;
    else if (y > high) high = y;
    last = y;
  }
  flush();
  ctx.fillStyle = line.colour;
  ctx.fill(paths.own);
  if (!line.lighter) return;
  ctx.fillStyle = line.lighter.colour;
  ctx.fill(paths.lighter);
}

function fill(ctx: CanvasRenderingContext2D, line: PlotLine, lines: readonly PlotLine[], places: Places): void {
  if (line.style !== 'under' && line.style !== 'stack') return;
  const { at, value } = line.curve;
  if (at.length === 0) return;
  const below = line.style === 'stack' ? lines[lines.indexOf(line) - 1]?.curve : undefined;
  ctx.fillStyle = line.fill ?? line.colour;
  ctx.beginPath();
  for (let index = 0; index < at.length; index += 1) ctx.lineTo(places.x(at[index] ?? 0), places.y(value[index] ?? 0));
  for (let index = at.length - 1; index >= 0; index -= 1) {
    const floor = below?.value[index] ?? 0;
    ctx.lineTo(places.x(at[index] ?? 0), places.y(floor));
    if (!below) {
      // Down to zero is one straight line.
      ctx.lineTo(places.x(at[0] ?? 0), places.y(0));
      break;
    }
  }
  ctx.closePath();
  ctx.fill();
}

/** The worst falls: a shade from peak to recovery, a number at the lowest point. */
function bands(ctx: CanvasRenderingContext2D, drawing: Drawing, places: Places): void {
  const spells = drawing.pane.spells ?? [];
  ctx.globalAlpha = 0.07;
  ctx.fillStyle = drawing.foreground;
  for (const spell of spells) {
    const from = Math.max(places.area.left, places.x(spell.peakAt));
    const to =
      spell.recoveredAt === null ? places.area.right : Math.min(places.area.right, places.x(spell.recoveredAt));
    if (to > from) ctx.fillRect(from, places.area.top, to - from, places.area.bottom - places.area.top);
  }
  ctx.globalAlpha = 1;
}
