import { join } from 'node:path';
import type { History } from '../../src/core/ports.ts';
import { environmentApprovals, environmentKeys } from '../../src/process/environmentKeys.ts';
import { openEngine } from '../../src/process/open.ts';

/**
 * One window's engine in a process of its own: reads the book and its ledger once, then prints the ids of what the history has,
 * as one line of JSON. Arguments: folder, configuration as JSON.
 */
const [folder = '', text = '{}'] = process.argv.slice(2);
const ids = Object.keys((JSON.parse(text) as { accounts: object }).accounts);
const say = (message: string): void => {
  if (process.env['QUANTFOLIO_TEST_LOG']) process.stderr.write(`${message}\n`);
};
let history: History | null = null;
const engine = openEngine({
  environment: process.env,
  log: { debug: say, info: say, warn: say, error: say },
  dataDir: join(folder, 'data'),
  secrets: environmentKeys(process.env, () => ids),
  hosts: environmentApprovals({}),
  engine: { mode: 'once', readBudgetMs: 90_000 },
  onHistory(opened) {
    if (opened.ok) history = opened.value;
    return opened;
  },
});
await engine.request('open', { folder, configPath: join(folder, 'quantfolio.json'), text });
await engine.request('refresh', { folder });
const store = history as History | null;
if (store === null) throw new Error('there is no history');
const { trades, flows, income } = await store.ledger(null, 0, Date.now() + 1);
const idsOf = (entries: readonly { readonly id: string; readonly account: string }[]) =>
  entries.map(({ account, id }) => `${account} ${id}`).sort();
const states = await Promise.all(ids.map((id) => store.ledgerState(id)));
const covered = states.map(
  (state) => state !== null && Object.values(state.coverage).every((kind: object) => 'from' in kind),
);
await engine.close();
process.stdout.write(
  `${JSON.stringify({ trades: idsOf(trades), flows: idsOf(flows), income: idsOf(income), covered })}\n`,
);
