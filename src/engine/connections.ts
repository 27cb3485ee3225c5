import type { AccountConfig, Config } from '../config/schema.ts';
import { failed, type Reading } from '../core/model/reading.ts';
import type { Closable, Journal, Log, PriceSource, Source } from '../core/ports.ts';
import type { EnginePorts } from './engine.ts';
import { closesLinks, quoteLinks } from './priceChain.ts';

export interface AccountConnection {
  readonly id: string;
  readonly settings: AccountConfig;
  readonly source: Reading<Source>;
}

export interface PriceConnection {
  readonly link: string;
  readonly source: Reading<PriceSource>;
  readonly forQuotes: boolean;
}

/** What is connected for one portfolio, kept in step with its configuration. */
export interface Connections {
  readonly accounts: () => readonly AccountConnection[];
  readonly prices: () => readonly PriceConnection[];
  /** Opens what is new, closes what is gone, reopens what changed, keeps the rest: CFG-3. Returns the ids (re)opened. */
  apply(config: Config): readonly string[];
  /** Drops these accounts (null: all of them, prices too), so that the next `apply` reopens them with fresh access. */
  drop(account: string | null): void;
  close(): Promise<void>;
}

export function createConnections(
  ports: Pick<EnginePorts, 'openSource' | 'openPriceSource' | 'log'>,
  folder: string,
  /** Null: nothing is watched. */
  changed: { account(id: string): void; prices(): void } | null,
  /** What is kept of a paper account. */
  journalOf: (account: string) => Journal,
): Connections {
  const accounts = new Map<string, AccountConnection & { readonly watch: Closable | null; readonly key: string }>();
  const prices = new Map<string, PriceConnection & { readonly watch: Closable | null; readonly key: string }>();

  const watched = (what: string, source: Reading<Source | PriceSource>, tell: () => void): Closable | null => {
    if (!source.ok || changed === null) return null;
    try {
      return source.value.watch?.(tell) ?? null;
    } catch (error) {
      ports.log.warn(`${what}: changes cannot be watched: ${wordsOf(error)}`);
      return null;
    }
  };
  const openAccount = (config: Config, id: string, settings: AccountConfig, key: string): void => {
    const journal = settings.kind === 'paper' ? journalOf(id) : null;
    const source = guard(`account ${id}`, () => ports.openSource({ folder, account: id, config, journal }, settings));
    const watch = watched(id, source, () => changed?.account(id));
    accounts.set(id, { id, settings, source, watch, key });
  };
  const closeAccount = (id: string): Promise<void> => {
    const entry = accounts.get(id);
    accounts.delete(id);
    return closeQuietly(ports.log, entry?.watch ?? null, entry?.source.ok ? entry.source.value : null);
  };
  const closePrice = (link: string): Promise<void> => {
    const entry = prices.get(link);
    prices.delete(link);
    return closeQuietly(ports.log, entry?.watch ?? null, entry?.source.ok ? entry.source.value : null);
  };

  return {
    accounts: () => [...accounts.values()],
    prices: () => [...prices.values()],
    apply(config) {
      const opened: string[] = [];
      for (const id of [...accounts.keys()]) if (!Object.hasOwn(config.accounts, id)) void closeAccount(id);
      for (const [id, settings] of Object.entries(config.accounts)) {
        // A source is made from its own settings and the base currency; nothing else of the configuration reaches it.
        const key = JSON.stringify([settings, config.baseCurrency]);
        if (accounts.get(id)?.key === key) continue;
        void closeAccount(id);
        openAccount(config, id, settings, key);
        opened.push(id);
      }
      const quotes = quoteLinks(config);
      const links = closesLinks(config);
      for (const link of [...prices.keys()]) if (!links.includes(link)) void closePrice(link);
      const kept = new Map(prices);
      prices.clear();
      for (const link of links) {
        const before = kept.get(link);
        const forQuotes = quotes.includes(link);
        if (before?.key === config.baseCurrency) {
          prices.set(link, { ...before, forQuotes });
          continue;
        }
        if (before !== undefined) {
          void closeQuietly(ports.log, before.watch, before.source.ok ? before.source.value : null);
        }
        const source = guard(`prices from ${link}`, () =>
          ports.openPriceSource({ folder, account: 'prices', config, journal: null }, link),
        );
        const watch = watched(`prices from ${link}`, source, () => changed?.prices());
        prices.set(link, { link, source, forQuotes, watch, key: config.baseCurrency });
      }
      return opened;
    },
    drop(account) {
      const gone = account === null ? [...accounts.keys()] : [account];
      for (const id of gone) void closeAccount(id);
      if (account === null) for (const link of [...prices.keys()]) void closePrice(link);
    },
    async close() {
      await Promise.all([...[...accounts.keys()].map(closeAccount), ...[...prices.keys()].map(closePrice)]);
    },
  };
}

function guard<T>(what: string, open: () => Reading<T>): Reading<T> {
  try {
    return open();
  } catch (error) {
    return failed('config', `${what} could not be opened: ${wordsOf(error)}`);
  }
}

async function closeQuietly(log: Log, ...things: readonly (Closable | null)[]): Promise<void> {
  for (const thing of things) {
    try {
      await thing?.close();
    } catch (error) {
      log.warn(`could not close a connection: ${wordsOf(error)}`);
    }
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
