import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ReturnSeries } from '../../src/core/metrics/metric.ts';
import { tearSheetOf } from '../../src/core/performance/tearSheet.ts';
import { rolling } from '../../src/core/series/rolling.ts';
import { seriesFromValues } from '../../src/core/series/seriesFromValues.ts';
import { sharedText } from '../support/shared.ts';
import { type BenchRow, median } from './benchRow.ts';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const shared = join(root, '..', 'shared');
const cli = join(root, 'dist', 'quantfolio.js');
const stocks = join(shared, 'data', 'series', 'ppo_stock_prices.csv');
const starts = 9;
const rounds = 5;

/** The full tear sheet of ten years of days beside a benchmark, and the whole command, beside what a quant would run in Python. */
export async function run(): Promise<readonly BenchRow[]> {
  const [own, benchmark] = inputs();
  const python = await pythonWithPandas();
  const medians: Record<'product' | 'pandas' | 'numpy', number[]> = { product: [], pandas: [], numpy: [] };
  // In turn, so that whatever else the machine does falls on both.
  for (let round = 0; round < rounds; round++) {
    medians.product.push(median(times(own, benchmark)));
    if (python === null) continue;
    const peer = await peerMedians(python);
    medians.pandas.push(peer.pandas);
    medians.numpy.push(peer.numpy);
  }
  const product = median(medians.product);
  const peers = python === null ? null : { pandas: median(medians.pandas), numpy: median(medians.numpy) };
  const rows: BenchRow[] = [
    compute('tear sheet, 2,520 days + benchmark', product, peers, 'pandas', 'at most pandas'),
    compute('tear sheet, 2,520 days + benchmark', product, peers, 'numpy', 'beside numpy, no aim'),
  ];
  if (!existsSync(cli)) throw new Error('dist/quantfolio.js is not built: npm run build');
  const whole: number[] = [];
  const wide: number[] = [];
  const imports: number[] = [];
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-bench-'));
  try {
    const file = join(work, 'ten-years.csv');
    await writeFile(file, csv(own, benchmark));
    const command = [cli, 'tearsheet', file, '--column', 'AAPL', '--benchmark', `${file}:SPY`, '--json'];
    for (let i = 0; i < starts; i++) {
      whole.push(await wall(process.execPath, command));
      wide.push(await wall(process.execPath, [cli, 'tearsheet', stocks, '--column', 'AAPL', '--json']));
      if (python !== null) imports.push(await wall(python, ['-c', 'import pandas']));
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const reference = python === null ? null : { name: 'python3 -c "import pandas"', value: median(imports) };
  for (const [name, value] of [
    ['quantfolio tearsheet FILE --benchmark …, 2,520 days, whole run', median(whole)],
    ['quantfolio tearsheet FILE --column …, 1.1 MB of 20 shares, whole run', median(wide)],
  ] as const) {
    rows.push({
      name,
      value,
      unit: 'ms',
      reference,
      aim: python === null ? 'not compared: no python3 with pandas here' : 'faster than importing pandas',
      met: reference === null || value <= reference.value,
    });
  }
  return rows;
}

function compute(
  name: string,
  value: number,
  peers: Readonly<Record<'pandas' | 'numpy', number>> | null,
  peer: 'pandas' | 'numpy',
  aim: string,
): BenchRow {
  const found = peers?.[peer];
  return {
    name: `${name}, with rolling series (${peer})`,
    value,
    unit: 'ms',
    reference: found === undefined ? null : { name: `a_tearsheet.py, ${peer} formulas`, value: found },
    aim: found === undefined ? 'not compared: no python3 with pandas and scipy here' : aim,
    met: found === undefined || peer === 'numpy' || value <= found,
  };
}

/** The same rows as the peer: the last 2,521 days of SPY, with AAPL's closes carried forward. */
function inputs(): [ReturnSeries, ReturnSeries] {
  const table = (file: string) =>
    (sharedText(`series/${file}`) ?? '')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
  const spy = table('ppo_spy_prices.csv').slice(-2521);
  const stocks = table('ppo_stock_prices.csv');
  const column = stocks[0]?.indexOf('AAPL') ?? -1;
  assert.ok(spy.length === 2521 && column > 0, 'the shared series are absent');
  const closes = new Map(stocks.map((cells) => [cells[0], Number(cells[column])]));
  let last = Number.NaN;
  const series = (value: (cells: readonly string[]) => number) => {
    const built = seriesFromValues(
      spy.map((cells) => ({ at: Date.parse(cells[0] ?? ''), value: value(cells) })),
      { perYear: 252 },
    );
    assert.ok(built.ok);
    return built.value;
  };
  const apple = series((cells) => {
    const close = closes.get(cells[0]);
    if (close !== undefined && close > 0) last = close;
    return last;
  });
  return [apple, series((cells) => Number(cells[1]))];
}

function csv(own: ReturnSeries, benchmark: ReturnSeries): string {
  const rows = own.at.map((at, i) => {
    const date = new Date(at).toISOString().slice(0, 10);
    return `${date},${own.returns[i]},${benchmark.returns[i]}`;
  });
  return `date,AAPL,SPY\n${rows.join('\n')}\n`;
}

function times(own: ReturnSeries, benchmark: ReturnSeries): readonly number[] {
  const spent: number[] = [];
  for (let i = 0; i < 60; i++) {
    // New records, or what the last round remembered of them would be timed.
    const a = { ...own, returns: [...own.returns] };
    const b = { ...benchmark, returns: [...benchmark.returns] };
    const began = performance.now();
    const sheet = tearSheetOf({
      series: { ok: true, value: a },
      benchmarks: [{ id: 'SPY', title: 'SPY', source: 'file', series: b, reason: null }],
    });
    const curves = (['volatility', 'sharpe', 'beta'] as const).map((name) => rolling(name, a, 63, b));
    spent.push(performance.now() - began);
    // Where AAPL's last close is carried on nothing varies, and there is no Sharpe.
    assert.deepEqual([sheet.drawdowns.length, ...curves.map(({ at }) => at.length)], [10, 2458, 2101, 2458]);
  }
  // As the peer: one round to warm up is not counted.
  return spent.slice(1);
}

/** A Python that has pandas and scipy; null: none here (Debian: python3-pandas, python3-scipy). */
async function pythonWithPandas(): Promise<string | null> {
  for (const candidate of ['python3', '/usr/bin/python3']) {
    try {
      await execute(candidate, ['-c', 'import pandas, scipy']);
      return candidate;
    } catch {
      // Not this one.
    }
  }
  return null;
}

async function peerMedians(python: string): Promise<Readonly<Record<'numpy' | 'pandas', number>>> {
  const { stdout } = await execute(python, [join(shared, 'bench', 'a_tearsheet.py')]);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; median_ms: number });
  const of = (word: string) => rows.find(({ name }) => name.includes(word))?.median_ms ?? Number.NaN;
  return { numpy: of('numpy'), pandas: of('pandas') };
}

async function wall(file: string, args: readonly string[]): Promise<number> {
  const began = performance.now();
  await execute(file, [...args], { maxBuffer: 64 * 2 ** 20 });
  return performance.now() - began;
}
