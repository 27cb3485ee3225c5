import type { Config } from '../config/schema.ts';
import type { DailyCloses } from '../core/model/quote.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { Clock, History, Log } from '../core/ports.ts';
import type { Connections } from './connections.ts';
import { assetsToFollow, createClosesCache, type FollowedAsset } from './dailyCloses.ts';
import type { Abort } from './engine.ts';

/** Daily closes of one portfolio: of what is held, followed in the background, and of anything else when it is asked for. */
export interface ClosesKeeper {
  /** What is known of what is held; nothing is asked. */
  known(snapshot: Snapshot, config: Config): readonly DailyCloses[];
  /** Loads what the history has of what is held, and with `fetch` asks sources for the rest; true when something is new. */
  follow(snapshot: Snapshot | null, config: Config, fetch: boolean): Promise<boolean>;
  /** Closes of these assets over the last `days`, asked for where they are not known. */
  closesOf(assets: readonly FollowedAsset[], days: number, currency: string): Promise<readonly DailyCloses[]>;
}

export interface ClosesKeeperOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly connections: Connections;
  readonly history: () => History | null;
  readonly abort: Abort;
  /** For each answer to a question that someone waits for. */
  readonly budgetMs: () => number;
}

/** A year, and the days around it. */
const leastDays = 370;

export function createClosesKeeper(options: ClosesKeeperOptions): ClosesKeeper {
  const { clock, log, connections, history, abort } = options;
  const cache = createClosesCache(clock, log);
  /** One question at a time: two charts that ask for the same closes ask the exchange once. */
  let asking: Promise<unknown> = Promise.resolve();
  return {
    known: (snapshot, config) => cache.known(assetsToFollow(snapshot), config.baseCurrency),
    async follow(snapshot, config, fetch) {
      if (snapshot === null) return false;
      return cache.fill({
        assets: assetsToFollow(snapshot),
        currency: config.baseCurrency,
        days: Math.max(config.risk.correlationWindow, config.risk.var.historyDays) + 1,
        sources: connections.prices(),
        history: history(),
        fetch,
        abort,
      });
    },
    async closesOf(assets, wanted, currency) {
      // One question a year of days is worth, so that a longer period does not ask again.
      const days = Math.max(wanted, leastDays);
      const asked = asking.then(() =>
        cache.fill({
          assets,
          currency,
          days,
          sources: connections.prices(),
          history: history(),
          fetch: true,
          abort,
          budgetMs: options.budgetMs(),
        }),
      );
      asking = asked.catch(() => undefined);
      await asked;
      return cache.known(assets, currency);
    },
  };
}
