import { big } from '../../core/decimal.ts';
import type { Failure } from '../../core/model/reading.ts';
import type { Execution, OrderRecord, Plan, PlannedOrder } from '../../core/model/trading.ts';
import type { History, Permit, Trading } from '../../core/ports.ts';
import { deadline } from '../deadline.ts';
import type { Abort } from '../engine.ts';
import type { DeskContext } from './desk.ts';
import { findOrder, pauseFor } from './findOrder.ts';
import { allowed, openGate } from './gate.ts';
import { ended, isAchieved, isFinal, withOutcome, withState, words } from './orderRecords.ts';

/** One order on its way. Well below the minute after which another process takes an execution for left. */
const placeMs = 30_000;
/** A market order that is not filled after this is not waited for. */
const fillMs = 30_000;
const pollMs = 500;
/** Well below the minute after which another process takes an execution for left. */
const heartbeatMs = 15_000;
/** A machine that slept between two orders does not go on at prices of before. */
const longestRunMs = 300_000;

export interface Run {
  readonly context: DeskContext;
  readonly plan: Plan;
  readonly history: History;
  /** Why nothing more is to be sent; null: it is. */
  readonly stopped: () => string | null;
  /** Whether the account is still configured as when the plan was confirmed. */
  readonly isAsPlanned: (account: string) => boolean;
  readonly abort: Abort;
  /** It has changed; `saved` is on the disk. */
  readonly changed: (execution: Execution) => void;
}

/**
 * Sends the orders of a plan one after the other. Each is written down before it leaves (`sending`) and again with its outcome, so
 * that a crash at any moment leaves a record that says what to ask for. What is bought waits for everything that is sold first: a
 * sale that is not filled stops the purchases after it. Never tries an order twice. Never rejects.
 */
export async function runOrders(run: Run, begun: Execution): Promise<Execution> {
  const { context, plan, history, changed } = run;
  const { clock, log } = context.ports;
  let execution = begun;
  let stop: string | null = null;
  /** Accounts that do not take orders now whatever they are: exchanges ban who goes on asking. */
  const barred = new Map<string, string>();

  const put = (index: number, record: OrderRecord): void => {
    const orders = execution.orders.map((each, place) => (place === index ? record : each));
    execution = { ...execution, orders, updatedAt: clock.now() };
  };
  const save = async (): Promise<void> => {
    await history.saveExecution(execution);
    changed(execution);
  };
  const beat = async (): Promise<void> => {
    if (clock.now() - execution.updatedAt < heartbeatMs) return;
    execution = { ...execution, updatedAt: clock.now() };
    await save();
  };
  for (const [index, order] of plan.orders.entries()) {
    const record = execution.orders[index];
    if (record === undefined) break;
    const tooLate = clock.now() - begun.at > longestRunMs ? 'it took so long that its prices are too old' : null;
    const why: string | null =
      stop ??
      run.stopped() ??
      tooLate ??
      barred.get(order.ticket.account) ??
      waitsFor(order, plan, execution.orders.slice(0, index));
    if (why !== null) {
      put(index, withState(record, 'notSent', clock.now(), why));
      continue;
    }
    const gate = await openGate(context, order);
    if (gate.ok && !run.isAsPlanned(order.ticket.account)) {
      stop = `${order.ticket.account} is set otherwise than when the plan was made`;
      put(index, withState(record, 'notSent', clock.now(), `${stop}: plan again`));
      continue;
    }
    if (!gate.ok) {
      put(index, withState(record, 'notSent', clock.now(), gate.failure.reason));
      stop = 'an order before it could not be sent';
      continue;
    }
    try {
      put(index, withState(record, 'sending', clock.now(), null));
      await save();
    } catch (error) {
      // Nothing is sent that is not written down.
      stop = `it could not be written down: ${wordsOf(error)}`;
      log.error(`Executing ${plan.id}: ${stop}`);
      put(index, withState(record, 'notSent', clock.now(), stop));
      break;
    }
    const sent = await send(run, order, execution.orders[index] ?? record, gate.value, beat, (reason) => {
      barred.set(order.ticket.account, reason);
    });
    put(index, sent);
    try {
      await save();
      if (order.ticket.type === 'market' && !isFinal(sent) && sent.state !== 'unknown') {
        put(index, await untilFilled(run, order, sent, gate.value, beat));
        await save();
      }
    } catch (error) {
      stop = `what became of an order before it could not be written down: ${wordsOf(error)}`;
      log.error(`Executing ${plan.id}: ${stop}`);
    }
    if (execution.orders[index]?.state === 'unknown') {
      stop = `whether "${words(order.ticket)}" was placed is not known`;
    }
  }
  const left = execution.orders.map((each) =>
    each.state === 'pending' ? withState(each, 'notSent', clock.now(), stop) : each,
  );
  execution = ended({ ...execution, orders: left }, clock.now());
  try {
    await save();
  } catch (error) {
    // It stays `running` on the disk, and whoever looks next asks what became of it.
    log.error(`Executing ${plan.id}: its end could not be written down: ${wordsOf(error)}`);
    changed(execution);
  }
  return execution;
}

