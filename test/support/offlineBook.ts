import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../src/config/readConfig.ts';
import type { Config } from '../../src/config/schema.ts';
import { connectors, priceConnectors } from '../../src/connectors/index.ts';
import type { Quote } from '../../src/core/model/quote.ts';
import type { ValuePoint } from '../../src/core/model/series.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import type { BookAccount } from '../../src/core/valuation/book.ts';
import { valueBook } from '../../src/core/valuation/valueBook.ts';
import { connectorContext } from './connectorContext.ts';

export interface OfflineBook {
  readonly config: Config;
  readonly accounts: readonly BookAccount[];
  /** Past equity by account, where it tells one. */
  readonly pasts: Readonly<Record<string, readonly ValuePoint[]>>;
  readonly snapshot: Snapshot;
}

const day = 86_400_000;

/** A workspace folder read at a time, by its connectors and the valuation alone: no engine, no history, no network. */
export async function offlineBook(folder: string, at: number): Promise<OfflineBook> {
  const { config, problems } = readConfig(await readFile(join(folder, 'quantfolio.json'), 'utf8'), { exchanges: [] });
  if (config === null || problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  const { signal } = new AbortController();
  const { clock } = connectorContext({});
  const contextOf = (account: string) =>
    connectorContext({ folder, account, baseCurrency: config.baseCurrency, clock: { ...clock, now: () => at } });
  const accounts: BookAccount[] = [];
  const pasts: Record<string, readonly ValuePoint[]> = {};
  for (const [id, account] of Object.entries(config.accounts)) {
    const source = connectors.find(({ kind }) => kind === account.kind)?.open(contextOf(id), account);
    if (!source?.ok) throw new Error(`${id} cannot be opened`);
    const reading = await source.value.read(signal);
    if (!reading.ok) throw new Error(reading.failure.reason);
    const past = await source.value.past?.(config.baseCurrency, 0, signal);
    if (past?.ok) pasts[id] = past.value;
    const names = { id, kind: account.kind, title: id, exchange: null, strategy: account.strategy ?? null };
    accounts.push({ ...names, reading: reading.value, state: 'ok', reason: null, retryAt: null, boundary: null });
  }
  const quotes: (readonly Quote[])[] = [];
  for (const link of [config.prices.source ?? []].flat()) {
    const source = priceConnectors.find((each) => each.serves(link))?.open(contextOf('prices'), link);
    if (!source?.ok) continue;
    const read = await source.value.quotes([], signal);
    if (read.ok) quotes.push(read.value);
  }
  const settings = {
    baseCurrency: config.baseCurrency,
    displayCurrencies: config.displayCurrencies,
    stablecoins: config.risk.stablecoins,
    countSpot: config.risk.countSpot,
    priceMaxAgeMs: 400 * day,
    dayStart: at - (at % day),
  };
  return { config, accounts, pasts, snapshot: valueBook({ at, settings, accounts, quotes, past: [] }) };
}
