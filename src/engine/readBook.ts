import type { Config } from '../config/schema.ts';
import type { Quote } from '../core/model/quote.ts';
import { failed } from '../core/model/reading.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { BookAccount } from '../core/valuation/book.ts';
import { mergeReadings } from '../core/valuation/mergeReadings.ts';
import type { Connections } from './connections.ts';
import { describeAccount, staleAfterMs } from './describeAccount.ts';
import type { Abort, EngineOptions, EnginePorts } from './engine.ts';
import { type Answers, assetsOf, readAccounts } from './readAccounts.ts';
import { type PriceFailure, type QuoteBook, quotesInOrder, readQuotes } from './readQuotes.ts';

/** Steps 1 and 2 of a refresh: what accounts and prices said, merged over what they said before. */
export interface Book {
  readonly at: number;
  readonly accounts: readonly BookAccount[];
  readonly quotes: readonly (readonly Quote[])[];
  readonly priceFailures: readonly PriceFailure[];
}

export interface BookRequest {
  readonly config: Config;
  readonly connections: Connections;
  readonly previous: readonly BookAccount[];
  readonly boundaries: ReadonlyMap<string, ValuePoint>;
  readonly quoteBook: QuoteBook;
  /** Only these accounts are read (a file was saved); null: all. The others keep what they said. */
  readonly only: ReadonlySet<string> | null;
  /** Assets whose prices were asked in the last whole read; a partial read asks only for others. Filled here. */
  readonly asked: Set<string>;
  readonly abort: Abort;
  /** What links said in the last read; a partial one that asks no prices repeats it. */
  readonly lastPriceFailures: readonly PriceFailure[];
  /** Bounds the whole read. */
  readonly budgetMs: number;
  /** Called once with what has answered, when some accounts take longer than the others. */
  readonly interim: ((book: Book) => void) | null;
}

/** Accounts that take longer than this do not hold the first picture of the others. */
const patienceMs = 2000;
/** Not worth asking for prices with less time left. */
const leastMs = 50;

/**
 * Reads accounts and prices in parallel, the whole within `readBudgetMs`. Prices are asked at once for what is known to be
 * held; what only this refresh revealed is asked in a second call.
 */
export async function readBook(
  ports: Pick<EnginePorts, 'clock' | 'exchanges'>,
  options: EngineOptions,
  request: BookRequest,
): Promise<Book> {
  const { clock } = ports;
  const { config, connections, previous, abort, quoteBook, only, asked } = request;
  if (only === null) asked.clear();
  const reads = connections.accounts().filter(({ id }) => only === null || only.has(id));
  const begin = clock.now();
  const left = (): number => request.budgetMs - (clock.now() - begin);
  const links = connections.prices();
  const answers: Answers = new Map();
  let priceFailures: readonly PriceFailure[] = only === null ? [] : request.lastPriceFailures;

  const askPrices = async (): Promise<void> => {
    const readings = [...answers.values()].flatMap((answer) => (answer.ok ? [answer.value] : []));
    const held = previous.flatMap((account) => account.reading ?? []);
    const wanted = [...assetsOf([...readings, ...held]), ...config.displayCurrencies];
    if (wanted.every((asset) => asset === config.baseCurrency || asked.has(asset)) || left() < leastMs) return;
    const assets = [...new Set([...wanted, config.baseCurrency])];
    for (const asset of assets) asked.add(asset);
    priceFailures = await readQuotes(clock, links, assets, left(), abort, quoteBook);
  };
  const merged = (complete: boolean): Book => {
    const at = clock.now();
    const results = connections.accounts().map(({ id, settings }) => {
      const result = answers.get(id) ?? failed('retryable', complete ? 'not read' : 'waiting for its answer');
      return {
        ...describeAccount(id, settings, ports.exchanges),
        boundary: request.boundaries.get(id) ?? null,
        result,
      };
    });
    const accounts = mergeReadings(results, previous, at, (id) => {
      // The CLI has no next refresh: what failed is old at once. One that still answers keeps what it had.
      if (options.mode === 'once' && answers.get(id)?.ok === false) return -1;
      return staleAfterMs(config.accounts[id], config);
    }).map((account) => {
      const before = previous.find((each) => each.id === account.id);
      const kept =
        !answers.has(account.id) && before !== undefined && (before.reading !== null || !complete || only !== null);
      return kept ? { ...before, boundary: account.boundary } : account;
    });
    return { at, accounts, quotes: quotesInOrder(links, quoteBook), priceFailures };
  };

  const reading = readAccounts(clock, reads, request.budgetMs, abort, answers);
  const patience = Math.min(patienceMs, request.budgetMs / 2);
  const early = previous.some((account) => account.reading !== null) ? askPrices() : Promise.resolve();
  const first = await settledWithin(ports, reading, patience);
  await early;
  await askPrices();
  if (first === 'late') {
    // With no answer at all there is nothing to show before the others.
    const some = [...answers.values()].some((answer) => answer.ok);
    if (some && answers.size < reads.length) request.interim?.(merged(false));
    await reading;
    await askPrices();
  }
  return merged(true);
}

async function settledWithin(
  ports: Pick<EnginePorts, 'clock'>,
  work: Promise<void>,
  ms: number,
): Promise<'settled' | 'late'> {
  return new Promise((resolve) => {
    const timer = ports.clock.after(ms, () => resolve('late'));
    void work.then(() => {
      void timer.close();
      resolve('settled');
    });
  });
}
