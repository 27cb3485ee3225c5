import type { Kysely, Transaction } from 'kysely';
import type { Execution } from '../core/model/trading.ts';
import type { ExecutionRow, Schema } from './schema.ts';

/**
 * Writes all of an execution. One that another process has taken over is refused: who slept through that must not send another
 * order of it.
 */
export async function saveExecution(tx: Transaction<Schema>, execution: Execution): Promise<void> {
  const { plan, at, updatedAt, owner, state } = execution;
  const rest = { at, updated_at: updatedAt, owner, state, body: JSON.stringify(execution) };
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('executions')
    .values({ plan, ...rest })
    .onConflict((conflict) => conflict.column('plan').doUpdateSet(rest).where('executions.owner', '=', owner))
    .executeTakeFirstOrThrow();
  if (Number(numInsertedOrUpdatedRows ?? 0) === 0) {
    throw new Error(`another process has taken over the execution of plan ${plan}`);
  }
}

/** Those begun within [from, to], newest first. */
export async function readExecutions(db: Kysely<Schema>, from: number, to: number): Promise<readonly Execution[]> {
  const rows = await db
    .selectFrom('executions')
    .selectAll()
    .where('at', '>=', from)
    .where('at', '<=', to)
    .orderBy('at', 'desc')
    .orderBy('plan')
    .execute();
  return rows.map(executionOf);
}

/** True: nobody has written it since `updatedAt`, and now it is `owner`'s. */
export async function claimExecution(
  tx: Transaction<Schema>,
  plan: string,
  updatedAt: number,
  owner: string,
  at: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('executions')
    .set({ owner, updated_at: at })
    .where('plan', '=', plan)
    .where('updated_at', '=', updatedAt)
    .where('owner', '<>', owner)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return true;
  // Claimed already, where a connection broke before the answer came.
  const row = await tx
    .selectFrom('executions')
    .select(['owner', 'updated_at'])
    .where('plan', '=', plan)
    .executeTakeFirst();
  return row?.owner === owner && (Number(row.updated_at) === at || Number(row.updated_at) === updatedAt);
}

function executionOf({ owner, updated_at, body }: ExecutionRow): Execution {
  // A claim changes the columns alone.
  return { ...(JSON.parse(body) as Execution), owner, updatedAt: Number(updated_at) };
}
