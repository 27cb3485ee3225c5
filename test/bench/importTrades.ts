import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ccxt from 'ccxt';
import type { Reading } from '../../src/core/model/reading.ts';
import type { History } from '../../src/core/ports.ts';
import { environmentApprovals, environmentKeys } from '../../src/process/environmentKeys.ts';
import { openEngine } from '../../src/process/open.ts';
import type { LogEntry } from '../simulator/log.ts';
import { type ForkedSimulator, forkSimulator } from '../support/forkSimulator.ts';
import { redirectExchange } from '../support/redirectExchange.ts';
import type { BenchRow } from './benchRow.ts';

const trades = 100_000;
const account = 'history';
const longestMs = 10 * 60_000;

/**
 * The first import of an account with 100,000 trades at Binance, from opening the workspace until the last of them is stored:
 * the whole engine with real ccxt and SQLite over real HTTP, at the exchange's own request limits. Beside it bare ccxt, with its
 * own limiter as it comes, that fetches the very same pages and stores nothing.
 */
export async function run(): Promise<readonly BenchRow[]> {
  const simulator = await forkSimulator({ history: trades });
  try {
    const product = await imported(simulator);
    const asked = (await (await fetch(`${simulator.url}/_simulator/log`)).json()) as readonly LogEntry[];
    const pages = asked.filter(({ path, account: owner }) => path.endsWith('/myTrades') && owner === account);
    const reference = await fetched(simulator, pages);
    if (reference.trades < trades) throw new Error(`bare ccxt got ${reference.trades} trades on ${pages.length} pages`);
    const aSecond = (ms: number): string => `${Math.round(trades / (ms / 1000)).toLocaleString('en-GB')} a second`;
    return [
      {
        name: `import of 100,000 trades, stored: ${aSecond(product)}`,
        value: product,
        unit: 'ms',
        reference: {
          name: `bare ccxt, the same ${pages.length} pages, nothing stored: ${aSecond(reference.ms)}`,
          value: reference.ms,
        },
        aim: '≤ 1.5 ×',
        met: product <= 1.5 * reference.ms,
      },
    ];
  } finally {
    await simulator.close();
  }
}

/** Milliseconds until all trades are stored. */
async function imported({ environment }: ForkedSimulator): Promise<number> {
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-bench-'));
  const stored = waiter();
  let count = 0;
  const counting = (opened: Reading<History>): Reading<History> => {
    if (!opened.ok) return opened;
    const history = opened.value;
    const appendLedger: History['appendLedger'] = async (owner, batch) => {
      const answer = await history.appendLedger(owner, batch);
      count += batch.trades.length;
      if (count >= trades) stored.resolve(performance.now());
      return answer;
    };
    const watched = new Proxy(history, {
      get(target, name) {
        if (name === 'appendLedger') return appendLedger;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return { ok: true, value: watched };
  };
  const quiet = (): void => undefined;
  const began = performance.now();
  const engine = openEngine({
    environment,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    dataDir: join(work, 'data'),
    secrets: environmentKeys(environment, () => [account]),
    hosts: environmentApprovals({}),
    engine: { mode: 'live' },
    onHistory: counting,
  });
  const late = setTimeout(() => stored.reject(new Error(`${count} trades after ${longestMs / 60_000} min`)), longestMs);
  try {
    const text = JSON.stringify({
      version: 1,
      baseCurrency: 'USD',
      realtime: false,
      accounts: { [account]: { kind: 'exchange', exchange: 'binance', scopes: ['spot'] } },
    });
    await engine.request('open', { folder: work, configPath: join(work, 'quantfolio.json'), text });
    return (await stored.promise) - began;
  } finally {
    clearTimeout(late);
    await engine.close();
    await rm(work, { recursive: true, force: true });
  }
}

function waiter(): { readonly promise: Promise<number>; resolve(at: number): void; reject(why: Error): void } {
  const settle: { resolve(at: number): void; reject(why: Error): void }[] = [];
  const promise = new Promise<number>((resolve, reject) => settle.push({ resolve, reject }));
  return {
    promise,
    resolve: (at) => settle[0]?.resolve(at),
    reject: (why) => settle[0]?.reject(why),
  };
}

async function fetched(
  { url, environment }: ForkedSimulator,
  pages: readonly LogEntry[],
): Promise<{ readonly ms: number; readonly trades: number }> {
  const name = `QUANTFOLIO_${account.toUpperCase()}`;
  const keys = { apiKey: environment[`${name}_API_KEY`] ?? '', secret: environment[`${name}_SECRET`] ?? '' };
  const exchange = redirectExchange(new ccxt.binance({ ...keys, options: { fetchMarkets: { types: ['spot'] } } }), url);
  const ids = new Set<string>();
  const began = performance.now();
  await exchange.loadMarkets();
  for (const { query } of pages) {
    const { symbol = '', timestamp: _timestamp, recvWindow: _window, ...params } = query;
    const market = exchange.safeMarket(symbol);
    const rows = await exchange.fetchMyTrades(market.symbol, undefined, undefined, params);
    for (const { id } of rows) ids.add(`${symbol} ${id}`);
  }
  return { ms: performance.now() - began, trades: ids.size };
}
