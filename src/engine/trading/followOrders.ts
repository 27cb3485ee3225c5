import type { Execution, OrderRecord } from '../../core/model/trading.ts';
import type { History } from '../../core/ports.ts';
import type { Abort } from '../engine.ts';
import type { DeskContext } from './desk.ts';
import { findOrder } from './findOrder.ts';
import { ended, isFinal, withState } from './orderRecords.ts';

/** An execution that nobody wrote for so long was left. */
const leftMs = 60_000;

export interface Following {
  readonly context: DeskContext;
  readonly history: History;
  readonly executions: readonly Execution[];
  /** Plans that this process executes now. */
  readonly running: ReadonlySet<string>;
  readonly abort: Abort;
}

/**
 * Takes over executions of processes that died, and asks what became of orders that were under way or are not known; sends
 * nothing. Answers the executions that changed, as they are on the disk now.
 */
export async function followOrders(following: Following): Promise<readonly Execution[]> {
  const changed: Execution[] = [];
  for (const execution of following.executions) {
    if (following.abort.signal.aborted) break;
    if (following.running.has(execution.plan)) continue;
    const next = await follow(following, execution);
    if (next !== null) changed.push(next);
  }
  return changed;
}

async function follow(following: Following, execution: Execution): Promise<Execution | null> {
  const { context, history } = following;
  const { clock, processName, isGone } = context.ports;
  const { plan, owner, state, updatedAt, orders } = execution;
  const left = state === 'running';
  if (left && owner !== processName && !isGone(owner) && clock.now() - updatedAt <= leftMs) return null;
  if (!left && orders.every((order) => isFinal(order))) return null;
  // One that ended is asked for by whoever sees it, a minute apart.
  if (!left && clock.now() - updatedAt <= leftMs) return null;
  // A record of now lets no other process ask the same at the same time.
  const at = Math.max(clock.now(), updatedAt + 1);
  if (owner !== processName && !(await history.claimExecution(plan, updatedAt, processName, at))) return null;
  const next: OrderRecord[] = [];
  for (const order of orders) next.push(await look(following, order));
  const was = left ? ('interrupted' as const) : state === 'interrupted' ? state : undefined;
  const after = ended({ ...execution, owner: processName, orders: next }, Math.max(clock.now(), at), was);
  await history.saveExecution(after);
  // Written all the same, so that no other process asks again within a minute.
  const same = !left && next.every((order, index) => order === orders[index]);
  return same ? null : after;
}

async function look({ context, abort }: Following, record: OrderRecord): Promise<OrderRecord> {
  const { clock } = context.ports;
  if (isFinal(record)) return record;
  if (record.state === 'pending') return withState(record, 'notSent', clock.now(), 'Quantfolio was ended before it');
  const source = context
    .portfolio()
    .connections()
    .accounts()
    .find(({ id }) => id === record.ticket.account)?.source;
  const trading = source?.ok ? source.value.trading : undefined;
  const under = record.state === 'sending' || record.state === 'unknown';
  if (trading === undefined) {
    const why = `${record.ticket.account} cannot be asked now (it is not in mode "trade", or not connected)`;
    return under ? withState(record, 'unknown', clock.now(), why) : record;
  }
  const why = record.reason ?? 'Quantfolio was ended before its answer came';
  const found = await findOrder({ clock, trading, record, why, abort, hurry: () => true });
  // An order that was there is not lost because its account does not answer, or forgot it.
  if (!under && (found.state === 'unknown' || found.state === 'notSent')) return record;
  return sameBut(found, record) ? record : found;
}

function sameBut(found: OrderRecord, record: OrderRecord): boolean {
  return JSON.stringify({ ...found, at: 0 }) === JSON.stringify({ ...record, at: 0 });
}
