import type { ReturnSeries } from '../core/metrics/metric.ts';
import { seriesFromCloses } from '../core/series/seriesFromCloses.ts';
import { detectSeries } from '../core/seriesFile/detect.ts';
import type { EnginePorts } from './engine.ts';
import type { Portfolio } from './portfolio.ts';
import { seriesOfFile, whyNoSeries } from './seriesOfFile.ts';

/** What something is compared with, or why it cannot be. */
export interface Benchmark {
  /** As configured or asked for: "BTC", "ETH/EUR", "file:spx.csv". */
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly series: ReturnSeries | null;
  readonly reason: string | null;
}

const prefix = 'file:';
const day = 86_400_000;

export function benchmarkTitle(id: string): string {
  if (!id.startsWith(prefix)) return id;
  const name = id.slice(prefix.length).split(/[/\\]/).at(-1) ?? id;
  return name.replace(/\.[^.]*$/, '');
}

export interface BenchmarkRequest {
  readonly id: string;
  /** Since when it is needed. */
  readonly from: number;
  readonly now: number;
  readonly riskFree: number;
  /** Simulated closes may stand beside a simulated book only. */
  readonly simulated: boolean;
}

/** PERF-6: an asset's or market's daily closes (in base currency, or the market's own), or a file of the workspace. */
export async function benchmarkOf(
  ports: Pick<EnginePorts, 'readSeries'>,
  portfolio: Portfolio,
  request: BenchmarkRequest,
): Promise<Benchmark> {
  const { id } = request;
  const title = benchmarkTitle(id);
  const config = portfolio.config();
  if (config === null) return { id, title, source: '', series: null, reason: 'there is no valid configuration yet' };
  if (id.startsWith(prefix)) return fileBenchmark(ports, portfolio.folder, request);
  const [asset = id, currency = config.baseCurrency] = id.split('/');
  if (asset === currency) {
    return {
      id,
      title,
      source: '',
      series: null,
      reason: `${asset} is the base currency: its price in itself never moves`,
    };
  }
  // One close before the start is what the first period begins at.
  const days = Math.ceil((request.now - request.from) / day) + 3;
  const [closes] = await portfolio.closes().closesOf([{ asset, simulated: request.simulated }], days, currency);
  if (closes === undefined) {
    const reason = `no source of prices has daily closes of ${asset} in ${currency}: name one under "prices.source", or a file of the workspace`;
    return { id, title, source: '', series: null, reason };
  }
  const read = seriesFromCloses(closes, { riskFree: request.riskFree });
  return read.ok
    ? { id, title, source: closes.source, series: read.value, reason: null }
    : { id, title, source: closes.source, series: null, reason: read.reason };
}

/** "file:data/index.csv#close" names a column. */
async function fileBenchmark(
  ports: Pick<EnginePorts, 'readSeries'>,
  folder: string,
  { id, riskFree }: BenchmarkRequest,
): Promise<Benchmark> {
  const title = benchmarkTitle(id);
  const [path = '', column = null] = id.slice(prefix.length).trim().split('#');
  const none = (reason: string): Benchmark => ({ id, title, source: path, series: null, reason });
  const table = await ports.readSeries(folder, path);
  if (!table.ok) return none(table.failure.reason);
  const found = detectSeries(table.value, { column, kind: null });
  if (found.state !== 'series') return none(whyNoSeries(found, path));
  const built = seriesOfFile(found, { riskFree, perYear: null });
  return built.ok ? { id, title, source: path, series: built.value.series, reason: null } : none(built.reason);
}
