import type { Config } from '../config/schema.ts';
import { dayStart } from '../core/calendar.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { AccountConnection } from './connections.ts';
import { ownPoints } from './lastRecord.ts';
import type { Memory } from './memory.ts';

/** What each account was worth when the day began: VAL-3. Values of another account under the same id are none of it. */
export async function boundariesOf(
  accounts: readonly AccountConnection[],
  memory: Memory,
  config: Config,
  now: number,
): Promise<ReadonlyMap<string, ValuePoint>> {
  const start = dayStart(now, config.risk.dayBoundary);
  const points = await Promise.all(accounts.map(async ({ id }) => [id, await memory.valueAt(id, start)] as const));
  const last = memory.last();
  return new Map(
    points.flatMap(([id, point]) =>
      point === null || !ownPoints(last, id, config)(point) ? [] : [[id, point] as const],
    ),
  );
}
