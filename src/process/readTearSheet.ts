import { basename } from 'node:path';
import { readSeriesFile } from '../connectors/file/readSeriesFile.ts';
import type { ReturnSeries } from '../core/metrics/metric.ts';
import type { TearSheet } from '../core/model/performance.ts';
import { tearSheetOf } from '../core/performance/tearSheet.ts';
import { seriesFromFile } from '../core/series/seriesFromFile.ts';
import type { SeriesOptions } from '../core/series/seriesFromValues.ts';
import { detectSeries } from '../core/seriesFile/detect.ts';
import type { SeriesFile, SeriesKind } from '../core/seriesFile/seriesFile.ts';

export interface TearSheetFiles {
  /** Absolute. */
  readonly path: string;
  readonly column: string | null;
  readonly benchmark: { readonly path: string; readonly column: string | null; readonly id: string } | null;
  /** null: told from the dates. */
  readonly periodsPerYear: number | null;
  readonly riskFree: number | null;
  /** Capital before the first trade, where a trades file does not tell it. */
  readonly startingCapital: number | null;
}

/** A column to choose, with its first values. */
export interface Choice {
  readonly name: string;
  readonly kind: SeriesKind;
  readonly sample: readonly string[];
}

export type ReadTearSheet =
  | {
      readonly state: 'read';
      readonly sheet: TearSheet & { readonly periods: NonNullable<TearSheet['periods']> };
      readonly column: string;
      readonly kind: SeriesKind;
      /** First date of the file. */
      readonly firstAt: number;
      readonly notes: readonly string[];
    }
  /** Several columns fit: one has to be named. */
  | { readonly state: 'ambiguous'; readonly path: string; readonly columns: readonly Choice[] }
  | { readonly state: 'failed'; readonly reason: string };

type ReadSeries =
  | { readonly state: 'read'; readonly series: ReturnSeries; readonly inferred: boolean; readonly file: SeriesFile }
  | Exclude<ReadTearSheet, { readonly state: 'read' }>;

/**
 * The tear sheet of a file of returns, equity or trades (PERF-8), beside a benchmark of a file. Loads neither an exchange, a
 * database nor a configuration. A benchmark that cannot be read fails the whole: it was asked for.
 */
export async function readTearSheet(files: TearSheetFiles): Promise<ReadTearSheet> {
  const { benchmark, periodsPerYear, riskFree } = files;
  const options = { riskFree: riskFree ?? 0, ...(periodsPerYear === null ? {} : { perYear: periodsPerYear }) };
  const own = await readSeries(files.path, files.column, options, files.startingCapital);
  if (own.state !== 'read') return own;
  const other = benchmark === null ? null : await readSeries(benchmark.path, benchmark.column, options, null);
  if (other !== null && other.state !== 'read') {
    return other.state === 'failed' ? { ...other, reason: `the benchmark: ${other.reason}` } : other;
  }
  const sheet = tearSheetOf({
    series: { ok: true, value: own.series },
    benchmarks:
      benchmark === null || other === null
        ? []
        : [
            {
              id: benchmark.id,
              title: other.file.column,
              source: basename(benchmark.path),
              series: other.series,
              reason: null,
            },
          ],
    inferred: own.inferred,
    everything: true,
  });
  const { periods } = sheet;
  if (periods === null) return { state: 'failed', reason: sheet.reason ?? 'there are no returns' };
  const { column, kind, at, notes } = own.file;
  const more = other === null ? [] : other.file.notes.map((note) => `benchmark: ${note}`);
  return {
    state: 'read',
    sheet: { ...sheet, periods },
    column,
    kind,
    firstAt: at[0] ?? periods.start,
    notes: [...notes, ...more],
  };
}

async function readSeries(
  path: string,
  column: string | null,
  options: SeriesOptions,
  startingCapital: number | null,
): Promise<ReadSeries> {
  const table = await readSeriesFile(path);
  if (!table.ok) return { state: 'failed', reason: table.failure.reason };
  const found = detectSeries(table.value, { column, kind: null, startingCapital });
  if (found.state === 'ambiguous') return { state: 'ambiguous', path, columns: found.columns };
  if (found.state === 'failed') return found;
  const built = seriesFromFile(found, options);
  if (!built.ok) return { state: 'failed', reason: `${basename(path)}: ${built.reason}` };
  return { state: 'read', series: built.value, inferred: built.inferred, file: found };
}
