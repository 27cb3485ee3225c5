import { correlate } from './correlation/correlate.ts';
import { headlineMetrics } from './metrics/headlineMetrics.ts';
import type { Metric, ReturnSeries } from './metrics/metric.ts';
import type { Analytics, MetricResult, MetricValue } from './model/analytics.ts';
import type { DailyCloses } from './model/quote.ts';
import type { ValuePoint } from './model/series.ts';
import type { AssetView } from './model/snapshot.ts';
import { decimate } from './series/m4.ts';
import type { Returns } from './series/returns.ts';
import { returnsOf } from './series/returns.ts';
import { stepReturn } from './series/stepReturn.ts';

export interface AnalyseInput {
  /** Past values of the portfolio, ascending; the newest may be of now. */
  readonly points: readonly ValuePoint[];
  /** Daily closes in one currency, of the assets to correlate. */
  readonly closes: readonly DailyCloses[];
  /** What is held, most valuable first: what is no cash is correlated, with whatever else there are closes of. */
  readonly assets: readonly Pick<AssetView, 'asset' | 'kind'>[];
  /** Annual, as a fraction. */
  readonly riskFree: number;
  /** Days of the correlation. */
  readonly window: number;
  readonly at: number;
  /** Whether values or closes come from a simulated market. */
  readonly simulated: boolean;
  /** Name of the portfolio or account, for reasons. */
  readonly name?: string;
}

/** Step 4 of a refresh: everything that is computed from the past. Pure. */
export function analyse(input: AnalyseInput): Analytics {
  const { points, closes, assets, riskFree, window, at, simulated, name } = input;
  const returns = returnsOf(points, name === undefined ? { riskFree } : { riskFree, name });
  const cash = new Set(assets.flatMap(({ asset, kind }) => (kind === 'cash' ? [asset] : [])));
  const held = assets.flatMap(({ asset, kind }) => (kind === 'asset' ? [asset] : []));
  const wanted = [...new Set([...held, ...closes.map((series) => series.asset)])].filter((asset) => !cash.has(asset));
  const matrix = correlate(closes, wanted, { window, at, simulated });
  const enough = matrix.assets.length >= 2;
  const curve = { at: points.map((point) => point.at), value: points.map((point) => point.equity) };
  return {
    periods: returns.ok ? periodsOf(returns.value) : null,
    metrics: headlineMetrics.map((metric) => resultOf(metric, returns)),
    correlation: enough ? matrix : null,
    correlationReason: enough ? null : correlationReason(matrix.excluded, wanted.length, matrix.assets),
    drawdown: currentDrawdown(points, returns),
    // Four points a pixel: at most 200.
    sparkline: points.length > 1 ? decimate(curve, 50) : null,
  };
}

function periodsOf(series: ReturnSeries): Analytics['periods'] {
  const end = series.at.at(-1) ?? series.start;
  return { start: series.start, end, count: series.returns.length, perYear: series.perYear };
}

function resultOf(metric: Metric, returns: Returns): MetricResult {
  const { id, title, unit, group } = metric;
  if (!returns.ok) return { id, title, unit, group, result: { reason: returns.reason }, convention: '' };
  const series = returns.value;
  const count = series.returns.length;
  const minimum = metric.minimum ?? 1;
  const result: MetricValue =
    count < minimum ? { reason: `needs ${minimum} days of values, has ${count}` } : metric.compute(series);
  return { id, title, unit, group, result, convention: metric.convention(series) };
}

/** Where the value stands below its peak now; unknown where a flow on the way is not known. As the end of `drawdownCurve`. */
function currentDrawdown(points: readonly ValuePoint[], returns: Returns): MetricValue {
  if (!returns.ok) return { reason: returns.reason };
  let level = 1;
  let peak = 1;
  let previous: ValuePoint | null = null;
  for (const point of points) {
    const step =
      previous === null || point.flow === null ? null : stepReturn(previous.equity, point.equity, point.flow);
    if (previous !== null && step === null) return { reason: 'cash flows of a part of that time are not known' };
    level *= 1 + (step ?? 0);
    if (level > peak) peak = level;
    previous = point;
  }
  if (previous === null) return { reason: 'cash flows of a part of that time are not known' };
  return { value: Math.max(level / peak - 1, -1) };
}

function correlationReason(
  excluded: readonly { readonly asset: string; readonly reason: string }[],
  wanted: number,
  kept: readonly string[],
): string {
  if (wanted < 2) return 'correlation needs at least two assets';
  const [first] = excluded;
  const why = first ? `: ${first.asset} ${first.reason}` : '';
  return `correlation needs two assets with daily closes, there ${kept.length === 1 ? 'is one' : 'are none'}${why}`;
}
