import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clusterOrder } from '../../src/core/correlation/clusterOrder.ts';
import { type CorrelationOptions, correlateReturns } from '../../src/core/correlation/correlateReturns.ts';
import { type BenchRow, median } from './benchRow.ts';

const execute = promisify(execFile);
const peersFolder = join(import.meta.dirname, '..', '..', '..', 'shared', 'bench');
const days = 2520;

interface Case {
  readonly name: string;
  readonly assets: number;
  readonly gaps: boolean;
  readonly options: CorrelationOptions;
  readonly rounds: number;
  /** Names of the peers' cases, and the aim beside each. */
  readonly peers: readonly { readonly name: string; readonly aim: number | null }[];
}

const cases: readonly Case[] = [200, 1000].flatMap((assets): readonly Case[] => [
  {
    name: `Pearson, ${assets} × 2,520`,
    assets,
    gaps: false,
    options: { method: 'pearson' },
    rounds: assets === 200 ? 9 : 5,
    peers: [
      { name: `b pandas DataFrame.corr ${assets} x 2520`, aim: 0.5 },
      { name: `b R cor ${assets} x 2520`, aim: 0.5 },
      { name: `b numpy.corrcoef ${assets} x 2520`, aim: null },
    ],
  },
  {
    name: `Spearman, ${assets} × 2,520`,
    assets,
    gaps: false,
    options: { method: 'spearman' },
    rounds: 3,
    peers: [{ name: `b scipy spearmanr ${assets} x 2520`, aim: null }],
  },
  {
    name: `Pearson, ${assets} × 2,520, 5 % missing, pairwise`,
    assets,
    gaps: true,
    options: { method: 'pearson' },
    rounds: 3,
    peers: [{ name: `b pandas corr with 5% NaN pairwise ${assets} x 2520`, aim: 0.5 }],
  },
]);

/** Correlation matrices of ten years of days beside numpy, pandas, SciPy and R on the same machine in the same run. */
export async function run(): Promise<readonly BenchRow[]> {
  const measured = cases.map(({ assets, gaps }) => ({ columns: randomReturns(assets, gaps), spent: [] as number[] }));
  const measure = (): void => {
    for (const [index, { options, rounds }] of cases.entries()) {
      const { columns = [], spent = [] } = measured[index] ?? {};
      spent.push(...times(() => correlateReturns(columns, options), rounds));
    }
  };
  // Before and after the peers: whatever else the machine does falls on both.
  measure();
  const peers = await peerMedians();
  measure();
  const rows: BenchRow[] = [];
  for (const [index, each] of cases.entries()) {
    const value = median(measured[index]?.spent ?? []);
    for (const { name, aim } of each.peers) {
      const found = [...peers].find(([key]) => key.startsWith(name));
      const reference = found === undefined ? null : { name: found[0], value: found[1] };
      const words = aim === null ? 'beside it, no aim' : 'twice as fast';
      rows.push({
        name: `correlation: ${each.name}`,
        value,
        unit: 'ms',
        reference,
        aim: reference === null ? `not compared: '${name}' is not there` : words,
        met: aim === null || reference === null || value <= aim * reference.value,
      });
    }
  }
  for (const assets of [200, 1000]) {
    const { values } = correlateReturns(randomReturns(assets, false), { method: 'pearson' });
    const table = Array.from({ length: assets }, (_, i) => [...values.subarray(i * assets, (i + 1) * assets)]);
    const value = median(times(() => clusterOrder(table), 5));
    const limit = assets === 200 ? 50 : 1000;
    const aim = `≤ ${limit} ms`;
    rows.push({
      name: `correlation: order of clusters, ${assets}`,
      value,
      unit: 'ms',
      reference: null,
      aim,
      met: value <= limit,
    });
  }
  return rows;
}

function times(work: () => unknown, rounds: number): readonly number[] {
  work();
  return Array.from({ length: rounds }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
}

/** Deterministic noise (mulberry32): speed does not depend on values. */
function randomReturns(assets: number, gaps: boolean): readonly Float64Array[] {
  let state = assets;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Array.from({ length: assets }, () =>
    Float64Array.from({ length: days }, () => (gaps && next() < 0.05 ? Number.NaN : (next() - 0.5) * 0.02)),
  );
}

/** Medians in ms by the peers' own case names; empty where a peer is not installed. */
async function peerMedians(): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const [command, file] of [
    [await pythonWithPandas(), 'b_corr.py'],
    ['Rscript', 'b_corr.R'],
  ] as const) {
    if (command === null) continue;
    const script = join(peersFolder, file);
    if (!existsSync(script)) continue;
    const lines = await execute(command, [script], { timeout: 300_000 }).then(
      ({ stdout }) => stdout.split('\n'),
      () => [],
    );
    for (const line of lines) {
      if (!line.startsWith('{')) continue;
      const { name, median_ms: value } = JSON.parse(line) as { readonly name: string; readonly median_ms: number };
      found.set(name, value);
    }
  }
  return found;
}

/** Debian's Python has Debian's pandas, another one that comes first may not. */
async function pythonWithPandas(): Promise<string | null> {
  for (const candidate of ['python3', '/usr/bin/python3']) {
    const works = await execute(candidate, ['-c', 'import pandas, scipy']).then(
      () => true,
      () => false,
    );
    if (works) return candidate;
  }
  return null;
}
