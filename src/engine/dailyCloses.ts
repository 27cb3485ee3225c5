import type { DailyCloses } from '../core/model/quote.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { Clock, History, Log } from '../core/ports.ts';
import type { PriceConnection } from './connections.ts';
import { deadline } from './deadline.ts';
import type { Abort } from './engine.ts';
import { isSimulated } from './priceChain.ts';

const day = 86_400_000;
const retryAfter = 3_600_000;
const perSource = 15_000;
/** A matrix of more is unreadable, and each is a call to an exchange. */
const mostAssets = 25;

/** Daily closes of what is held: cached in the history, fetched one at a time in the background, refreshed once a day. */
export interface ClosesCache {
  known(assets: readonly FollowedAsset[], currency: string): readonly DailyCloses[];
  /** Loads or fetches what is missing or of yesterday; true when something new is known. Stops when aborted. */
  fill(request: ClosesRequest): Promise<boolean>;
}

export interface FollowedAsset {
  readonly asset: string;
  /** Held by simulated accounts alone; only then may closes of a simulated market stand for it. */
  readonly simulated: boolean;
}

export interface ClosesRequest {
  readonly assets: readonly FollowedAsset[];
  readonly currency: string;
  readonly days: number;
  readonly sources: readonly PriceConnection[];
  readonly history: History | null;
  /** False: only what the history has; no source is asked. */
  readonly fetch: boolean;
  readonly abort: Abort;
  /** For each answer of a source; default 15 s. */
  readonly budgetMs?: number;
}

interface Cached {
  readonly fetchedAt: number;
  readonly closes: DailyCloses;
}

export function createClosesCache(clock: Clock, log: Log): ClosesCache {
  const cache = new Map<string, Cached>();
  const failedAt = new Map<string, { readonly at: number; readonly days: number }>();
  const keyOf = (asset: string, currency: string) => `${asset}/${currency}`;
  const isFresh = (fetchedAt: number) => Math.floor(fetchedAt / day) === Math.floor(clock.now() / day);

  /** Most days that were asked for: a young asset has fewer, and is not asked for them again and again. */
  const askedDays = new Map<string, number>();

  const isUsable = (
    entry: Cached | undefined,
    { asset, simulated }: FollowedAsset,
    request: ClosesRequest,
  ): boolean => {
    if (entry === undefined || !isFresh(entry.fetchedAt) || (areSimulated(entry.closes) && !simulated)) return false;
    const first = entry.closes.closes[0]?.day ?? Number.POSITIVE_INFINITY;
    const asked = askedDays.get(keyOf(asset, request.currency)) ?? 0;
    return asked >= request.days || first <= clock.now() - (request.days - 2) * day;
  };

  const fromHistory = async (request: ClosesRequest, asset: string): Promise<boolean> => {
    const key = keyOf(asset, request.currency);
    if (cache.has(key) || request.history === null) return false;
    try {
      const stored = await request.history.closes(asset, request.currency);
      if (stored !== null) cache.set(key, stored);
      return stored !== null;
    } catch (error) {
      log.warn(`Daily closes of ${asset} could not be read from the history: ${wordsOf(error)}`);
      return false;
    }
  };
  const fromSources = async (request: ClosesRequest, { asset, simulated }: FollowedAsset): Promise<boolean> => {
    const key = keyOf(asset, request.currency);
    for (const { link, source } of request.sources) {
      if (request.abort.signal.aborted) return false;
      if (!source.ok || source.value.closes === undefined || (isSimulated(link) && !simulated)) continue;
      const { value } = source;
      const reading = await deadline(
        clock,
        request.budgetMs ?? perSource,
        `Daily closes of ${asset} from ${link}`,
        request.abort,
        () =>
          value.closes?.(asset, request.currency, request.days, request.abort.signal) ??
          Promise.reject(new Error('none')),
      );
      if (!reading.ok) {
        log.debug(`Daily closes of ${asset} in ${request.currency}: ${link}: ${reading.failure.reason}`);
        continue;
      }
      if (reading.value.closes.length === 0) continue;
      const entry = { fetchedAt: clock.now(), closes: joined(cache.get(key)?.closes, reading.value) };
      askedDays.set(key, Math.max(request.days, askedDays.get(key) ?? 0));
      cache.set(key, entry);
      failedAt.delete(key);
      try {
        await request.history?.saveCloses(entry.closes, entry.fetchedAt);
      } catch (error) {
        log.warn(`Daily closes of ${asset} could not be kept: ${wordsOf(error)}`);
      }
      return true;
    }
    failedAt.set(key, { at: clock.now(), days: request.days });
    return false;
  };

  return {
    known: (assets, currency) =>
      assets.flatMap(({ asset, simulated }) => {
        const closes = cache.get(keyOf(asset, currency))?.closes;
        return closes === undefined || (areSimulated(closes) && !simulated) ? [] : [closes];
      }),
    async fill(request) {
      let changed = false;
      for (const followed of request.assets) {
        const { asset } = followed;
        const key = keyOf(asset, request.currency);
        changed = (await fromHistory(request, asset)) || changed;
        const entry = cache.get(key);
        const failed = failedAt.get(key);
        // More days than that failed for may be had where fewer were not asked for.
        const recentlyFailed =
          failed !== undefined && clock.now() - failed.at < retryAfter && failed.days >= request.days;
        if (!request.fetch || recentlyFailed || isUsable(entry, followed, request)) continue;
        changed = (await fromSources(request, followed)) || changed;
        if (request.abort.signal.aborted) return changed;
      }
      return changed;
    },
  };
}

/** Days that an earlier, longer answer of the same source had stay known. */
function joined(before: DailyCloses | undefined, now: DailyCloses): DailyCloses {
  const first = now.closes[0]?.day;
  if (before === undefined || first === undefined || before.source !== now.source) return now;
  return { ...now, closes: [...before.closes.filter(({ day: date }) => date < first), ...now.closes] };
}

/** What is held and moves, largest first. */
export function assetsToFollow(snapshot: Snapshot): readonly FollowedAsset[] {
  const size = new Map<string, number>();
  const real = new Set<string>();
  const simulatedAccounts = new Set(snapshot.accounts.flatMap(({ id, simulated }) => (simulated ? [id] : [])));
  const count = (asset: string, account: string, value: number | null): void => {
    size.set(asset, (size.get(asset) ?? 0) + Math.abs(value ?? 0));
    if (!simulatedAccounts.has(account)) real.add(asset);
  };
  for (const { kind, asset, account, value } of snapshot.holdings) if (kind === 'asset') count(asset, account, value);
  for (const { instrument, asset, account, baseNotional } of snapshot.positions) {
    // Spot holdings are positions too and are counted above.
    if (instrument !== 'spot' || !size.has(asset)) count(asset, account, baseNotional);
  }
  size.delete(snapshot.baseCurrency);
  return [...size]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostAssets)
    .map(([asset]) => ({ asset, simulated: !real.has(asset) }));
}

export function areSimulated(closes: DailyCloses): boolean {
  return closes.source.startsWith('simulated');
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
