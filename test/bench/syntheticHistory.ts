import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Log } from '../../src/core/ports.ts';
import { parseDuration } from '../../src/engine/parseDuration.ts';
import { dataFolder, historyPath } from '../../src/process/dataFolder.ts';
import { openPostgres } from '../../src/storage/postgres/openPostgres.ts';
import { openSqlite } from '../../src/storage/sqlite/openSqlite.ts';
import { syntheticDefaults, writeSynthetic } from '../support/syntheticHistory.ts';

/**
 * A large history to try things with, written by the product's own storage:
 *   node test/bench/syntheticHistory.ts --output /tmp/history.sqlite --years 5
 *   node test/bench/syntheticHistory.ts --folder DIR      where the window of that workspace folder finds it
 *   node test/bench/syntheticHistory.ts --url postgresql://… --name "Main book"
 * Seeded: the same options give the same history. `--raw` leaves out the upkeep that folds minutes into hours and days.
 */
const { values } = parseArgs({
  options: {
    years: { type: 'string', default: '5' },
    every: { type: 'string', default: '1min' },
    accounts: { type: 'string', default: '3' },
    assets: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    until: { type: 'string' },
    currency: { type: 'string', default: 'USD' },
    output: { type: 'string' },
    folder: { type: 'string' },
    url: { type: 'string' },
    name: { type: 'string', default: 'Synthetic book' },
    raw: { type: 'boolean', default: false },
  },
});

const log: Log = { debug() {}, info: console.error, warn: console.error, error: console.error };
const until = values.until === undefined ? Date.now() : Date.parse(values.until);
const options = {
  ...syntheticDefaults,
  until,
  years: number('years', values.years),
  everyMs: parseDuration(values.every),
  accounts: number('accounts', values.accounts),
  assets: number('assets', values.assets),
  seed: number('seed', values.seed),
  currency: values.currency,
};
const places = [values.output, values.folder, values.url].filter((place) => place !== undefined);
if (places.length !== 1) throw new Error('say where to: --output FILE, --folder DIR or --url postgresql://…');

const opened =
  values.url !== undefined
    ? await openPostgres(values.url, log, values.name)
    : await openSqlite(
        values.folder === undefined
          ? resolve(values.output ?? '')
          : await historyPath(dataFolder(process.env), resolve(values.folder)),
        log,
      );
if (!opened.ok) throw new Error(opened.failure.reason);
const history = opened.value;
const began = performance.now();
let told = 0;
const records = await writeSynthetic(history, options, (count, at) => {
  if (count - told < 250_000) return;
  told = count;
  console.error(`${count} records, up to ${new Date(at).toISOString().slice(0, 10)}`);
});
if (!values.raw) await history.maintain(until, Math.ceil(options.years * 366) + 1);
const { path, rows, bytes } = await history.stats();
await history.close();
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(`${records} records in ${seconds} s: ${rows} values, ${(bytes / 1_048_576).toFixed(1)} MB in ${path}`);

function number(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} needs a number, not '${text}'`);
  return value;
}
