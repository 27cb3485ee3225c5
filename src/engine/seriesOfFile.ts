import type { ReturnSeries } from '../core/metrics/metric.ts';
import type { ValuePoint } from '../core/model/series.ts';
import { growthIndex } from '../core/series/growthIndex.ts';
import { seriesFromReturns, seriesFromValues } from '../core/series/seriesFromValues.ts';
import type { DetectedSeries, SeriesFile } from '../core/seriesFile/seriesFile.ts';

export interface SeriesOfFile {
  readonly series: ReturnSeries;
  /** Its values; of a file of returns an index that begins at 1. */
  readonly points: readonly ValuePoint[];
}

export interface SeriesOfFileOptions {
  readonly riskFree: number;
  /** null: told from the dates. */
  readonly perYear: number | null;
}

type Built = { readonly ok: true; readonly value: SeriesOfFile } | { readonly ok: false; readonly reason: string };

/** A detected series as returns and as a curve; there is nothing that came in or went out. */
export function seriesOfFile(found: SeriesFile, { riskFree, perYear }: SeriesOfFileOptions): Built {
  const dated = found.at.map((at, index) => ({ at, value: found.values[index] ?? Number.NaN }));
  const options = { riskFree, ...(perYear === null ? {} : { perYear }) };
  const built = found.measure === 'return' ? seriesFromReturns(dated, options) : seriesFromValues(dated, options);
  if (!built.ok) return built;
  const { realized } = found;
  const series: ReturnSeries =
    realized === null
      ? built.value
      : { ...built.value, activity: { realized, turnover: 0, meanEquity: 0, exposure: null } };
  const curve = found.measure === 'return' ? growthIndex(series.returns) : found.values;
  const times = [series.start, ...series.at];
  const points = times.map((at, index): ValuePoint => ({ at, equity: curve[index] ?? 0, flow: 0, origin: 'recorded' }));
  return { ok: true, value: { series, points } };
}

/** Why a file is no series yet, in words. */
export function whyNoSeries(found: Exclude<DetectedSeries, SeriesFile>, path: string): string {
  if (found.state === 'failed') return found.reason;
  const names = found.columns.map(({ name }) => `"${name}"`).join(', ');
  return `several columns of ${path} fit: name one of ${names}`;
}
