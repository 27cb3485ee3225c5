import type { Config } from '../../config/schema.ts';
import type { HealthItem } from '../../core/model/state.ts';
import type { Execution, Plan, PlanRequest } from '../../core/model/trading.ts';
import type { History } from '../../core/ports.ts';
import { createBackground } from '../background.ts';
import { withinMs } from '../withinMs.ts';
import type { Desk, DeskContext } from './desk.ts';
import { deskHealth } from './deskHealth.ts';
import { followOrders } from './followOrders.ts';
import { openGate } from './gate.ts';
import { basisOf, changedSince, createKeptPlans, isAsPlanned, type KeptPlan } from './keptPlans.ts';
import { lookAgain, mustBeRead } from './lookAgain.ts';
import { makePlan } from './makePlan.ts';
import { continuationOf, newExecution, withdrawn } from './orderRecords.ts';
import { withRealised } from './realise.ts';
import { type Run, runOrders } from './runOrders.ts';

/** What was read a moment ago is as good as read now. */
const freshMs = 3000;
/** A refresh before a plan or after an execution; what takes longer is said to be stale. */
const refreshMs = 15_000;
const answerMs = 45_000;
const followEveryMs = 30_000;
/** How far back executions are followed. */
const followedMs = 7 * 86_400_000;

interface Running {
  execution: Execution;
  stopped: string | null;
  readonly done: Promise<Execution>;
}

