import { cpus, totalmem } from 'node:os';
import type { BenchRow } from './benchRow.ts';

/** `npm run bench [name …]`: each case in turn; the figures are for reading, nothing fails on them. */
const cases: Readonly<Record<string, () => Promise<{ run(): Promise<readonly BenchRow[]> }>>> = {
  package: () => import('./packageSize.ts'),
  start: () => import('./engineStart.ts'),
  refresh: () => import('./refresh.ts'),
  window: () => import('./window.ts'),
  panel: () => import('./panelPaint.ts'),
  import: () => import('./importTrades.ts'),
  history: () => import('./history.ts'),
  queries: () => import('./queries.ts'),
  charts: () => import('./panelChart.ts'),
  tearsheet: () => import('./tearSheet.ts'),
  correlation: () => import('./correlation.ts'),
  fifo: () => import('./fifo.ts'),
  tables: () => import('./tables.ts'),
};

const wanted = process.argv.slice(2);
console.log(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB\n`,
);
console.log(`${'case'.padEnd(62)} ${'product'.padStart(11)} ${'reference'.padStart(11)} ${'ratio'.padStart(7)}  aim`);
for (const [name, load] of Object.entries(cases)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  try {
    for (const row of await (await load()).run()) print(row);
  } catch (error) {
    console.log(`${name}: could not be measured: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

function print(row: BenchRow): void {
  const figure = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ${row.unit}`.padStart(11);
  const ratio = row.reference === null ? '' : `${(row.value / row.reference.value).toFixed(2)} ×`;
  console.log(
    `${row.name.padEnd(62)} ${figure(row.value)} ${row.reference === null ? ' '.repeat(11) : figure(row.reference.value)} ${ratio.padStart(7)}  ${row.aim}${row.met ? '' : '  (missed)'}`,
  );
  if (row.reference !== null) console.log(`${''.padEnd(4)}beside ${row.reference.name}`);
}
