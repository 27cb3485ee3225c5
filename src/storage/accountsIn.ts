import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Accounts that have rows, one step along the key each: `select distinct` would read every row of years. */
export async function accountsIn(db: Kysely<Schema>, table: 'points' | 'holdings'): Promise<readonly string[]> {
  const accounts: string[] = [];
  for (;;) {
    const last = accounts.at(-1);
    const all = db.selectFrom<'points' | 'holdings'>(table).select('account');
    const rest = last === undefined ? all : all.where('account', '>', last);
    const next = await rest.orderBy('account').limit(1).executeTakeFirst();
    if (next === undefined) return accounts;
    accounts.push(next.account);
  }
}