/** What is bought is paid from what was sold, and the check of the plan counted on it. */
function waitsFor(order: PlannedOrder, plan: Plan, before: readonly OrderRecord[]): string | null {
  if (!adds(order)) return null;
  const open = before.find((record, index) => {
    const earlier = plan.orders[index];
    return earlier !== undefined && !adds(earlier) && !isAchieved(record);
  });
  return open === undefined ? null : `"${words(open.ticket)}" before it was not filled`;
}

/** Orders that only reduce, and sales, make room for the others. */
function adds({ ticket }: PlannedOrder): boolean {
  return ticket.side === 'buy' && !ticket.reduceOnly;
}

async function send(
  run: Run,
  { ticket, live }: PlannedOrder,
  record: OrderRecord,
  trading: Trading,
  beat: () => Promise<void>,
  bar: (reason: string) => void,
): Promise<OrderRecord> {
  const { context, abort } = run;
  const { clock } = context.ports;
  // What nobody waits for any more must not leave later; a machine that slept has timers that know nothing of it.
  let waiting = true;
  const mayLeave = (): boolean =>
    waiting &&
    run.stopped() === null &&
    run.isAsPlanned(ticket.account) &&
    Math.abs(clock.now() - record.at) <= placeMs;
  const permit: Permit = {
    async holds() {
      if (!mayLeave()) return false;
      if (!live) return true;
      // The question took its time.
      return (await allowed(context.ports, context.portfolio().folder, ticket.account)) && mayLeave();
    },
  };
  const what = `${words(ticket)} on ${ticket.account}`;
  const answer = await deadline(clock, placeMs, what, abort, () => trading.place(ticket, permit, abort.signal));
  waiting = false;
  if (answer.ok) return withOutcome(record, answer.value);
  const { failure } = answer;
  // Stopped on its way: nobody knows how far it came.
  if (saysNothing(failure) || abort.signal.aborted) {
    return findOrder({ clock, trading, record, why: failure.reason, abort, hurry: () => run.stopped() !== null, beat });
  }
  if (failure.kind === 'credentials' || failure.kind === 'rateLimited') bar(failure.reason);
  const ours = failure.kind === 'refused' || failure.kind === 'config';
  return withState(record, ours ? 'notSent' : 'rejected', clock.now(), failure.reason);
}

/** Failures that do not say whether an order was placed; garbled answers are such, too. */
function saysNothing({ kind }: Failure): boolean {
  return kind === 'retryable' || kind === 'unavailable' || kind === 'badResponse';
}

async function untilFilled(
  run: Run,
  { ticket }: PlannedOrder,
  sent: OrderRecord,
  trading: Trading,
  beat: () => Promise<void>,
): Promise<OrderRecord> {
  const { context, abort } = run;
  const { clock } = context.ports;
  const until = clock.now() + fillMs;
  let record = sent;
  while (!isFinal(record) && clock.now() < until && run.stopped() === null && !abort.signal.aborted) {
    await pauseFor(clock, pollMs);
    await beat();
    const found = await deadline(clock, placeMs, words(ticket), abort, () => trading.find(ticket, abort.signal));
    if (found.ok && found.value !== null) record = withOutcome(record, found.value);
  }
  if (isFinal(record)) return record;
  const part = big(record.filled).gt(0) ? 'only a part of it was filled' : 'it was not filled';
  return { ...record, reason: record.reason ?? `${part} within ${fillMs / 1000} s` };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
