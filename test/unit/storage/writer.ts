/** A process of its own for tests: opens the history at argv[2], appends from argv[3] on, says each acknowledged time. */
import { openSqlite } from '../../../src/storage/sqlite/openSqlite.ts';

const [, , path = '', first = '0', count = '0'] = process.argv;
const silent = () => {};
const opened = await openSqlite(path, { debug: silent, info: silent, warn: silent, error: silent });
if (!opened.ok) throw new Error(opened.failure.reason);
process.stdout.write('open\n');
for (let index = 0; index < Number(count); index++) {
  const at = Number(first) + index * 2;
  await opened.value.append({ at, currency: 'USD', portfolio: { equity: at, flow: 0 }, accounts: [], holdings: [] });
  process.stdout.write(`${at}\n`);
}
await opened.value.close();
