import type { ReturnSeries } from '../core/metrics/metric.ts';
import type { ValuePoint } from '../core/model/series.ts';
import { growthIndex } from '../core/series/growthIndex.ts';
import { seriesFromFile } from '../core/series/seriesFromFile.ts';
import type { DetectedSeries, SeriesFile } from '../core/seriesFile/seriesFile.ts';

export interface SeriesOfFile {
  /** The same as the command line tells its tear sheet from. */
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

/** A detected series as returns and as a curve of values, with what came in and went out where the file tells it. */
export function seriesOfFile(found: SeriesFile, { riskFree, perYear }: SeriesOfFileOptions): Built {
  const built = seriesFromFile(found, { riskFree, ...(perYear === null ? {} : { perYear }) });
  if (!built.ok) return built;
  const { value: series } = built;
  const curve = found.measure === 'return' ? growthIndex(series.returns) : found.values;
  const points = [series.start, ...series.at].map((at, index): ValuePoint => {
    const flow = index === 0 ? 0 : (found.flows?.[index] ?? 0);
    return { at, equity: curve[index] ?? 0, flow, origin: 'recorded' };
  });
  return { ok: true, value: { series, points } };
}

/** Why a file is no series yet, in words. */
export function whyNoSeries(found: Exclude<DetectedSeries, SeriesFile>, path: string): string {
  if (found.state === 'failed') return found.reason;
  const names = found.columns.map(({ name }) => `"${name}"`).join(', ');
  return `several columns of ${path} fit: name one of ${names}`;
}
