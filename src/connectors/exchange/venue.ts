import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Scope } from '../../core/model/account.ts';
import type { Credentials, Log } from '../../core/ports.ts';
import type { CcxtExchange, Dict, ExchangeClass } from './ccxtExchange.ts';
import { describe } from './classify.ts';
import { type Client, createClient } from './createClient.ts';
import type { LedgerBudget } from './ledger/readLedger.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { type MarketRecord, readMarketRecord, writeMarketRecord } from './marketCache.ts';
import { newOperation, runOperation } from './operation.ts';
import { WireFault } from './wireFault.ts';

export interface VenueSettings {
  readonly exchange: string;
  readonly sandbox: boolean;
  readonly redirectedTo: string | null;
  readonly cacheDir: string;
  readonly log: Log;
  loadClass(id: string): Promise<ExchangeClass>;
  /** Of one whole answer. */
  readonly deadlineMs: number;
  readonly ledgerBudget: LedgerBudget;
  readonly orderSettleMs: number;
}

/** One exchange as all of its accounts and price links share it: its class, markets, server time and request budgets. */
export interface Venue {
  readonly ledgerBudget: LedgerBudget;
  /** An order that was not found after this time since it left was surely not placed. */
  readonly orderSettleMs: number;
  /** A client for one key, or for public data (null); markets are not filled yet. */
  client(credentials: Credentials | null): Promise<Client>;
  /** A keyless client with markets for these scopes: from memory, else from disk, else loaded once for all who ask. */
  withMarkets(scopes: readonly Scope[], signal: AbortSignal): Promise<Client>;
  /** Gives a client the shared markets and, where the exchange is strict about time, its clock's difference. */
  prepare(client: Client, scopes: readonly Scope[], signal: AbortSignal): Promise<void>;
  /** The next who needs markets loads them from the exchange, unless that was done a short while ago. */
  renewMarkets(): void;
  /** Forgets the clock difference, after the exchange complained about time. */
  forgetTime(): void;
  /** The exchange's clock; the own one where it does not tell. */
  serverNow(client: Client, signal: AbortSignal): Promise<number>;
}

const marketTtlMs = 6 * 60 * 60_000;
/** Where the exchange is down, an older list of markets is better than no account. */
const marketRescueMs = 7 * 24 * 60 * 60_000;
const renewMs = 10 * 60_000;
const timeTtlMs = 15 * 60_000;
const loadMs = 60_000;
interface Pace {
  /** Idle time that is credited at once. */
  readonly creditMs: number;
  /** Of ccxt's rate limit, which is all that the exchange allows: what comes back after the credit is spent. */
  readonly share: number;
  /** What one request that can wait costs at most, in units: dearer ones are counted in buckets of their own. */
  readonly dearest?: number;
}

const usualPace: Pace = { creditMs: 2000, share: 1 };
/**
 * Kraken counts calls up to 15 (by ccxt's costs 45 s) and forgets one in three seconds: a burst after idling is its own rule.
 * A third of it is left to whoever else uses the key. Binance counts what one minute sees: a burst of a quarter of it and three
 * quarters of the rate after that are never more than all of it.
 */
const paces: Readonly<Record<string, Pace>> = {
  kraken: { creditMs: 30_000, share: 1 },
  binance: { creditMs: 20_000, share: 0.75, dearest: 20 },
};

interface Loaded {
  readonly client: Client;
  readonly loadedAt: number;
}

