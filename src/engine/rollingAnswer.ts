import { joinSeries } from '../core/series/joinSeries.ts';
import { decimate } from '../core/series/m4.ts';
import { type RollingName, rolling } from '../core/series/rolling.ts';
import type { NamedCurve, SeriesAnswer, SeriesName, SeriesWindow } from '../protocol/engine.ts';
import type { Scene } from './scene.ts';
import { cut, emptyAnswer, extentOf, notRecorded } from './seriesAnswer.ts';

const names: Readonly<Partial<Record<SeriesName, RollingName>>> = {
  rollingReturn: 'return',
  rollingVolatility: 'volatility',
  rollingSharpe: 'sharpe',
  rollingBeta: 'beta',
  rollingCorrelation: 'correlation',
  rollingDrawdown: 'drawdown',
};

export function rollingName(series: SeriesName): RollingName | null {
  return names[series] ?? null;
}

/** A metric over each span of so many periods: computed over all there is, then cut to the window. */
export async function rollingAnswer(name: RollingName, window: SeriesWindow, scene: Scene): Promise<SeriesAnswer> {
  const extent = extentOf(scene.points);
  if (scene.reason !== null || extent === null) return emptyAnswer(extent, scene.reason ?? 'nothing was recorded yet');
  const returns = scene.returns(scene.points);
  if (!returns.ok) return emptyAnswer(extent, returns.reason);
  const series = returns.value;
  const length = window.rolling ?? defaultLength(series.perYear);
  const from = window.from ?? extent.from;
  const to = window.to ?? extent.to;
  const shown = (curve: { readonly at: readonly number[]; readonly value: readonly number[] }) =>
    decimate(cut(curve, from, to), window.px);
  const convention = `${length} periods, ${series.perYear} periods per year${conventionOf(name)}`;
  const inside = scene.points.filter(({ at }) => at >= from && at <= to);
  const common = { extent, notRecorded: notRecorded(inside), convention };
  const tooShort = (count: number): string => `needs ${length} periods, has ${count}`;
  const beside = name === 'beta' || name === 'correlation';
  const ids = [...new Set(window.benchmarks ?? scene.benchmarks)];
  const others: NamedCurve[] = [];
  for (const id of beside ? ids : []) {
    const { title, series: other, reason } = await scene.benchmark(id, series.start);
    if (other === null) {
      others.push({ id, title, curve: { at: [], value: [] }, reason });
      continue;
    }
    const [a, b] = joinSeries(series, other, { between: scene.series === null ? 'compound' : 'drop' });
    const curve = shown(rolling(name, a, length, b));
    const why = curve.at.length > 0 ? null : a.returns.length < length ? tooShort(a.returns.length) : 'nothing varies';
    others.push({ id, title, curve, reason: why });
  }
  if (beside) {
    const reason = ids.length === 0 ? `${name} is to a benchmark: name one under "benchmarks"` : null;
    const [first] = others;
    // The first benchmark's curve is the chart's own; the others stand beside it.
    return {
      ...common,
      curve: first?.curve ?? { at: [], value: [] },
      others: others.slice(1),
      convention: first === undefined ? convention : `to ${first.title}, ${convention}`,
      reason: reason ?? first?.reason ?? null,
    };
  }
  const whole = rolling(name, series, length);
  const curve = shown(whole);
  const few = whole.at.length === 0 ? tooShort(series.returns.length) : 'no full span of periods ends in this window';
  return { ...common, curve, others: [], reason: curve.at.length > 0 ? null : few };
}

/** A quarter of business days or of every day, a year of months. */
function defaultLength(perYear: number): number {
  if (perYear > 300) return 90;
  if (perYear > 60) return 63;
  return perYear >= 52 ? 26 : 12;
}

function conventionOf(name: RollingName): string {
  switch (name) {
    case 'volatility':
    case 'sharpe':
      return ', n − 1, annualised';
    case 'return':
      return ', compounded, not annualised';
    default:
      return '';
  }
}
