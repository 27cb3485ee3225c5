import type { Reading } from '../core/model/reading.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Clock, Log, Source } from '../core/ports.ts';
import type { Connections } from './connections.ts';
import { deadline } from './deadline.ts';
import type { Abort } from './engine.ts';
import type { Memory } from './memory.ts';
import { sumPast } from './sumPast.ts';

/** Fills charts from day one: the past that accounts can tell themselves (paper) goes into the history once. */
export interface PastRebuilder {
  /** Asks the accounts that were not asked since they changed; true when the history has new points. */
  rebuild(request: RebuildRequest): Promise<boolean>;
}

export interface RebuildRequest {
  readonly connections: Connections;
  readonly memory: Memory;
  readonly currency: string;
  readonly keyOf: (id: string) => string | null;
  readonly abort: Abort;
  /** For each account's answer. */
  readonly budgetMs: number;
}

export function createPastRebuilder(clock: Clock, log: Log): PastRebuilder {
  const told = new Map<string, { readonly key: string; readonly points: readonly ValuePoint[] }>();
  return {
    async rebuild({ connections, memory, currency, keyOf, abort, budgetMs }) {
      if (memory.history === null) return false;
      const now = clock.now();
      const accounts = connections.accounts();
      let fresh = false;
      await Promise.all(
        accounts.map(async ({ id, source }) => {
          const key = `${currency} ${keyOf(id)}`;
          if (!source.ok || source.value.past === undefined || told.get(id)?.key === key) return;
          const { value } = source;
          const reading = await deadline(clock, budgetMs, `The past of ${id}`, abort, () =>
            pastOf(value, currency, abort),
          );
          if (!reading.ok) {
            log.info(`${id}: past values could not be rebuilt: ${reading.failure.reason}`);
            return;
          }
          // The point of now is recorded live.
          const points = reading.value.filter((point) => point.at < now);
          told.set(id, { key, points });
          if (points.length === 0) return;
          fresh = true;
          await memory.backfill(id, points);
        }),
      );
      if (!fresh) return false;
      // The portfolio's past is known only where every account's is.
      const pasts = accounts.map(({ id }) => ({ id, points: told.get(id)?.points ?? [] }));
      if (pasts.some(({ points }) => points.length === 0)) return true;
      const portfolio = sumPast(pasts.map(({ points }) => points));
      await memory.backfill(null, portfolio);
      await memory.load(currency, now);
      const end = portfolio.at(-1);
      if (memory.last() === null && end !== undefined) {
        // The first recorded point follows the rebuilt ones: flows since their end are its flows.
        const values = pasts.flatMap(({ id, points }) => points.slice(-1).map((point) => [id, point.equity] as const));
        memory.assume({ at: end.at, currency, accounts: Object.fromEntries(values), priced: [], unpriced: [] });
      }
      return true;
    },
  };
}

function pastOf(source: Source, currency: string, abort: Abort): Promise<Reading<readonly ValuePoint[]>> {
  return source.past?.(currency, 0, abort.signal) ?? Promise.resolve({ ok: true, value: [] });
}
