import { type Big, big } from '../decimal.ts';
import type { Finding, RiskResult } from '../model/risk.ts';
import type { PlannedOrder } from '../model/trading.ts';
import { evaluateRisk } from '../risk/evaluateRisk.ts';
import type { RiskFacts } from '../risk/limit.ts';
import { pricedOrder } from '../trading/finishPlan.ts';
import type { PlanInput } from '../trading/planInput.ts';
import { projectBook } from '../trading/projectBook.ts';
import { type Reducible, reducingOrder } from './reducible.ts';

/** Steps by candidate. */
type Steps = ReadonlyMap<Reducible, Big>;

export interface Reduction {
  readonly steps: Steps;
  /** Breaches that all that can be traded does not clear. */
  readonly remain: readonly Finding[];
}

/**
 * The smallest reductions that clear `goals` (breached findings): for each of them the largest of its positions is made as
 * much smaller as it needs, then the next one (of too many open positions, the smallest are closed whole). At the end every
 * reduction is made as small as it can be while all goals stay cleared, so that none can be left out or be one step smaller.
 */
export function reduce(input: PlanInput, candidates: readonly Reducible[], goals: readonly Finding[]): Reduction {
  const facts: RiskFacts = { ...input.facts, stablecoins: input.stablecoins, orders: [] };
  const judge = (steps: Steps): RiskResult => {
    const orders = ordersOf(input, steps);
    return evaluateRisk(projectBook(facts, orders), input.limits, input.warningThreshold);
  };
  const whole = new Map(candidates.map((candidate) => [candidate, candidate.most]));
  const best = judge(whole);
  const remain = goals.filter((goal) => isBreached(best, goal));
  const reached = goals.filter((goal) => !remain.includes(goal)).sort(countsFirst);
  let steps: Steps = new Map();
  for (const goal of reached) {
    for (const candidate of inTurn(candidates, goal)) {
      if (!isBreached(judge(steps), goal)) break;
      if (steps.get(candidate)?.eq(candidate.most)) continue;
      const cleared = (count: Big) => !isBreached(judge(withSteps(steps, candidate, count)), goal);
      const least = smallest(lowest(steps, candidate), candidate.most, cleared);
      steps = withSteps(steps, candidate, least ?? candidate.most);
    }
  }
  // What did more than one thing, or turned out not to be needed, gives back what it can.
  const clears = (wanted: Steps) => {
    const result = judge(wanted);
    return reached.every((goal) => !isBreached(result, goal));
  };
  for (const candidate of [...steps.keys()]) {
    const without = new Map([...steps].filter(([one]) => one !== candidate));
    if (clears(without)) {
      steps = without;
      continue;
    }
    const now = steps.get(candidate) ?? candidate.most;
    const least = smallest(candidate.least, now, (count) => clears(withSteps(steps, candidate, count)));
    steps = withSteps(steps, candidate, least ?? now);
  }
  return { steps, remain };
}

export function ordersOf(input: PlanInput, steps: Steps): readonly PlannedOrder[] {
  return [...steps].flatMap(([candidate, count], index) => {
    const priced = pricedOrder(input, reducingOrder(candidate, count), index);
    return 'order' in priced ? [priced.order] : [];
  });
}

/** Closing positions whole lessens everything else too. */
function countsFirst(a: Finding, b: Finding): number {
  return Number(b.unit === 'count') - Number(a.unit === 'count');
}

export function isBreached({ findings }: RiskResult, { limit, subject }: Finding): boolean {
  return findings.some((one) => one.limit === limit && one.subject === subject && one.state === 'BREACH');
}

/** The positions a finding rests on, largest first (smallest first where there are too many); money is raised by spot sales. */
function inTurn(candidates: readonly Reducible[], { limit, contributors, unit }: Finding): readonly Reducible[] {
  const own =
    limit === 'minCashPct'
      ? candidates.filter(({ market, side }) => market.rules.contract === undefined && side === 'sell')
      : candidates.filter(({ position }) => contributors.includes(position.symbol));
  const worth = ({ position }: Reducible) => Math.abs(position.baseNotional ?? 0);
  return [...own].sort((a, b) => (unit === 'count' ? worth(a) - worth(b) : worth(b) - worth(a)));
}

function lowest(steps: Steps, candidate: Reducible): Big {
  const now = steps.get(candidate);
  return now === undefined ? candidate.least : now;
}

function withSteps(steps: Steps, candidate: Reducible, count: Big): Steps {
  return new Map([...steps, [candidate, count]]);
}

/** The smallest whole number from `low` to `high` that does, where every larger one does too; null: not even the largest. */
function smallest(low: Big, high: Big, does: (count: Big) => boolean): Big | null {
  if (!does(high)) return null;
  let below = low.minus(1);
  let good = high;
  while (good.minus(below).gt(1)) {
    const middle = below.plus(good).div(2).round(0, 0);
    if (does(middle)) good = middle;
    else below = middle;
  }
  return good.lt(low) ? low : good.lt(big(1)) ? big(1) : good;
}
