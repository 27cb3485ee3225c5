import type { Plan } from '../../core/model/trading.ts';
import type { Clock } from '../../core/ports.ts';
import type { Portfolio } from '../portfolio.ts';

/** A plan with what it rests on. */
export interface KeptPlan {
  readonly plan: Plan;
  /** Of every market and account it touches: what was held, and how the account was configured. */
  readonly basis: ReadonlyMap<string, string>;
  /** The plan whose remainder it orders. */
  readonly continues: string | null;
}

export interface KeptPlans {
  keep(kept: KeptPlan): void;
  get(id: string): KeptPlan | null;
}

/** Expired plans are kept a little longer, so that they can be called expired. */
const keptMs = 1_800_000;
const most = 100;

export function createKeptPlans(clock: Clock): KeptPlans {
  const kept = new Map<string, KeptPlan>();
  return {
    keep(next) {
      for (const [id, each] of kept) {
        if (clock.now() - each.plan.expiresAt > keptMs || kept.size >= most) kept.delete(id);
      }
      kept.set(next.plan.id, next);
    },
    get: (id) => kept.get(id) ?? null,
  };
}

/** What the orders of a plan rest on, as it is now: quantities of what they move, and their accounts' settings. */
export function basisOf(plan: Plan, portfolio: Portfolio): ReadonlyMap<string, string> {
  const basis = new Map<string, string>();
  for (const { ticket } of plan.orders) {
    const { account, symbol, scope } = ticket;
    basis.set(settingsKey(account), settingsOf(portfolio, account));
    const reading = portfolio.book()?.accounts.find(({ id }) => id === account)?.reading;
    const [pair = '', contract] = symbol.split(':');
    if (contract !== undefined) {
      // Funding and interest change a wallet all the time; what is open changes by trades alone.
      const open = (reading?.positions ?? []).filter((each) => each.symbol === symbol);
      basis.set(`${symbol} on ${account}`, open.map(({ side, size }) => `${side} ${size}`).join(', '));
      continue;
    }
    for (const asset of pair.split('/')) {
      const own = (reading?.balances ?? []).filter((each) => each.asset === asset && each.scope === scope);
      const open = (reading?.positions ?? []).filter((each) => each.symbol === symbol || each.asset === asset);
      const held = [
        ...own.map(({ code, quantity, borrowed }) => `${code ?? asset} ${quantity} ${borrowed ?? ''}`),
        ...open.map(({ side, size }) => `${side} ${size}`),
      ];
      basis.set(`${asset} on ${account}`, held.join(', '));
    }
  }
  return basis;
}

/** Whether the account is configured as when the plan was made: the same exchange, mode and sandbox. */
export function isAsPlanned({ basis }: KeptPlan, portfolio: Portfolio, account: string): boolean {
  return basis.get(settingsKey(account)) === settingsOf(portfolio, account);
}

function settingsKey(account: string): string {
  return `settings of ${account}`;
}

function settingsOf(portfolio: Portfolio, account: string): string {
  return JSON.stringify(portfolio.config()?.accounts[account]) ?? '';
}

/** What is no longer as the plan took it; empty: all is. */
export function changedSince({ plan, basis }: KeptPlan, portfolio: Portfolio): readonly string[] {
  const now = basisOf(plan, portfolio);
  return [...basis].flatMap(([what, was]) => (now.get(what) === was ? [] : [what]));
}
