import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../src/core/ports.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { historyPath } from '../../src/process/dataFolder.ts';
import { openEngine } from '../../src/process/open.ts';
import type { EngineRequests, SeriesName } from '../../src/protocol/engine.ts';
import { openSqlite } from '../../src/storage/sqlite/openSqlite.ts';
import { syntheticDefaults, writeSynthetic } from '../support/syntheticHistory.ts';
import { type BenchRow, median } from './benchRow.ts';

const minute = 60_000;
const day = 86_400_000;
const years = 5;
const rounds = 11;
const log: Log = { debug() {}, info() {}, warn: console.log, error: console.log };

/**
 * What the page asks of a book of three accounts with five years of history: minutes of the last week, and before it what is kept
 * of minutes (hours for a quarter, days; made here from half hours, which fold to the same rows in less time).
 */
export async function run(): Promise<readonly BenchRow[]> {
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-bench-queries-'));
  try {
    const folder = join(work, 'book');
    const dataDir = join(work, 'data');
    await mkdir(folder);
    const until = Math.floor(Date.now() / minute) * minute - minute;
    const accounts = ['account-1', 'account-2', 'account-3'];
    const config = {
      version: 1,
      name: 'Bench book',
      baseCurrency: 'USD',
      accounts: Object.fromEntries(accounts.map((id) => [id, { kind: 'file', path: `${id}.json` }])),
    };
    const configPath = join(folder, 'quantfolio.json');
    const text = JSON.stringify(config);
    await writeFile(configPath, text);
    for (const id of accounts)
      await writeFile(join(folder, `${id}.json`), JSON.stringify({ balances: { USD: 100_000 } }));

    const opened = await openSqlite(await historyPath(dataDir, folder), log);
    if (!opened.ok) throw new Error(opened.failure.reason);
    const recent = until - 8 * day;
    await writeSynthetic(opened.value, { ...syntheticDefaults, until: recent, years, everyMs: 30 * minute });
    await writeSynthetic(opened.value, { ...syntheticDefaults, until, years: 8 / 365.25, everyMs: minute });
    await opened.value.maintain(until, years * 366 + 30);
    const rowsKept = (await opened.value.stats()).rows;
    await opened.value.close();

    const open = async (): Promise<Engine> => {
      const engine = openEngine({
        environment: {},
        log,
        dataDir,
        secrets: { credentials: async () => ({ ok: false, failure: { kind: 'credentials', reason: 'none' } }) },
        hosts: { approved: async () => false },
        engine: { mode: 'once', readBudgetMs: 10_000 },
      });
      await engine.request('open', { folder, configPath, text });
      await engine.request('refresh', { folder });
      return engine;
    };
    const screen = (series: SeriesName, account: string | null, days: number | null): EngineRequests['series'][0] => ({
      portfolio: folder,
      subject: { kind: account === null ? 'portfolio' : 'account', id: account },
      series,
      from: days === null ? null : until - days * day,
      to: null,
      px: 1_000,
      rebase: false,
    });
    const all = { id: 'all' } as const;
    const performance = {
      portfolio: folder,
      subject: { kind: 'portfolio', id: null },
      period: all,
      benchmarks: null,
      riskFree: null,
      periodsPerYear: null,
    } as const;
    const cases: readonly (readonly [string, number | null, (engine: Engine) => Promise<unknown>])[] = [
      ['value of the portfolio, five years', 15, (engine) => engine.request('series', screen('value', null, null))],
      ['value of an account, five years', 15, (engine) => engine.request('series', screen('value', 'account-2', null))],
      ['value of the portfolio, 90 days', 15, (engine) => engine.request('series', screen('value', null, 90))],
      ['value of the portfolio, 7 days', 15, (engine) => engine.request('series', screen('value', null, 7))],
      [
        'drawdown of an account, five years',
        50,
        (engine) => engine.request('series', screen('drawdown', 'account-2', null)),
      ],
      ['return of the portfolio, five years', 50, (engine) => engine.request('series', screen('return', null, null))],
      ['performance, five years', 100, (engine) => engine.request('performance', performance)],
      ['performances of all, five years', 200, (engine) => engine.request('performances', { period: all })],
      [
        'attribution by asset, five years',
        100,
        (engine) => engine.request('attribution', { portfolio: folder, by: 'asset', period: all }),
      ],
    ];
    const rows: BenchRow[] = [];
    for (const [name, aim, ask] of cases) {
      const firsts: number[] = [];
      const agains: number[] = [];
      for (let round = 0; round < rounds; round++) {
        // A fresh engine: what it keeps until the book's next picture is not there yet.
        const engine = await open();
        for (const times of [firsts, agains]) {
          const began = globalThis.performance.now();
          await ask(engine);
          times.push(globalThis.performance.now() - began);
        }
        await engine.close();
      }
      // The very first compiles everything.
      for (const [when, value] of [
        ['very first', firsts[0] ?? Number.NaN],
        ['first after a refresh', median(firsts.slice(1))],
        ['again', median(agains.slice(1))],
      ] as const) {
        rows.push({
          name: `engine: ${name}, ${when}`,
          value,
          unit: 'ms',
          reference: null,
          aim: aim === null ? 'no aim' : `≤ ${aim} ms`,
          met: aim === null || value <= aim,
        });
      }
    }
    console.log(`engine: ${rowsKept} rows of history`);
    return rows;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
