/**
 * A process of its own for tests: appends `count` fills (0: without end) to the journal of `paper` in the history at argv[2], as
 * argv[3], beside others that do the same; says each place it was given, and each execution that it wrote.
 */
import type { Execution } from '../../../src/core/model/trading.ts';
import { openHistoryAt } from '../../support/historyPlaces.ts';

const [, , at = '', who = 'a', count = '0'] = process.argv;
const opened = await openHistoryAt(at);
if (!opened.ok) throw new Error(opened.failure.reason);
const history = opened.value;
let last = 0;
const order = { symbol: 'BTC/USD', base: 'BTC', quote: 'USD', side: 'buy', quantity: '1', price: '2' } as const;
for (let index = 0; count === '0' || index < Number(count); index += 1) {
  const id = `qf${who}${index}`;
  for (let added = false; !added; ) {
    last = (await history.journal('paper', last)).at(-1)?.seq ?? last;
    const fill = { id, at: index, ...order, fee: '0.1', feeCurrency: 'USD', strategy: null };
    added = await history.appendJournal('paper', { seq: last + 1, at: index, kind: 'fill', fill });
  }
  process.stdout.write(`fill ${last + 1} ${id}\n`);
  const execution: Execution = {
    plan: `plan-${who}-${index % 20}`,
    portfolio: '/folder',
    purpose: 'trade',
    title: `Turn ${index}`,
    at: index,
    updatedAt: index,
    owner: who,
    state: 'running',
    check: { state: 'OK', reasons: [], warnings: [] },
    orders: [],
    remains: [],
  };
  await history.saveExecution(execution);
  process.stdout.write(`execution ${execution.plan} ${index}\n`);
}
await history.close();
