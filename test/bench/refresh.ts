import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ccxt from 'ccxt';
import { createExchangeConnector } from '../../src/connectors/exchange/createExchangeConnector.ts';
import { createPool } from '../../src/connectors/exchange/createPool.ts';
import type { Credentials, Source } from '../../src/core/ports.ts';
import { environmentKeys } from '../../src/process/environmentKeys.ts';
import { openEngine } from '../../src/process/open.ts';
import { exchangeContext } from '../support/exchangeContext.ts';
import { type ForkedSimulator, forkSimulator } from '../support/forkSimulator.ts';
import { redirectExchange } from '../support/redirectExchange.ts';
import { type BenchRow, median } from './benchRow.ts';

const accounts = 10;
const assets = 200;
const rounds = 24;
const bookRounds = 9;
const ids = Array.from({ length: accounts }, (_, i) => `large-${i + 1}`);

/** One refresh of 10 Binance accounts of 200 assets, markets known: our sources beside bare ccxt with Promise.all, in turn. */
export async function run(): Promise<readonly BenchRow[]> {
  const simulator = await forkSimulator({ markets: 3600, accounts, assets });
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-bench-'));
  try {
    const { url, environment } = simulator;
    const keyOf = (id: string): Credentials => {
      const name = `QUANTFOLIO_${id.toUpperCase().replace('-', '_')}`;
      return { apiKey: environment[`${name}_API_KEY`] ?? '', secret: environment[`${name}_SECRET`] ?? '' };
    };
    const connector = createExchangeConnector(createPool());
    const sources: Source[] = [];
    for (const account of ids) {
      const { context } = await exchangeContext(url, { account, cacheDir: work }, () => keyOf(account));
      const opened = connector.open(context, {
        kind: 'exchange',
        exchange: 'binance',
        scopes: ['spot'],
        sandbox: false,
        mode: 'read',
      });
      if (!opened.ok) throw new Error(opened.failure.reason);
      sources.push(opened.value);
    }
    const first = redirectExchange(new ccxt.binance({ options: { fetchMarkets: { types: ['spot'] } } }), url);
    await first.loadMarkets();
    const bare = ids.map((id) => {
      const exchange = redirectExchange(new ccxt.binance({ ...keyOf(id), enableRateLimit: false }), url);
      exchange.setMarketsFromExchange(first);
      return exchange;
    });

    const ours = async (): Promise<number> => {
      const readings = await Promise.all(sources.map((source) => source.read(AbortSignal.timeout(30_000))));
      return readings.reduce((sum, reading) => {
        if (!reading.ok) throw new Error(reading.failure.reason);
        return sum + reading.value.balances.length;
      }, 0);
    };
    const theirs = async (): Promise<number> => {
      const balances = await Promise.all(bare.map((exchange) => exchange.fetchBalance()));
      return balances.reduce((sum, balance) => sum + Object.keys(balance['total'] ?? {}).length, 0);
    };
    const product: number[] = [];
    const reference: number[] = [];
    // The first rounds load markets and warm the code on both sides.
    for (let round = -3; round < rounds; round++) {
      // In turn, and each of them first every other time: what one leaves to be collected, the other pays.
      const oursFirst = round % 2 === 0;
      const early = await timed(oursFirst ? ours : theirs);
      const late = await timed(oursFirst ? theirs : ours);
      const [[ms, count], [referenceMs, referenceCount]] = oursFirst ? [early, late] : [late, early];
      if (count !== referenceCount || count !== accounts * assets)
        throw new Error(`read ${count} and ${referenceCount} balances`);
      if (round < 0) continue;
      product.push(ms);
      reference.push(referenceMs);
    }
    const book = await wholeBook(simulator, work, theirs, first);
    const value = median(product);
    const other = median(reference);
    return [
      {
        name: `refresh of ${accounts} accounts × ${assets} assets`,
        value,
        unit: 'ms',
        reference: { name: 'bare ccxt fetchBalance with Promise.all, no limiter', value: other },
        aim: '≤ 1.1 ×',
        met: value <= 1.1 * other,
      },
      {
        name: 'refresh of the whole book: values, limits, ledgers, record',
        value: median(book.product),
        unit: 'ms',
        reference: { name: 'the same, and fetchTickers once', value: median(book.reference) },
        aim: 'beside it, no aim',
        met: true,
      },
    ];
  } finally {
    await simulator.close();
    await rm(work, { recursive: true, force: true });
  }
}

/** A window's engine, which reads the ledgers of these accounts, market by market, in the background all the while. */
async function wholeBook(
  { url, environment }: ForkedSimulator,
  work: string,
  theirs: () => Promise<number>,
  first: { fetchTickers(): Promise<unknown> },
): Promise<{ readonly product: readonly number[]; readonly reference: readonly number[] }> {
  const folder = join(work, 'book');
  await mkdir(folder);
  const keys = environmentKeys(environment, () => ids);
  const engine = openEngine({
    environment: { ...environment, QUANTFOLIO_EXCHANGE_BASE_URL: url },
    log: { debug() {}, info() {}, warn: console.log, error: console.log },
    dataDir: join(work, 'data'),
    secrets: keys,
    hosts: { approved: async () => true },
    engine: { mode: 'live' },
  });
  try {
    const accountsOf = ids.map((id) => [id, { kind: 'exchange', exchange: 'binance' }]);
    const text = JSON.stringify({ version: 1, updateInterval: 3600, accounts: Object.fromEntries(accountsOf) });
    await engine.request('open', { folder, configPath: join(folder, 'quantfolio.json'), text });
    const ours = async (): Promise<number> => {
      await engine.request('refresh', { folder });
      const [state] = await engine.request('states', null);
      return state?.snapshot?.holdings.length ?? 0;
    };
    const bare = async (): Promise<number> => {
      const [count] = await Promise.all([theirs(), first.fetchTickers()]);
      return count;
    };
    const product: number[] = [];
    const reference: number[] = [];
    for (let round = -3; round < bookRounds; round++) {
      const oursFirst = round % 2 === 0;
      const early = await timed(oursFirst ? ours : bare);
      const late = await timed(oursFirst ? bare : ours);
      const [[ms, count], [referenceMs]] = oursFirst ? [early, late] : [late, early];
      if (count !== accounts * assets) throw new Error(`${count} holdings`);
      if (round < 0) continue;
      product.push(ms);
      reference.push(referenceMs);
    }
    return { product, reference };
  } finally {
    await engine.close();
  }
}

const idleMs = 500;

async function timed(task: () => Promise<number>): Promise<readonly [number, number]> {
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const start = performance.now();
  const count = await task();
  return [performance.now() - start, count];
}
