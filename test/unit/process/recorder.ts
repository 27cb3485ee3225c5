/** A process of its own for tests: a history at argv[2] (a file, or a PostgreSQL's URL), written as fast as it goes until killed. */
import type { LedgerBatch } from '../../../src/core/model/ledger.ts';
import { openPostgres } from '../../../src/storage/postgres/openPostgres.ts';
import { openSqlite } from '../../../src/storage/sqlite/openSqlite.ts';

const [, , place = '', first = '0'] = process.argv;
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };
const opened = place.startsWith('postgresql:')
  ? await openPostgres(place, log, 'Main book')
  : await openSqlite(place, log);
if (!opened.ok) throw new Error(opened.failure.reason);
const history = opened.value;
for (let at = Number(first); ; at++) {
  const account = `account-${at % 3}`;
  const holdings = ['BTC', 'ETH', 'USDT'].map((asset) => ({ account, asset, quantity: '1.5', price: 2, value: 3 }));
  const portfolio = { equity: at, flow: 1 };
  await history.append(
    { at, currency: 'USD', portfolio, accounts: [{ account, ...portfolio }], holdings },
    { key: 'lastRecord', value: String(at) },
  );
  process.stdout.write(`record ${at}\n`);
  const fill = { symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', side: 'buy', quantity: '1', price: '2' } as const;
  const nothing = { fee: null, feeCurrency: null, strategy: null };
  const span = { from: 0, until: at };
  const batch: LedgerBatch = {
    // Each page overlaps the last, as those of exchanges do.
    trades: [at - 1, at].map((id) => ({ id: String(id), at: id, ...fill, ...nothing })),
    flows: [],
    income: [],
    orders: [],
    cursor: String(at),
    coverage: { trades: span, flows: span, income: span },
    more: false,
    notes: [],
  };
  await history.appendLedger('ledger', batch);
  process.stdout.write(`fill ${at}\n`);
}
