import type { ReturnSeries } from '../metrics/metric.ts';
import { mean } from '../metrics/statistics.ts';
import type { SeriesFile } from '../seriesFile/seriesFile.ts';
import { type BuiltSeries, type SeriesOptions, seriesFromReturns, seriesFromValues } from './seriesFromValues.ts';

/**
 * The return series of a file's column: returns as they are, levels (equity, prices, an index, trades summed up) by their changes.
 * Of levels the span in money is known, of trades what each of them realised.
 */
export function seriesFromFile(file: SeriesFile, options: SeriesOptions = {}): BuiltSeries {
  const { flows } = file;
  const rows = file.at.map((at, i) => ({ at, value: file.values[i] ?? Number.NaN, flow: flows?.[i] ?? 0 }));
  if (file.measure === 'return') return seriesFromReturns(rows, options);
  const built = seriesFromValues(rows, options);
  if (!built.ok) return built;
  const first = file.values[0] ?? 0;
  const last = file.values.at(-1) ?? 0;
  let paidIn = 0;
  let net = 0;
  // What the first row tells of flows is in its value already.
  for (const flow of (flows ?? []).slice(1)) {
    net += flow;
    paidIn += Math.max(flow, 0);
  }
  const value: ReturnSeries = {
    ...built.value,
    money: { profit: last - first - net, invested: first + paidIn },
    ...(file.realized === null
      ? {}
      : { activity: { realized: file.realized, turnover: null, meanEquity: mean(file.values), exposure: null } }),
  };
  return { ...built, value };
}
