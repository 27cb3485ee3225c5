import type { DailyCloses } from '../core/model/quote.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { Clock, History, Log } from '../core/ports.ts';
import type { PriceConnection } from './connections.ts';
import { deadline } from './deadline.ts';
import type { Abort } from './engine.ts';

const day = 86_400_000;
const retryAfter = 3_600_000;
const perSource = 15_000;
/** A matrix of more is unreadable, and each is a call to an exchange. */
const mostAssets = 25;

/** Daily closes of what is held: cached in the history, fetched one at a time in the background, refreshed once a day. */
export interface ClosesCache {
  known(assets: readonly string[], currency: string): readonly DailyCloses[];
  /** Loads or fetches what is missing or of yesterday; true when something new is known. Stops when aborted. */
  fill(request: ClosesRequest): Promise<boolean>;
}

export interface ClosesRequest {
  readonly assets: readonly string[];
  readonly currency: string;
  readonly days: number;
  readonly sources: readonly PriceConnection[];
  readonly history: History | null;
  /** False: only what the history has; no source is asked. */
  readonly fetch: boolean;
  readonly abort: Abort;
}

export function createClosesCache(clock: Clock, log: Log): ClosesCache {
  const cache = new Map<string, { readonly fetchedAt: number; readonly closes: DailyCloses }>();
  const failedAt = new Map<string, number>();
  const keyOf = (asset: string, currency: string) => `${asset}/${currency}`;
  const isFresh = (fetchedAt: number) => Math.floor(fetchedAt / day) === Math.floor(clock.now() / day);

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
  const fromSources = async (request: ClosesRequest, asset: string): Promise<boolean> => {
    const key = keyOf(asset, request.currency);
    for (const { link, source } of request.sources) {
      if (request.abort.signal.aborted) return false;
      if (!source.ok || source.value.closes === undefined) continue;
      const { value } = source;
      const reading = await deadline(
        clock,
        perSource,
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
      const entry = { fetchedAt: clock.now(), closes: reading.value };
      cache.set(key, entry);
      failedAt.delete(key);
      try {
        await request.history?.saveCloses(reading.value, entry.fetchedAt);
      } catch (error) {
        log.warn(`Daily closes of ${asset} could not be kept: ${wordsOf(error)}`);
      }
      return true;
    }
    failedAt.set(key, clock.now());
    return false;
  };

  return {
    known: (assets, currency) => assets.flatMap((asset) => cache.get(keyOf(asset, currency))?.closes ?? []),
    async fill(request) {
      let changed = false;
      for (const asset of request.assets) {
        const key = keyOf(asset, request.currency);
        changed = (await fromHistory(request, asset)) || changed;
        const entry = cache.get(key);
        const recentlyFailed = clock.now() - (failedAt.get(key) ?? Number.NEGATIVE_INFINITY) < retryAfter;
        if (!request.fetch || recentlyFailed || (entry !== undefined && isFresh(entry.fetchedAt))) continue;
        changed = (await fromSources(request, asset)) || changed;
        if (request.abort.signal.aborted) return changed;
      }
      return changed;
    },
  };
}

/** What is held and moves, largest first. */
export function assetsToFollow(snapshot: Snapshot): readonly string[] {
  const size = new Map<string, number>();
  for (const asset of snapshot.assets) {
    if (asset.kind === 'asset') size.set(asset.asset, Math.abs(asset.value ?? 0));
  }
  for (const position of snapshot.positions) {
    size.set(position.asset, (size.get(position.asset) ?? 0) + Math.abs(position.baseNotional ?? 0));
  }
  size.delete(snapshot.baseCurrency);
  return [...size]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostAssets)
    .map(([asset]) => asset);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
