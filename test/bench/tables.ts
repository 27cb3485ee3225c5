import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { TablePage, TableQuery } from '../../src/core/model/tables.ts';
import { presentTable } from '../../src/present/tables/presentTable.ts';
import { type Channel, createChannel } from '../../src/protocol/channel.ts';
import type { EngineRequests, Frame } from '../../src/protocol/engine.ts';
import type { HostMessage } from '../../src/protocol/page.ts';
import { isPageRequest } from '../../src/protocol/pageGuards.ts';
import { FakeHost } from '../e2e/page/harness/fakeHost.ts';
import { startBench } from '../e2e/page/harness/openPage.ts';
import { type BenchRow, median } from './benchRow.ts';
import { syntheticTrades } from './syntheticTrades.ts';

const root = join(import.meta.dirname, '..', '..');
const count = 100_000;
const aimMs = 100;
/** The engine makes what searches need while nobody asks; a person needs this long to reach for the search. */
const settleMs = 4000;

/**
 * 100,000 trades of a file: in the engine's own process over its wire, and in the real page in Chromium from the key press to the
 * frame with the new rows, through page, host and engine as in the window.
 */
export async function run(): Promise<readonly BenchRow[]> {
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-bench-tables-'));
  const engine = await openBook(work);
  try {
    return [...(await inEngine(engine)), ...(await inPage(engine))];
  } finally {
    await engine.close();
    await rm(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

interface OpenBook {
  readonly channel: Channel<EngineRequests>;
  readonly folder: string;
  close(): Promise<void>;
}

async function openBook(work: string): Promise<OpenBook> {
  const folder = join(work, 'book');
  await mkdir(folder);
  const config = { version: 1, name: 'Bench book', accounts: { bot: { kind: 'file', path: 'trades.csv' } } };
  const lines = syntheticTrades(count, Date.UTC(2026, 10, 20)).map(
    ({ at, symbol, side, quantity, price, fee, ...rest }) =>
      [
        new Date(at).toISOString(),
        symbol,
        side,
        quantity,
        price,
        fee,
        rest.feeCurrency,
        rest.id,
        rest.strategy ?? '',
      ].join(),
  );
  const text = JSON.stringify(config);
  const configPath = join(folder, 'quantfolio.json');
  await writeFile(configPath, text);
  const header = 'time,symbol,side,quantity,price,fee,fee_currency,id,strategy';
  await writeFile(join(folder, 'trades.csv'), `${[header, ...lines].join('\n')}\n`);

  const child: ChildProcess = fork(join(root, 'src', 'process', 'main.ts'), [join(work, 'data')], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const channel = createChannel<EngineRequests, Record<never, never>>({
    send: (frame) => void child.send(frame),
    onMessage(listener) {
      child.on('message', listener);
      return { close: () => void child.off('message', listener) };
    },
    handlers: {},
    timeoutMs: 120_000,
    after(ms, task) {
      const timer = setTimeout(task, ms);
      return { close: () => clearTimeout(timer) };
    },
    log: console.log,
  });
  await ready(child);
  await channel.request('open', { folder, configPath, text });
  await channel.request('refresh', { folder });
  return {
    channel,
    folder,
    async close() {
      channel.close();
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => reject(new Error('the engine ended')));
    const listen = (message: unknown): void => {
      const frame = message as Frame;
      if (frame.t !== 'event' || frame.event.type !== 'ready') return;
      child.off('message', listen);
      resolve();
    };
    child.on('message', listen);
  });
}

async function inEngine({ channel, folder }: OpenBook): Promise<readonly BenchRow[]> {
  const ask = (more: Partial<TableQuery>): Promise<TablePage> =>
    channel.request('table', {
      portfolio: folder,
      table: 'trades',
      subject: { kind: 'portfolio', id: null },
      search: '',
      sort: null,
      from: null,
      to: null,
      offset: 0,
      limit: 100,
      privacy: false,
      ...more,
    });
  const timed = async (more: Partial<TableQuery>): Promise<number> => {
    const began = performance.now();
    const page = await ask(more);
    const took = performance.now() - began;
    if (page.total !== count || page.rows.length === 0) throw new Error(`the table has ${page.total} rows`);
    return took;
  };
  const row = (name: string, values: readonly number[], aim: number): BenchRow => ({
    name: `tables: ${name}, 100,000 trades, over IPC`,
    value: median(values),
    unit: 'ms',
    reference: null,
    aim: `≤ ${aim} ms`,
    met: median(values) <= aim,
  });
  const first = await timed({});
  const cold = await timed({ search: 'sell eth' });
  await sleep(settleMs);
  const columns = ['symbol', 'quantity', 'price', 'value', 'fee', 'realized', 'strategy'];
  const sorts: number[] = [];
  for (const column of columns) {
    sorts.push(
      await timed({ sort: { column, descending: true } }),
      await timed({ sort: { column, descending: false } }),
    );
  }
  const searches: number[] = [];
  for (const search of ['nvda sell', 'btc 2026-03', 'momentum buy', '0.5', '17 nov'])
    searches.push(await timed({ search }));
  const scrolls: number[] = [];
  const sort = { column: 'value', descending: true };
  for (let offset = 1000; offset < 40_000; offset += 4000) scrolls.push(await timed({ offset, sort, search: 'sell' }));
  return [
    row('first page, index built', [first], 1000),
    row('first search of all, nothing prepared', [cold], 1000),
    row('sort', sorts, 50),
    row('search', searches, 50),
    row('next page of a sorted search', scrolls, 20),
  ];
}

/** The page's real table, answered by the engine through the same presentation as in the window. */
class EngineHost extends FakeHost {
  private readonly engine: OpenBook;

  constructor(engine: OpenBook) {
    super();
    this.engine = engine;
  }

  override async answer(message: unknown): Promise<HostMessage | null> {
    if (!isPageRequest(message) || message.name !== 'table') return super.answer(message);
    const query = { ...message.argument, portfolio: this.engine.folder, privacy: false };
    const page = await this.engine.channel.request('table', query);
    return { type: 'answer', id: message.id, ok: true, value: presentTable(page, { privacy: false }) };
  }
}

async function inPage(engine: OpenBook): Promise<readonly BenchRow[]> {
  const bench = await startBench();
  try {
    const host = new EngineHost(engine);
    const { page } = await bench.open({ host, clock: 'real', savedState: { section: 'trades' } });
    const grid = page.getByRole('grid', { name: 'Trades' });
    await grid.locator('tbody tr td').first().waitFor({ timeout: 60_000 });
    await sleep(settleMs);
    await page.evaluate(watchKeys);
    const sorts: number[] = [];
    for (const title of ['Value', 'Quantity', 'Symbol', 'Fee', 'Price', 'Strategy', 'Side']) {
      await grid.getByRole('button', { name: title, exact: true }).focus();
      sorts.push(await press(page, 'Enter'));
    }
    const searches: number[] = [];
    for (const words of ['nvda sell', 'btc 2026-03', '17 nov', 'eur']) {
      const box = page.getByRole('searchbox', { name: 'Search trades' });
      await box.fill('');
      await sleep(300);
      await box.focus();
      for (const key of words) {
        const took = await press(page, key);
        // A blank, or a letter that finds the same rows as before it, shows nothing new.
        if (!Number.isNaN(took)) searches.push(took);
      }
    }
    if (searches.length < 6 || sorts.some(Number.isNaN)) throw new Error('the page did not show other rows');
    const row = (name: string, values: readonly number[]): BenchRow => ({
      name: `tables: ${name}, 100,000 trades, from key press to painted rows`,
      value: median(values),
      unit: 'ms',
      reference: null,
      aim: `≤ ${aimMs} ms`,
      met: median(values) <= aimMs,
    });
    return [row('sort in Chromium', sorts), row('search in Chromium', searches)];
  } finally {
    await bench.close();
  }
}

/** Runs in the page: from a key press to the frame that shows other rows than before; NaN where they stay the same. */
function watchKeys(): void {
  const world = globalThis as unknown as { pressed: Promise<number> };
  window.addEventListener(
    'keydown',
    (event) => {
      const began = event.timeStamp;
      world.pressed = new Promise((resolve) => {
        const grid = document.querySelector('table[role="grid"]');
        const root = grid?.closest('.card') ?? document.body;
        const observer = new MutationObserver((changes) => {
          const isRow = changes.some(({ target }) => {
            const node = target instanceof Element ? target : target.parentElement;
            return node?.closest('tbody') != null;
          });
          if (!isRow) return;
          observer.disconnect();
          // The frame after the change is the one that shows it.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
        });
        observer.observe(root, { subtree: true, childList: true, characterData: true });
        setTimeout(() => {
          observer.disconnect();
          resolve(Number.NaN);
        }, 2000);
      });
    },
    { capture: true },
  );
}

async function press(page: Page, key: string): Promise<number> {
  await page.keyboard.press(key === ' ' ? 'Space' : key);
  const took = await page.evaluate(() => (globalThis as unknown as { readonly pressed: Promise<number> }).pressed);
  await sleep(60);
  return took;
}
