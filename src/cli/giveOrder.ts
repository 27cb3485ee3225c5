import type { PortfolioState } from '../core/model/state.ts';
import type { Execution, Plan, PlanRequest } from '../core/model/trading.ts';
import { planRecord } from '../present/records/planRecord.ts';
import type { Put } from '../process/readOnce.ts';
import type { ExitCode, Invocation } from './command.ts';
import { planLines } from './planLines.ts';
import { readPortfolio } from './readPortfolio.ts';
import type { Style } from './style.ts';
import { plain } from './table.ts';

/** What a command makes of the book that was read: a request, or why there is none. */
export type Ask = (state: PortfolioState) => PlanRequest | { readonly reason: string };

/** How a plan is shown, and what of it counts as done; default: as an order. */
export interface Shown {
  record(plan: Plan, refused: string | null, execution: Execution | null): object;
  lines(plan: Plan, refused: string | null, execution: Execution | null, style: Style): readonly string[];
  /** Without an order there is nothing wrong: exit 0. */
  nothingToDo(plan: Plan, dryRun: boolean): boolean;
  /** Something of it is not done although all orders are: exit 2. */
  remains(plan: Plan): boolean;
}

const asOrder: Shown = {
  record: planRecord,
  lines: planLines,
  nothingToDo: () => false,
  remains: () => false,
};

interface Given {
  readonly plan: Plan | null;
  readonly execution: Execution | null;
  readonly refused: string | null;
  /** It could not be planned or executed at all. */
  readonly failure: string | null;
}

/**
 * REB-3 from the command line: the book is read, the order planned and checked, and on a paper account sent; a live order never is.
 * 0: filled (or, with --dry-run, possible); 2: refused, or something remains; 3: it could not be evaluated, or its end is not known.
 */
export async function giveOrder(invocation: Invocation, ask: Ask, shown: Shown = asOrder): Promise<ExitCode> {
  const { options, output } = invocation;
  let sending = false;
  const read = await readPortfolio(invocation, false, async (put, portfolio) => {
    const states = await put('states', null);
    const state = states.find(({ id }) => id === portfolio);
    const request = state === undefined ? { reason: 'the book could not be read' } : ask(state);
    if ('reason' in request) return { plan: null, execution: null, refused: null, failure: request.reason };
    return order(put, portfolio, request, options.dryRun, () => {
      sending = true;
    });
  });
  if (read === null || read.answer === null) {
    if (sending) output.err("quantfolio: an order was on its way: see 'quantfolio executions' before you order again");
    return 3;
  }
  const { plan, execution, refused, failure } = read.answer;
  if (failure !== null) output.err(`quantfolio: ${plain(failure)}`);
  if (plan === null) return 3;
  const settled = shown.nothingToDo(plan, options.dryRun);
  const words = settled ? null : refused;
  if (options.json) output.out(JSON.stringify(shown.record(plan, words, execution), null, 2));
  else output.out(shown.lines(plan, words, execution, output.style).join('\n'));
  if (failure !== null) return 3;
  if (refused !== null) return settled ? 0 : 2;
  if (execution === null) return 0;
  if (execution.orders.some(({ state }) => state === 'unknown' || state === 'sending')) return 3;
  if (execution.state === 'done' && shown.remains(plan)) return 2;
  return execution.state === 'done' ? 0 : execution.state === 'running' ? 3 : 2;
}

async function order(
  put: Put,
  portfolio: string,
  request: PlanRequest,
  dryRun: boolean,
  onSend: () => void,
): Promise<Given> {
  let plan: Plan | null = null;
  try {
    plan = await put('plan', { portfolio, request });
    const refused = whyNot(plan, dryRun);
    if (refused !== null || dryRun) return { plan, execution: null, refused, failure: null };
    onSend();
    const execution = await put('execute', { portfolio, plan: plan.id, digest: plan.digest });
    return { plan, execution, refused: null, failure: null };
  } catch (error) {
    return { plan, execution: null, refused: null, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** Why nothing of a plan is sent; null: all of it may be. */
export function whyNot(plan: Plan, dryRun: boolean): string | null {
  if (plan.refused !== null) return plan.refused;
  if (plan.check === null) return 'the limits could not be checked, so nothing is sent';
  if (!plan.check.allowed) return plan.check.reasons.join('; ') || 'the limits do not allow it';
  if (plan.orders.length === 0) return 'no order is needed';
  if (!dryRun && plan.orders.some(({ live }) => live)) {
    return 'it has orders with real money, and the command line sends none: use --dry-run, and confirm them in VS Code';
  }
  return null;
}
