import { drawdownTable } from '../core/series/drawdownTable.ts';
import { decimate } from '../core/series/m4.ts';
import type { NamedCurve, SeriesAnswer, SeriesWindow } from '../protocol/engine.ts';
import { rollingAnswer, rollingName } from './rollingAnswer.ts';
import type { Scene } from './scene.ts';
import { cut, drawdownAnswer, emptyAnswer, extentOf, returnAnswer, valueAnswer } from './seriesAnswer.ts';

const mostSpells = 5;
const day = 86_400_000;

/** A window of one of the charts that follow from values: UI-3, PERF-4. Statistics are of all there is, pictures decimated. */
export async function seriesOf(window: SeriesWindow, scene: Scene): Promise<SeriesAnswer> {
  const extent = extentOf(scene.points);
  if (scene.reason !== null) return emptyAnswer(extent, scene.reason);
  const rolled = rollingName(window.series);
  if (rolled !== null) return rollingAnswer(rolled, window, scene);
  switch (window.series) {
    case 'drawdown':
      return withSpells(drawdownAnswer(window, scene.points), window, scene);
    case 'return':
      return withBenchmarks(returnAnswer(window, scene.points), window, scene);
    default:
      return valueAnswer(window, scene.points);
  }
}

/** The worst five of all time that touch the window. */
function withSpells(answer: SeriesAnswer, window: SeriesWindow, scene: Scene): SeriesAnswer {
  const returns = scene.returns(scene.points);
  if (!returns.ok || answer.extent === null) return answer;
  const from = window.from ?? answer.extent.from;
  const to = window.to ?? answer.extent.to;
  const worst = drawdownTable(returns.value, mostSpells);
  const spells = worst.filter(({ peakAt, recoveredAt }) => peakAt <= to && (recoveredAt ?? to) >= from);
  return {
    ...answer,
    spells,
    convention: 'distance from the highest value before, deposits and withdrawals taken out',
  };
}

async function withBenchmarks(answer: SeriesAnswer, window: SeriesWindow, scene: Scene): Promise<SeriesAnswer> {
  const convention = 'time-weighted, deposits and withdrawals taken out, from 0 % at the start of the window';
  const start = answer.curve.at[0];
  const end = answer.curve.at.at(-1);
  if (start === undefined || end === undefined) return { ...answer, convention };
  const others = await Promise.all(
    [...new Set(window.benchmarks ?? scene.benchmarks)].map((id) => benchmarkCurve(id, start, end, window.px, scene)),
  );
  return { ...answer, others, convention };
}

/** Rebased to 0 at the curve's start: its last close at or before it is what it begins at. */
async function benchmarkCurve(id: string, start: number, end: number, px: number, scene: Scene): Promise<NamedCurve> {
  const { title, series, reason } = await scene.benchmark(id, start - day);
  if (series === null) return { id, title, curve: { at: [], value: [] }, reason };
  const now = Math.max(scene.now, series.start);
  const times = [series.start];
  const levels = [1];
  series.at.forEach((at, index) => {
    // A file's benchmark may go on after its end.
    if ((times.at(-1) ?? now) >= now) return;
    // The close of the day on its way is of now, not of the day's end.
    times.push(Math.min(at, now));
    levels.push((levels.at(-1) ?? 1) * (1 + (series.returns[index] ?? 0)));
  });
  const base = Math.max(
    0,
    times.findLastIndex((at) => at <= start),
  );
  const level = levels[base] ?? 1;
  const at = times.slice(base).map((time) => Math.max(time, start));
  const value = levels.slice(base).map((each) => each / level - 1);
  const curve = cut({ at, value }, start, end);
  if (curve.at.length < 2) return { id, title, curve: { at: [], value: [] }, reason: 'it has no value in this period' };
  const late = (at[0] ?? start) > start + 4 * day;
  return {
    id,
    title,
    curve: decimate(curve, px),
    reason: late ? `its values begin on ${new Date(at[0] ?? start).toISOString().slice(0, 10)}` : null,
  };
}
