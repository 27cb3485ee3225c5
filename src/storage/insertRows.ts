import type { CompiledQuery, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** 50 rows of the widest table stay far below the 32,766 parameters of SQLite and the 65,535 of PostgreSQL. */
const most = 50;

/**
 * Inserts thousands of rows: the query of a full batch is compiled once, which takes longer than to run it. All rows have the
 * same fields, in any order. Answers how many rows were inserted or changed.
 */
export async function insertRows<R extends Readonly<Record<keyof R, unknown>>>(
  tx: Transaction<Schema>,
  rows: readonly R[],
  compile: (some: readonly R[]) => CompiledQuery,
): Promise<number> {
  const [first] = rows;
  if (first === undefined) return 0;
  const fields = Object.keys(first) as readonly string[] as readonly (keyof R)[];
  const inOrder = (row: R): R => Object.fromEntries(fields.map((field) => [field, row[field]])) as R;
  let whole: CompiledQuery | null = null;
  let changed = 0;
  for (let start = 0; start < rows.length; start += most) {
    const some = rows.slice(start, start + most);
    const known: CompiledQuery | null = some.length === most ? whole : null;
    const query: CompiledQuery = known ?? compile(some.map(inOrder));
    if (some.length === most) whole = query;
    // What else is in the query must be written into it: parameters are the rows, and nothing else.
    if (query.parameters.length !== some.length * fields.length) throw new Error(`not only rows: ${query.sql}`);
    const parameters = some.flatMap((row) => fields.map((field) => row[field]));
    const result = await tx.executeQuery({ ...query, parameters });
    changed += Number(result.numAffectedRows ?? 0);
  }
  return changed;
}
