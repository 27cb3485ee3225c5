import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { benchmarkMetrics } from '../../core/metrics/benchmarkMetrics.ts';
import { tearSheetRecord } from '../../present/records/tearSheetRecord.ts';
import { type ReadTearSheet, readTearSheet } from '../../process/readTearSheet.ts';
import type { Command } from '../command.ts';
import { plain } from '../table.ts';
import { tearSheetLines } from '../tearSheetLines.ts';

/** PERF-8: the tear sheet of any file of returns, equity or trades. Needs no configuration, account or network. */
export const tearsheetCommand: Command = {
  name: 'tearsheet',
  summary: 'performance of a CSV or JSON file of returns, equity or trades',
  usage: 'FILE',
  maxPositionals: 1,
  options: ['column', 'benchmark', 'periods-per-year', 'risk-free', 'starting-cash', 'json', 'detailed'],
  async run({ options, positionals, cwd, output }) {
    const fail = (...lines: readonly string[]): 3 => {
      for (const line of lines) output.err(plain(line));
      return 3;
    };
    const [file] = positionals;
    if (file === undefined) return fail("quantfolio: tearsheet needs a file: 'quantfolio tearsheet FILE'");
    const path = resolve(cwd, file);
    const benchmark = options.benchmark === null ? null : benchmarkOf(options.benchmark, path, cwd);
    const { column, periodsPerYear, riskFree, startingCash: startingCapital } = options;
    const read = await readTearSheet({ path, column, benchmark, periodsPerYear, riskFree, startingCapital });
    if (read.state === 'failed') return fail(`quantfolio: ${read.reason}`);
    if (read.state === 'ambiguous') {
      const option = read.path === path && column === null ? '--column NAME' : '--benchmark FILE:COLUMN';
      return fail(...ambiguous(read, relative(cwd, read.path), option));
    }
    const { sheet, kind, firstAt, notes } = read;
    if (options.json) {
      const source = { file, column: read.column, kind, firstAt, notes };
      const ids = benchmarkMetrics.map(({ id }) => id);
      output.out(JSON.stringify(tearSheetRecord(sheet, source, ids), null, 2));
    } else {
      const name = `${file} · ${read.column} (${kind})`;
      output.out(tearSheetLines(sheet, { name, firstAt, detailed: options.detailed }, output.style));
      for (const note of notes) output.err(`note: ${plain(note)}`);
    }
    return 0;
  },
};

/** "spx.csv:close", "spx.csv", or ":close" of the same file. */
function benchmarkOf(text: string, own: string, cwd: string) {
  const whole = resolve(cwd, text);
  if (existsSync(whole)) return { path: whole, column: null, id: text };
  const cut = text.lastIndexOf(':');
  // "C:\…" is a drive, no file named C.
  if (cut <= 1) return { path: cut < 0 ? whole : own, column: cut === 0 ? text.slice(1) : null, id: text };
  const column = text.slice(cut + 1);
  return { path: resolve(cwd, text.slice(0, cut)), column: column === '' ? null : column, id: text };
}

function ambiguous(
  read: Extract<ReadTearSheet, { state: 'ambiguous' }>,
  path: string,
  option: string,
): readonly string[] {
  return [
    `quantfolio: ${path} has several columns that fit; name one with ${option}:`,
    ...read.columns.map(({ name, kind, sample }) => `  ${name}  (${kind}: ${sample.join(', ')} …)`),
  ];
}
