import type { Curve, ValuePoint } from '../core/model/series.ts';
import { drawdownCurve } from '../core/series/drawdown.ts';
import { decimate } from '../core/series/m4.ts';
import { returnIndex, unknownFlows } from '../core/series/returnIndex.ts';
import { stepReturn } from '../core/series/stepReturn.ts';
import type { SeriesAnswer, SeriesWindow } from '../protocol/engine.ts';

type Window = Pick<SeriesWindow, 'from' | 'to' | 'px' | 'rebase'>;
type Extent = SeriesAnswer['extent'];

/** A chart's window of the values of a subject: UI-3. `points` ascending: all there is, or (`extent` given) those of the window. */
export function valueAnswer(window: Window, points: readonly ValuePoint[], whole?: Extent): SeriesAnswer {
  const extent = whole ?? extentOf(points);
  const inside = insideOf(window, points);
  const reason = whyEmpty(extent, inside);
  if (reason !== null) return emptyAnswer(extent, reason);
  const at = inside.map((point) => point.at);
  const drawn = window.rebase ? rebased(inside) : { value: inside.map((point) => point.equity), reason: null };
  if (drawn.value === null) return emptyAnswer(extent, drawn.reason);
  const curve = decimate({ at, value: drawn.value }, window.px);
  return { curve, extent, notRecorded: notRecorded(inside), reason: drawn.reason };
}

/** Distance from the peak. Over all there is, then cut: a peak before the window counts. */
export function drawdownAnswer(window: Window, points: readonly ValuePoint[]): SeriesAnswer {
  const extent = extentOf(points);
  const inside = insideOf(window, points);
  const none = whyEmpty(extent, inside);
  if (none !== null || extent === null) return emptyAnswer(extent, none ?? 'nothing was recorded yet');
  const from = window.from ?? extent.from;
  const to = window.to ?? extent.to;
  const { at, value, restarts } = drawdownCurve(points);
  const known = restarts.findLast((restart) => restart <= to) ?? from;
  const begin = Math.max(from, known);
  const restart = restarts.findLast((time) => time > from && time <= to);
  const reason = restart === undefined ? null : whyCut(points.find((point) => point.at === restart));
  const curve = cut({ at, value }, begin, to);
  if (curve.at.length < 2 && reason !== null) return emptyAnswer(extent, reason);
  return { curve: decimate(curve, window.px), extent, notRecorded: notRecorded(inside), reason };
}

/**
 * Cumulative time-weighted return, 0 at the window's start: the last value at or before it is what the first step begins at.
 * It begins anew after the last flow that is not known, which is said.
 */
export function returnAnswer(window: Window, points: readonly ValuePoint[]): SeriesAnswer {
  const extent = extentOf(points);
  const inside = insideOf(window, points);
  const none = whyEmpty(extent, inside);
  if (none !== null || extent === null) return emptyAnswer(extent, none ?? 'nothing was recorded yet');
  const { at, value, reason } = returnsFrom(window, points, extent.from);
  if (at.length === 0) return emptyAnswer(extent, reason ?? 'nothing was recorded in this period');
  return { curve: decimate({ at, value }, window.px), extent, notRecorded: notRecorded(inside), reason };
}

/** Why nothing can be told across a point. */
function whyCut(point: ValuePoint | undefined): string {
  return point?.flow === null
    ? 'deposits and withdrawals before this are not known'
    : 'there was no money to earn on before this';
}

function returnsFrom(
  { from, to }: Window,
  points: readonly ValuePoint[],
  first: number,
): { readonly at: number[]; readonly value: number[]; readonly reason: string | null } {
  const begin = from ?? first;
  const baseline = points.findLastIndex((point) => point.at <= begin);
  const at: number[] = [];
  const value: number[] = [];
  let reason: string | null = null;
  let growth = 1;
  let before: ValuePoint | null = null;
  for (const point of points.slice(Math.max(0, baseline))) {
    if (to !== null && point.at > to) break;
    const step = before === null || point.flow === null ? null : stepReturn(before.equity, point.equity, point.flow);
    if (before !== null && step === null) {
      // Nothing can be told across it.
      at.length = value.length = 0;
      reason = whyCut(point);
      growth = 1;
    } else if (step !== null) growth *= 1 + step;
    // What was worth so much before the window is what the window starts with.
    at.push(before === null ? Math.max(point.at, begin) : point.at);
    value.push(growth - 1);
    before = point;
  }
  if (reason !== null && at.length < 2) return { at: [], value: [], reason };
  return { at, value, reason };
}

export function extentOf(points: readonly ValuePoint[]): Extent {
  const first = points[0];
  const last = points.at(-1);
  return first === undefined || last === undefined ? null : { from: first.at, to: last.at };
}

export function emptyAnswer(extent: Extent, reason: string): SeriesAnswer {
  return { curve: { at: [], value: [] }, extent, notRecorded: [], reason };
}

/** The part of a curve within [from, to]. `at` ascends. */
export function cut({ at, value }: Curve, from: number, to: number): Curve {
  const begin = firstAtOrAfter(at, from);
  const end = firstAtOrAfter(at, to + 1);
  return { at: at.slice(begin, end), value: value.slice(begin, end) };
}

/** Runs of points that were not seen as they happened. */
export function notRecorded(points: readonly ValuePoint[]): SeriesAnswer['notRecorded'] {
  const runs: { from: number; to: number; origin: 'reconstructed' | 'simulated' }[] = [];
  let before: number | null = null;
  for (const point of points) {
    if (point.origin !== 'recorded') {
      const run = runs.at(-1);
      if (run !== undefined && run.origin === point.origin && before === run.to) run.to = point.at;
      else runs.push({ from: point.at, to: point.at, origin: point.origin });
    }
    before = point.at;
  }
  return runs;
}

function insideOf({ from, to }: Window, points: readonly ValuePoint[]): readonly ValuePoint[] {
  if (from === null && to === null) return points;
  return points.filter(({ at }) => (from === null || at >= from) && (to === null || at <= to));
}

function whyEmpty(extent: Extent, inside: readonly ValuePoint[]): string | null {
  if (extent === null) return 'nothing was recorded yet';
  return inside.length === 0 ? 'nothing was recorded in this period' : null;
}

function firstAtOrAfter(at: readonly number[], time: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Rebased =
  | { readonly value: readonly number[]; readonly reason: string | null }
  | { readonly value: null; readonly reason: string };

/** From 1 at the start of the window, deposits and withdrawals taken out; where that cannot be, with them and saying so. */
function rebased(points: readonly ValuePoint[]): Rebased {
  const index = returnIndex(points);
  if (index.ok) return { value: index.value, reason: null };
  const base = points[0]?.equity ?? 0;
  if (!(base > 0)) return { value: null, reason: 'the first value of this period is not above zero' };
  return {
    value: points.map((point) => point.equity / base),
    reason: `${index.reason}, so this curve includes ${index.reason === unknownFlows ? 'them' : 'deposits and withdrawals'}`,
  };
}