export function createVenue(settings: VenueSettings): Venue {
  const limiters = new Map<string, Limiter>();
  const loads = new Map<string, Promise<Loaded>>();
  let renewedAt = 0;
  let time: { readonly at: number; readonly difference: number } | null = null;

  const limiterOf = (key: string, rateLimit: number): Limiter => {
    const existing = limiters.get(key);
    if (existing !== undefined) return existing;
    const { share, ...pace } = paces[settings.exchange] ?? usualPace;
    const made = createLimiter({ msPerUnit: rateLimit / share, ...pace });
    limiters.set(key, made);
    return made;
  };

  const open = async (credentials: Credentials | null, options: Dict): Promise<Client> =>
    createClient({
      exchangeClass: await settings.loadClass(settings.exchange),
      sandbox: settings.sandbox,
      redirectedTo: settings.redirectedTo,
      deadlineMs: settings.deadlineMs,
      credentials,
      options,
      limiterOf: (rateLimit) =>
        limiterOf(credentials === null ? '' : createHash('sha256').update(credentials.apiKey).digest('hex'), rateLimit),
    });

  const pathOf = (types: string): string => {
    const place = `${settings.redirectedTo ?? ''}|${types}`;
    const suffix = place === '|' ? '' : `-${createHash('sha256').update(place).digest('hex').slice(0, 12)}`;
    return join(settings.cacheDir, `markets-${settings.exchange}${settings.sandbox ? '-sandbox' : ''}${suffix}.json`);
  };

  const load = async (types: string): Promise<Loaded> => {
    const client = await open(null, marketOptions(types));
    const path = pathOf(types);
    const saved = await readMarketRecord(path);
    const age = saved === null ? Number.POSITIVE_INFINITY : Date.now() - saved.savedAt;
    const fresh = saved !== null && saved.savedAt >= renewedAt && age >= 0 && age < marketTtlMs;
    if (fresh) return restore(client, saved);
    try {
      await loadFromExchange(client.exchange);
    } catch (error) {
      if (saved === null || age > marketRescueMs) throw error;
      settings.log.warn(
        `${settings.exchange}: its markets could not be read; those of ${Math.round(age / 3_600_000)} h ago are used`,
      );
      return { ...restore(client, saved), loadedAt: Date.now() - marketTtlMs + 60_000 };
    }
    const record = recordOf(client.exchange);
    // A cache that cannot be written costs time, never an account.
    writeMarketRecord(path, record).catch((error: unknown) =>
      settings.log.warn(`${settings.exchange}: its markets could not be cached (${String(error)})`),
    );
    return { client, loadedAt: record.savedAt };
  };

  const loaded = (types: string): Promise<Loaded> => {
    // A list with more kinds of markets serves as well.
    const wider = [...loads.keys()].find((key) => types.split(',').every((type) => key.split(',').includes(type)));
    const existing = wider === undefined ? undefined : loads.get(wider);
    if (existing !== undefined) return existing;
    const made = load(types).then(
      (result) => {
        setTimeoutQuietly(result.loadedAt + marketTtlMs - Date.now(), () => loads.delete(types));
        return result;
      },
      (error: unknown) => {
        loads.delete(types);
        throw error;
      },
    );
    loads.set(types, made);
    return made;
  };

  const withMarkets = async (scopes: readonly Scope[], signal: AbortSignal): Promise<Client> =>
    (await untilAborted(loaded(marketTypes(settings.exchange, scopes)), signal)).client;

  return {
    ledgerBudget: settings.ledgerBudget,
    orderSettleMs: settings.orderSettleMs,
    async serverNow(client, signal) {
      if (client.exchange.has['fetchTime'] !== true) return Date.now();
      const told = await runOperation(newOperation(signal, true), () => client.exchange.fetchTime()).catch(() => null);
      if (typeof told !== 'number' || !Number.isFinite(told) || told < 1e12) return Date.now();
      // Some tell whole seconds: the one under way is asked for as well.
      return told % 1000 === 0 ? told + 999 : told;
    },
    client: (credentials) => open(credentials, accountOptions[settings.exchange] ?? {}),
    withMarkets,
    async prepare(client, scopes, signal) {
      const shared = await withMarkets(scopes, signal);
      if (client.exchange.markets !== shared.exchange.markets) client.exchange.setMarketsFromExchange(shared.exchange);
      if (!('timeDifference' in client.exchange.options) || shared.exchange.has['fetchTime'] !== true) return;
      if (time === null || Date.now() - time.at > timeTtlMs) {
        const difference = await timeDifference(shared, signal).catch((error: unknown) => {
          // Not fatal: with a right clock the account answers all the same, and with a wrong one it says so.
          settings.log.debug(
            `${settings.exchange}: server time unknown (${describe(error, settings.exchange, []).reason})`,
          );
          return time?.difference ?? 0;
        });
        time = { at: Date.now(), difference };
      }
      client.exchange.options['timeDifference'] = time.difference;
    },
    renewMarkets() {
      if (Date.now() - renewedAt < renewMs) return;
      renewedAt = Date.now();
      loads.clear();
    },
    forgetTime() {
      time = null;
    },
  };
}

async function timeDifference(client: Client, signal: AbortSignal): Promise<number> {
  const difference = Number(await runOperation(newOperation(signal), () => client.exchange.loadTimeDifference()));
  if (!Number.isFinite(difference)) throw new WireFault('badResponse', 'its time is no number');
  return difference;
}

/** ccxt leaves out Coinbase's vaults and every wallet whose kind is written the short way. */
const accountOptions: Readonly<Record<string, Dict>> = {
  coinbase: {
    v3Accounts: ['CRYPTO', 'FIAT', 'VAULT'].flatMap((kind) => [kind, `ACCOUNT_TYPE_${kind}`]),
  },
};

/** Binance answers each kind of market separately: only what the scopes need is loaded. */
function marketTypes(exchange: string, scopes: readonly Scope[]): string {
  if (exchange !== 'binance') return '';
  const types = ['spot'];
  if (scopes.includes('swap')) types.push('linear');
  if (scopes.includes('future')) types.push('inverse');
  return types.join(',');
}

function marketOptions(types: string): Dict {
  return types === '' ? {} : { fetchMarkets: { types: types.split(',') } };
}

/** A failed first load is remembered by ccxt and poisons all later calls, so a second try reloads. */
async function loadFromExchange(exchange: CcxtExchange): Promise<void> {
  const operation = newOperation(AbortSignal.timeout(loadMs));
  const attempt = async (reload: boolean): Promise<void> => {
    await runOperation(operation, () => exchange.loadMarkets(reload));
    if (Object.keys(exchange.markets ?? {}).length === 0) throw new WireFault('badResponse', 'no markets in its list');
  };
  try {
    await attempt(false);
  } catch (error) {
    if (error instanceof WireFault && (error.kind === 'rateLimited' || error.kind === 'refused')) throw error;
    await attempt(true);
  }
}

function recordOf(exchange: CcxtExchange): MarketRecord {
  const names = exchange.options['marketHelperProps'];
  const helpers = Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
  return {
    savedAt: Date.now(),
    markets: Object.values(exchange.markets ?? {}),
    currencies: exchange.currencies ?? {},
    helpers: Object.fromEntries(helpers.map((name) => [name, exchange.options[name]])),
  };
}

function restore(client: Client, record: MarketRecord): Loaded {
  Object.assign(client.exchange.options, record.helpers);
  client.exchange.setMarkets(record.markets, record.currencies);
  return { client, loadedAt: record.savedAt };
}

function setTimeoutQuietly(ms: number, task: () => void): void {
  setTimeout(task, Math.max(ms, 1000)).unref();
}

/** Waiting ends with the signal; what is being loaded goes on for the others who wait. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new WireFault('retryable', 'cancelled while the markets were loading'));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