export function createDesk(context: DeskContext): Desk {
  const { ports, options, ready } = context;
  const { clock, log } = ports;
  const plans = createKeptPlans(clock);
  const abort = ports.createAbort();
  const inTurn = createBackground(log, 'Following orders');
  let running: Running | null = null;
  /** Between the first check of an execution and its beginning. */
  let beginning = false;
  /** How often trading was stopped: what was about to begin does not. */
  let stops = 0;
  /** By plan: none is executed a second time. */
  const runs = new Map<string, Promise<Running>>();
  let closed = false;
  let items: readonly HealthItem[] = [];
  let followedAt = Number.NEGATIVE_INFINITY;
  /** Ended executions of this process, until their profit is known. */
  const recent = new Map<string, Execution>();

  const historyOf = async (): Promise<History> => {
    const memory = await ready();
    if (memory.history !== null) return memory.history;
    throw new Error(`Orders need the history, which is not open: ${memory.trouble() ?? 'there is none'}`);
  };
  const configOf = (): Config => {
    const config = context.portfolio().config();
    if (config === null) throw new Error('there is no valid configuration yet');
    return config;
  };
  const within = (work: Promise<void>, ms: number): Promise<void> => withinMs(clock, work, ms);

  /** One run of the command line has no refresh after which it would look after what was left. */
  async function lookOnce(): Promise<void> {
    if (options.mode === 'once' && followedAt < 0) await within(inTurn(followNow), refreshMs);
  }
  /** What is older than a moment is read again: all of the book, since limits are of all of it. */
  async function freshBook(): Promise<void> {
    const portfolio = context.portfolio();
    const book = portfolio.book();
    const old = book === null || clock.now() - book.at > freshMs;
    if (old) await within(portfolio.refresh(), refreshMs);
  }
  async function executionsOf(history: History, from: number, to: number): Promise<readonly Execution[]> {
    const { folder, book } = context.portfolio();
    const stored = await history.executions(from, to);
    const accounts = book()?.accounts ?? [];
    return stored.map((each) => {
      const own = running?.execution.plan === each.plan ? running.execution : each;
      // A shared history has executions of other machines, where the folder is another.
      return withRealised({ ...own, portfolio: folder }, accounts);
    });
  }
  const findExecution = async (plan: string): Promise<Execution> => {
    const all = await executionsOf(await historyOf(), clock.now() - followedMs, clock.now());
    const found = all.find((each) => each.plan === plan);
    if (found === undefined)
      throw new Error('nothing is known of that execution: it is older than a week, or never was');
    const next = continuationOf(found, all);
    if (next !== null) throw new Error(`what remained was ordered already: plan what remains of "${next.title}"`);
    if (found.state === 'running') throw new Error(`"${found.title}" still runs: wait for its end, or stop it`);
    if (found.orders.some(({ state }) => state === 'unknown' || state === 'sending')) {
      throw new Error(`whether an order of "${found.title}" was placed is not known yet: look at the exchange first`);
    }
    return found;
  };

  async function plan(request: PlanRequest): Promise<Plan> {
    const config = configOf();
    await freshBook();
    await lookOnce();
    const execution = request.kind === 'remaining' ? await findExecution(request.plan) : null;
    const made = await makePlan({ context, config, request, execution, abort });
    plans.keep({ plan: made, basis: basisOf(made, context.portfolio()), continues: execution?.plan ?? null });
    return made;
  }

  /** The plan of exactly these orders. */
  function keptPlan(id: string, digest: string): KeptPlan {
    const kept = plans.get(id);
    if (kept === null) throw new Error('the plan is not known any more: plan again');
    if (kept.plan.digest !== digest) throw new Error('these are not the orders of the plan: review it again');
    return kept;
  }
  /** Throws why a plan may not be executed as everything stands now. */
  function mayExecute({ plan: own }: KeptPlan): void {
    if (own.refused !== null) throw new Error(`the plan is refused: ${own.refused}`);
    if (own.check === null) throw new Error('the plan was not checked against the limits, so nothing of it is sent');
    if (!own.check.allowed) throw new Error(`the limits do not allow it: ${own.check.reasons.join('; ')}`);
    if (own.orders.length === 0) throw new Error('the plan has no orders');
    // A clock that was set back would make it young again.
    const old = clock.now() >= own.expiresAt || clock.now() < own.at - freshMs;
    if (old) throw new Error('the plan is too old, its prices may have moved: plan again');
  }
  async function mayBegin(kept: KeptPlan, history: History): Promise<void> {
    const portfolio = context.portfolio();
    const { orders } = kept.plan;
    const begun = clock.now();
    const touched = new Set(orders.map(({ ticket }) => ticket.account));
    const old = [...touched].filter((id) => {
      const reading = portfolio.book()?.accounts.find((account) => account.id === id)?.reading;
      return reading == null || clock.now() - reading.at > freshMs;
    });
    // Limits are of all of the book at the prices of now: real money waits for them.
    if (orders.some(({ live }) => live)) await freshBook();
    else if (old.length > 0) await within(portfolio.refreshOnly(old), refreshMs);
    const changed = changedSince(kept, portfolio);
    if (changed.length > 0) throw new Error(`${changed.join(', ')} changed since the plan was made: plan again`);
    for (const order of orders) {
      const gate = await openGate(context, order);
      if (!gate.ok) throw new Error(gate.failure.reason);
    }
    mustBeRead(portfolio, orders, begun - freshMs);
    lookAgain(portfolio, orders);
    await mustBeAlone(history);
    // What was asked took its time.
    mayExecute(kept);
    if (kept.continues !== null) await findExecution(kept.continues);
  }

  /** Two windows that send at once would each count on money that the other one spends. */
  async function mustBeAlone(history: History): Promise<void> {
    const now = clock.now();
    // Clocks of other machines may be ahead.
    const other = (await history.executions(now - followedMs, now + 86_400_000)).find(
      (each) =>
        each.state === 'running' &&
        each.owner !== ports.processName &&
        !ports.isGone(each.owner) &&
        now - each.updatedAt <= 60_000,
    );
    if (other !== undefined) throw new Error(`another window executes "${other.title}": wait for its end`);
  }

  async function execute(id: string, digest: string): Promise<Execution> {
    if (closed) throw new Error('the portfolio was closed');
    const kept = keptPlan(id, digest);
    // Asked twice, it is done once.
    const known = runs.get(id);
    if (known !== undefined) return answerOf(await known);
    mayExecute(kept);
    if (running !== null || beginning) throw new Error('another plan is being executed: wait for its end, or stop it');
    beginning = true;
    const run = start(kept);
    runs.set(id, run);
    try {
      await run;
    } catch (error) {
      // Nothing was sent: what stood in the way may be gone the next time.
      runs.delete(id);
      throw error;
    } finally {
      beginning = false;
    }
    return answerOf(await run);
  }
  async function start(kept: KeptPlan): Promise<Running> {
    const before = stops;
    const history = await historyOf();
    await mayBegin(kept, history);
    const begun = newExecution(kept.plan, ports.processName, clock.now(), kept.continues);
    const mayStart = (): void => {
      if (stops !== before) throw new Error('trading was stopped');
      if (closed) throw new Error('the portfolio was closed');
    };
    mayStart();
    // Written before the last look, so that of two that begin at the same moment each sees the other.
    await history.saveExecution(begun);
    try {
      await mustBeAlone(history);
      mayStart();
    } catch (error) {
      await history.saveExecution(withdrawn(begun, clock.now(), error)).catch((again: unknown) => {
        log.warn(`That plan ${begun.plan} did not begin could not be written down: ${String(again)}`);
      });
      throw error;
    }
    running = begin(kept, history, begun);
    return running;
  }
  function begin(kept: KeptPlan, history: History, begun: Execution): Running {
    const own = kept.plan;
    const run: { execution: Execution; stopped: string | null } = { execution: begun, stopped: null };
    const changed = (execution: Execution): void => {
      run.execution = execution;
      context.executed(execution);
    };
    const stopped = (): string | null => run.stopped;
    const asPlanned = (account: string): boolean => isAsPlanned(kept, context.portfolio(), account);
    const work: Run = { context, plan: own, history, stopped, isAsPlanned: asPlanned, abort, changed };
    const done = runOrders(work, begun).then(async (execution) => {
      recent.set(own.id, execution);
      running = null;
      const accounts = new Set(own.orders.map(({ ticket }) => ticket.account));
      if (!closed) await within(context.portfolio().refreshOnly(accounts), refreshMs);
      // What is left of it, or no longer left of the one before, shows at once.
      if (!closed && options.mode === 'live') void inTurn(followNow);
      return (await learn(execution)) ?? execution;
    });
    return Object.assign(run, { done });
  }
  async function answerOf(run: Running): Promise<Execution> {
    let ended: Execution | null = null;
    const end = run.done.then((execution) => {
      ended = execution;
    });
    await within(end, answerMs);
    return ended ?? run.execution;
  }
  /** What an ended execution realised, once the ledger tells. */
  async function learn(execution: Execution): Promise<Execution | null> {
    const next = withRealised(execution, context.portfolio().book()?.accounts ?? []);
    if (next.orders.every(({ realizedPnl, filled }) => realizedPnl !== null || filled === '0'))
      recent.delete(next.plan);
    if (next === execution || closed) return null;
    try {
      await (await historyOf()).saveExecution(next);
    } catch (error) {
      log.warn(`What the orders of plan ${next.plan} realised could not be written down: ${String(error)}`);
    }
    if (recent.has(next.plan)) recent.set(next.plan, next);
    context.executed(next);
    return next;
  }
  async function followNow(): Promise<void> {
    const memory = await ready();
    const { history } = memory;
    if (history === null || closed) return;
    followedAt = clock.now();
    const now = clock.now();
    const executions = await history.executions(now - followedMs, now);
    const own = new Set(running === null ? [] : [running.execution.plan]);
    const changed = await followOrders({ context, history, executions, running: own, abort });
    for (const each of changed) context.executed({ ...each, portfolio: context.portfolio().folder });
    for (const each of recent.values()) await learn(each);
    const known = executions.map((each) => changed.find(({ plan: id }) => id === each.plan) ?? each);
    const next = deskHealth(known, now);
    if (closed || JSON.stringify(next) === JSON.stringify(items)) return;
    items = next;
    context.changed();
  }

  return {
    plan,
    execute,
    async executions(from, to) {
      const history = await historyOf();
      await lookOnce();
      return executionsOf(history, from, to);
    },
    stop() {
      stops += 1;
      if (running === null) return beginning;
      running.stopped = 'trading was stopped';
      return true;
    },
    async resetPaper(account) {
      configOf();
      if (running !== null || beginning) throw new Error('a plan is being executed: wait for its end');
      const portfolio = context.portfolio();
      const connection = portfolio
        .connections()
        .accounts()
        .find(({ id }) => id === account);
      if (connection === undefined) throw new Error(`there is no account ${account}`);
      if (!connection.source.ok) throw new Error(`${account}: ${connection.source.failure.reason}`);
      const reset = connection.source.value.trading?.reset;
      if (reset === undefined) throw new Error(`${account} is no paper account: only those can begin anew`);
      const answer = await reset();
      if (!answer.ok) throw new Error(`${account}: ${answer.failure.reason}`);
      await within(portfolio.refreshOnly([account]), refreshMs);
    },
    health: () => items,
    async follow() {
      if (clock.now() - followedAt < followEveryMs) return;
      await inTurn(followNow);
    },
    async close() {
      closed = true;
      const last = running;
      if (last !== null) {
        last.stopped = 'Quantfolio was closed';
        // A paper order takes milliseconds; an exchange is asked again after the next start.
        await within(
          last.done.then(() => undefined),
          500,
        );
      }
      abort.abort();
      await last?.done;
    },
  };
}
