import type { Execution, Plan, PlanRequest } from '../../core/model/trading.ts';
import type { TitleOf } from '../../present/trading/orderWords.ts';
import { isLive, notReady } from '../../present/trading/plan.ts';
import { sentence } from '../../present/words.ts';
import { Refused } from '../../protocol/refused.ts';
import type { Ask } from '../access/keyRequests.ts';
import type { EngineProcess } from '../engineProcess.ts';
import type { Privacy } from '../privacy.ts';
import type { Store } from '../store.ts';
import { confirmOrders } from './confirmOrders.ts';
import type { PlanDiffs } from './planDiffs.ts';
import type { TradingSetting } from './tradingSetting.ts';

export interface KeptPlan {
  readonly portfolio: string;
  readonly plan: Plan;
}

/** Wraps the sending itself, after any confirmation: for progress. */
export type Around = (send: () => Promise<Execution>) => Promise<Execution>;

/** Where every order of this window passes: planned, reviewed, confirmed, executed. Tree, palette, diff and panel use the same. */
export interface Desk {
  /** Makes orders to review; sends nothing. */
  plan(portfolio: string, request: PlanRequest): Promise<Plan>;
  kept(plan: string): KeptPlan | null;
  /** Why a plan cannot be executed now, in words; null: it can. */
  obstacle(plan: Plan): string | null;
  /**
   * Sends the orders of a plan that this window made, exactly those of `digest`; live ones after a person confirmed them. null:
   * not confirmed, nothing was sent.
   */
  execute(portfolio: string, plan: string, digest: string, around?: Around): Promise<Execution | null>;
  /** Book now ↔ book after, as a diff. */
  showDiff(plan: string): Promise<void>;
  /** Forgets a plan and closes its diff. */
  dismiss(plan: string): Promise<void>;
  titlesOf(portfolio: string): TitleOf;
}

/** Plans expire soon; more of them nobody reviews. */
const keptPlans = 50;
/** The engine answers after 45 s at the latest. */
const executeWithinMs = 90_000;
/** A plan may fetch markets and prices first. */
const planWithinMs = 90_000;
/** Clocks of two processes may differ a little. */
const slackMs = 60_000;
const seeTheLog = 'See the order log for what was sent before you plan again';

export function createDesk(
  engine: Pick<EngineProcess, 'request'>,
  store: Pick<Store, 'get'>,
  setting: Pick<TradingSetting, 'on'>,
  privacy: Pick<Privacy, 'on'>,
  diffs: Pick<PlanDiffs, 'show' | 'close'>,
  ask: Ask,
): Desk {
  const plans = new Map<string, KeptPlan>();
  const busy = new Set<string>();

  const titlesOf = (portfolio: string): TitleOf => {
    const accounts = store.get(portfolio)?.snapshot?.accounts ?? [];
    return (account) => accounts.find((view) => view.id === account)?.title ?? account;
  };
  /** "binance-main at binance": what no configuration can call otherwise. */
  const placesOf = (portfolio: string): TitleOf => {
    const accounts = store.get(portfolio)?.snapshot?.accounts ?? [];
    return (account) => {
      const exchange = accounts.find((view) => view.id === account)?.exchange ?? null;
      return exchange === null ? account : `${account} at ${exchange}`;
    };
  };
  const obstacle = (plan: Plan): string | null => notReady(plan, { now: Date.now(), tradingAllowed: setting.on });
  const refuse = (plan: Plan): void => {
    const words = obstacle(plan);
    if (words !== null) throw new Error(words);
  };
  const known = (id: string): KeptPlan => {
    const kept = plans.get(id);
    if (kept === undefined) throw new Error('This plan is not known any more; plan again');
    return kept;
  };

  return {
    async plan(portfolio, request) {
      const plan = await engine.request('plan', { portfolio, request }, planWithinMs);
      plans.set(plan.id, { portfolio, plan });
      for (const id of plans.keys()) {
        if (plans.size <= keptPlans) break;
        plans.delete(id);
      }
      return plan;
    },
    kept: (id) => plans.get(id) ?? null,
    obstacle,
    async execute(portfolio, id, digest, around = (send) => send()) {
      const { plan, portfolio: own } = known(id);
      if (own !== portfolio || plan.digest !== digest)
        throw new Error('These are not the orders of this plan; plan again');
      if (busy.has(id)) throw new Error('This plan is being confirmed or executed already');
      busy.add(id);
      try {
        refuse(plan);
        if (isLive(plan)) {
          if (!(await confirmOrders(ask, plan, privacy.on, titlesOf(portfolio), placesOf(portfolio)))) return null;
          // A person may think for long: the prices or the setting may not hold any more.
          refuse(plan);
        }
        // Whatever becomes of it, these orders are not sent a second time from here.
        plans.delete(id);
        const argument = { portfolio, plan: id, digest };
        const execution = await sent(
          plan,
          around(() => engine.request('execute', argument, executeWithinMs)),
        );
        await diffs.close(id);
        // Other plans in sight rest on the book of before.
        for (const [other, kept] of plans) if (kept.portfolio === portfolio) await diffs.close(other);
        return execution;
      } finally {
        busy.delete(id);
      }
    },
    async showDiff(id) {
      const { plan, portfolio } = known(id);
      await diffs.show(plan, titlesOf(portfolio), obstacle(plan) === null);
    },
    async dismiss(id) {
      plans.delete(id);
      await diffs.close(id);
    },
    titlesOf,
  };

  /** An answer that never came does not mean that nothing was sent: what is written down tells. */
  async function sent(plan: Plan, answer: Promise<Execution>): Promise<Execution> {
    try {
      return await answer;
    } catch (error) {
      const words = sentence(error instanceof Error ? error.message : String(error));
      const nothing = error instanceof Refused && (await isNothingSent(plan).catch(() => false));
      throw new Error(`${words} ${nothing ? 'Nothing was sent' : seeTheLog}`);
    }
  }

  /** Each order is written down before it is sent. */
  async function isNothingSent({ id, portfolio, at }: Plan): Promise<boolean> {
    const executions = await engine.request('executions', { portfolio, from: at - slackMs, to: Date.now() + slackMs });
    const found = executions.filter((one) => one.plan === id);
    return found.every(
      ({ state, orders }) => state !== 'running' && orders.every((order) => order.state === 'notSent'),
    );
  }
}
