import { WireFault } from './wireFault.ts';

/** Waits its turn before a request; one per exchange and key, shared by everything that asks with that key. */
export interface Limiter {
  /** Resolves when `cost` may be spent; throws WireFault('rateLimited') when the wait would be longer than `patienceMs`. */
  take(cost: number, signal: AbortSignal): Promise<void>;
  /**
   * For orders: before everything that waits, which then waits longer. Only a pause that the exchange asked for holds it up, and
   * one of more than `firstMs` refuses it: an order must not go out at a price that is long past.
   */
  takeFirst(cost: number, signal: AbortSignal): Promise<void>;
  /**
   * As `take`, for what can wait: goes only when nobody else waits and a quarter of the budget stays for who comes next. Costs
   * beyond half of it are counted by the exchange elsewhere (Binance's UID weights) and must not stop everything else. `last`:
   * all of the budget has to be there, so that even what waits itself comes first. Where polling leaves no idle moment, its
   * turn comes after `yieldMs` all the same (`last`: four times that).
   */
  takeWhenIdle(cost: number, signal: AbortSignal, last?: boolean): Promise<void>;
  /** Nothing before this time: Retry-After, 418, 429. */
  pauseUntil(at: number): void;
  /** The time before which nothing is asked, or 0. */
  pausedUntil(): number;
}

interface LimiterSettings {
  /** Milliseconds that one unit of cost takes to come back (ccxt's `rateLimit`). */
  readonly msPerUnit: number;
  /** Idle time that is credited. ccxt's own throttler credits none: Kraken waits 3 s after 5 s of idling. */
  readonly creditMs?: number;
  readonly patienceMs?: number;
  /** Most units that one request that can wait is charged with; default half of the credit. */
  readonly dearest?: number;
  /** What can wait gives way to others for so long; default 15 s. */
  readonly yieldMs?: number;
  readonly now?: () => number;
}

/** Longest that an order waits for the end of a pause. */
const firstMs = 3000;

/** A token bucket that may go into debt by one request, so that a single dear request after idling goes out at once. */
export function createLimiter(settings: LimiterSettings): Limiter {
  const now = settings.now ?? Date.now;
  const perUnit = Math.max(settings.msPerUnit, 0.01);
  const capacity = Math.max((settings.creditMs ?? 2000) / perUnit, 1);
  const patienceMs = settings.patienceMs ?? 30_000;
  const dearest = settings.dearest ?? Math.max(capacity / 2, 1);
  const yieldMs = settings.yieldMs ?? 15_000;
  let units = capacity;
  let countedAt = now();
  let paused = 0;

  const refill = (): void => {
    const at = now();
    units = Math.min(capacity, units + Math.max(0, at - countedAt) / perUnit);
    countedAt = at;
  };

  const take: Limiter['take'] = async (cost, signal) => {
    if (cost <= 0) return;
    refill();
    // Reserved at once, so that waiting callers queue behind each other.
    const need = Math.min(cost, capacity);
    const wait = Math.max(units >= need ? 0 : (need - units) * perUnit, paused - now());
    if (wait > patienceMs)
      throw new WireFault('rateLimited', 'asked to wait before the next request', Math.round(now() + wait));
    units -= cost;
    if (wait > 0) await sleep(wait, signal);
  };

  return {
    take,
    async takeFirst(cost, signal) {
      refill();
      const wait = paused - now();
      if (wait > firstMs)
        throw new WireFault('rateLimited', 'asked to wait before the next request', Math.round(paused));
      units -= cost;
      if (wait > 0) await sleep(wait, signal);
    },
    async takeWhenIdle(cost, signal, last = false) {
      if (cost <= 0) return;
      const spend = Math.min(cost, dearest);
      const wanted = last ? capacity : Math.min(capacity, spend + capacity / 4);
      const turnAt = now() + (last ? 4 : 1) * yieldMs;
      for (;;) {
        refill();
        const wait = Math.max((wanted - units) * perUnit, paused - now());
        if (wait <= 0.5) break;
        if (paused - now() > patienceMs)
          throw new WireFault('rateLimited', 'asked to wait before the next request', Math.round(paused));
        if (now() >= turnAt) return take(spend, signal);
        await sleep(Math.min(Math.max(wait, 5), 1000), signal);
      }
      units -= spend;
    },
    pauseUntil(at) {
      paused = Math.max(paused, at);
    },
    pausedUntil: () => (paused > now() ? paused : 0),
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelled = (): void => {
      clearTimeout(timer);
      reject(new WireFault('retryable', 'cancelled while waiting for the rate limit'));
    };
    if (signal.aborted) return reject(new WireFault('retryable', 'cancelled while waiting for the rate limit'));
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancelled);
      resolve();
    }, ms);
    signal.addEventListener('abort', cancelled, { once: true });
  });
}
