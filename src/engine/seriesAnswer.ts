import type { ValuePoint } from '../core/model/series.ts';
import { drawdownCurve } from '../core/series/drawdown.ts';
import { decimate } from '../core/series/m4.ts';
import { returnIndex, unknownFlows } from '../core/series/returnIndex.ts';
import type { SeriesAnswer, SeriesWindow } from '../protocol/engine.ts';

/** A chart's window of a portfolio's or an account's values: UI-3. `points` ascending, all there is. */
export function seriesAnswer(window: SeriesWindow, points: readonly ValuePoint[]): SeriesAnswer {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return empty(null, 'nothing was recorded yet');
  const extent = { from: first.at, to: last.at };
  const from = window.from ?? first.at;
  const to = window.to ?? last.at;
  const inside = points.filter((point) => point.at >= from && point.at <= to);
  if (inside.length === 0) return empty(extent, 'nothing was recorded in this period');
  if (window.series === 'drawdown') {
    // Over all there is, then cut: a peak before the window counts.
    const { at, value, restarts } = drawdownCurve(points);
    const known = restarts.findLast((restart) => restart <= to) ?? from;
    const begin = Math.max(from, known);
    const kept = at.flatMap((time, index) => (time >= begin && time <= to ? [index] : []));
    const reason = whyCut(restarts, from, to);
    if (kept.length < 2 && reason !== null) return empty(extent, reason);
    const curve = { at: kept.map((index) => at[index] ?? 0), value: kept.map((index) => value[index] ?? 0) };
    return { curve: decimate(curve, window.px), extent, notRecorded: notRecorded(inside), reason };
  }
  const at = inside.map((point) => point.at);
  const drawn = window.rebase ? rebased(inside) : { value: inside.map((point) => point.equity), reason: null };
  if (drawn.value === null) return empty(extent, drawn.reason);
  const curve = decimate({ at, value: drawn.value }, window.px);
  return { curve, extent, notRecorded: notRecorded(inside), reason: drawn.reason };
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

/** Across a deposit or withdrawal of unknown size nothing can be said about a drawdown. */
function whyCut(restarts: readonly number[], from: number, to: number): string | null {
  const inside = restarts.filter((restart) => restart > from && restart <= to);
  return inside.length === 0 ? null : 'deposits and withdrawals before this are not known';
}

function empty(extent: SeriesAnswer['extent'], reason: string): SeriesAnswer {
  return { curve: { at: [], value: [] }, extent, notRecorded: [], reason };
}

/** Runs of points that were not seen as they happened. */
function notRecorded(points: readonly ValuePoint[]): SeriesAnswer['notRecorded'] {
  const runs: { from: number; to: number; origin: 'reconstructed' | 'simulated' }[] = [];
  for (const [index, point] of points.entries()) {
    if (point.origin === 'recorded') continue;
    const run = runs.at(-1);
    const before = points[index - 1];
    if (run !== undefined && run.origin === point.origin && before?.at === run.to) run.to = point.at;
    else runs.push({ from: point.at, to: point.at, origin: point.origin });
  }
  return runs;
}
