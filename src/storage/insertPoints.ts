import type { Transaction } from 'kysely';
import { insertRows } from './insertRows.ts';
import type { PointRow, Schema } from './schema.ts';

/** What only rolled-up points have. */
export const noExtremes = { low: null, low_at: null, high: null, high_at: null } as const;

/** Upsert on (account, tier, at): a recorded point takes the place of a rebuilt one, and of two writers' the last. */
export async function insertPoints(tx: Transaction<Schema>, rows: readonly PointRow[]): Promise<void> {
  await insertRows(tx, rows, (some) =>
    tx
      .insertInto('points')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['account', 'tier', 'at']).doUpdateSet((eb) => ({
          currency: eb.ref('excluded.currency'),
          equity: eb.ref('excluded.equity'),
          flow: eb.ref('excluded.flow'),
          origin: eb.ref('excluded.origin'),
          low: eb.ref('excluded.low'),
          low_at: eb.ref('excluded.low_at'),
          high: eb.ref('excluded.high'),
          high_at: eb.ref('excluded.high_at'),
        })),
      )
      .compile(),
  );
}
