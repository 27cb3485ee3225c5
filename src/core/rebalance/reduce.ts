import { type Big, big } from '../decimal.ts';
import type { Finding } from '../model/risk.ts';
import type { PlannedOrder } from '../model/trading.ts';
import { limits as list } from '../risk/index.ts';
import { isBreach } from '../risk/judge.ts';
import type { RiskFacts } from '../risk/limit.ts';
import { pricedOrder } from '../trading/finishPlan.ts';
import type { PlanInput } from '../trading/planInput.ts';
import { projectBook } from '../trading/projectBook.ts';
import { openPartOf } from './hedges.ts';
import { type Reducible, reducingOrder } from './reducible.ts';

/** More rounds than fees of fees of fees can matter. */
const mostRounds = 8;

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
  const judged = judgeOf(input, goals);
  const breached = (steps: Steps) => {
    const broken = judged(steps);
    return goals.filter((goal) => brokenBy(broken, goal) !== undefined);
  };
  const remain = breached(new Map(candidates.map((candidate) => [candidate, candidate.most])));
  const reached = goals.filter((goal) => !remain.includes(goal)).sort(countsFirst);
  const clears = (steps: Steps) => breached(steps).every((goal) => remain.includes(goal));
  let steps: Steps = new Map();
  // Clearing one may cost so much in fees that another is breached by them: again, until none is.
  for (let round = 0; round < mostRounds && !clears(steps); round += 1) {
    for (const goal of reached) steps = cleared(input, steps, candidates, goal, judged);
  }
  // What did more than one thing gives back what it can. One that is smaller costs less in fees, which may let another be.
  for (let round = 0, changed = true; changed && round < mostRounds; round += 1) {
    const before = steps;
    for (const candidate of before.keys()) steps = lessened(steps, candidate, clears);
    changed = [...before].some(([candidate, count]) => !steps.get(candidate)?.eq(count));
  }
  return { steps, remain };
}

/** A limit that is broken: which, of what, and by how much. */
interface Broken {
  readonly limit: string;
  readonly subject: string | null;
  readonly over: Big;
}

type Judge = (steps: Steps) => readonly Broken[];

/** What of the goals' limits is broken by the book after reductions. */
function judgeOf(input: PlanInput, goals: readonly Finding[]): Judge {
  const facts: RiskFacts = { ...input.facts, stablecoins: input.stablecoins, orders: [] };
  const wanted = list.filter(({ id }) => goals.some(({ limit }) => limit === id));
  return (steps) => {
    const after = projectBook(facts, ordersOf(input, steps));
    return wanted.flatMap((limit) =>
      limit.measure(after, input.limits[limit.id]).flatMap((one): readonly Broken[] => {
        if (!isBreach(limit, one)) return [];
        const over = (one.value ?? one.known ?? big(one.threshold)).minus(big(one.threshold)).abs();
        return [{ limit: limit.id, subject: one.subject, over }];
      }),
    );
  };
}

function brokenBy(broken: readonly Broken[], { limit, subject }: Finding): Broken | undefined {
  return broken.find((one) => one.limit === limit && one.subject === subject);
}

/** The steps with as much more as clears one goal, its positions in turn; all of them where it stays breached. */
function cleared(
  input: PlanInput,
  steps: Steps,
  candidates: readonly Reducible[],
  goal: Finding,
  judged: Judge,
): Steps {
  let now = steps;
  for (const { candidate, most } of inTurn(input, candidates, goal)) {
    const left = brokenBy(judged(now), goal);
    if (left === undefined) break;
    const from = now.get(candidate) ?? candidate.least;
    if (from.gt(most) || now.get(candidate)?.eq(most)) continue;
    const before = now;
    const does = (count: Big) => brokenBy(judged(withSteps(before, candidate, count)), goal) === undefined;
    const guess = from.plus(needed(input, left.over, goal, candidate));
    now = withSteps(now, candidate, smallest(from, most, does, guess) ?? most);
  }
  return now;
}

/** About how many steps more clear a goal: what it is over by, over what a step is worth. */
function needed({ facts }: PlanInput, over: Big, { unit }: Finding, { position, step }: Reducible): Big {
  const { equity } = facts.snapshot;
  const size = big(position.size);
  const worth = big(Math.abs(position.baseNotional ?? 0));
  if (unit === 'count' || !worth.gt(0)) return size.div(step);
  const scale = unit === 'money' ? big(1) : big(Math.abs(equity ?? 0)).div(unit === 'percent' ? 100 : 1);
  return over.times(scale).times(size).div(worth).div(step).round(0, 3);
}

/** Without a reduction, or with as little of it as does. */
function lessened(steps: Steps, candidate: Reducible, clears: (wanted: Steps) => boolean): Steps {
  const without = new Map([...steps].filter(([one]) => one !== candidate));
  if (clears(without)) return without;
  const now = steps.get(candidate) ?? candidate.most;
  const least = smallest(candidate.least, now, (count) => clears(withSteps(steps, candidate, count)), now);
  return withSteps(steps, candidate, least ?? now);
}

function ordersOf(input: PlanInput, steps: Steps): readonly PlannedOrder[] {
  return [...steps].flatMap(([candidate, count], index) => {
    const priced = pricedOrder(input, reducingOrder(candidate, count), index);
    return 'order' in priced ? [priced.order] : [];
  });
}

/** Closing positions whole lessens everything else too. */
function countsFirst(a: Finding, b: Finding): number {
  return Number(b.unit === 'count') - Number(a.unit === 'count');
}

/**
 * The positions a finding rests on, largest first (smallest first where there are too many); money is raised by spot sales. What
 * stands open comes first, as far as it does; a hedge is taken apart only where that is not enough. `most`: in steps.
 */
function inTurn(
  input: PlanInput,
  candidates: readonly Reducible[],
  { limit, contributors, unit }: Finding,
): readonly { readonly candidate: Reducible; readonly most: Big }[] {
  const own =
    limit === 'minCashPct'
      ? candidates.filter(({ market, side }) => market.rules.contract === undefined && side === 'sell')
      : candidates.filter(({ position }) => contributors.includes(position.symbol));
  const worth = ({ position }: Reducible) => Math.abs(position.baseNotional ?? 0);
  const ranked = [...own].sort((a, b) => (unit === 'count' ? worth(a) - worth(b) : worth(b) - worth(a)));
  const all = ranked.map((candidate) => ({ candidate, most: candidate.most }));
  const open = openPartOf(input.facts);
  const parts = all.map(({ candidate, most }) => ({ candidate, most, part: open(candidate.position) }));
  if (parts.every(({ part }) => part.eq(1))) return all;
  const first = parts.flatMap(({ candidate, most, part }) => {
    // A position that has to be closed whole to count is hedged, or it is not.
    if (part.eq(0) || (unit === 'count' && part.lt(1))) return [];
    const steps = big(candidate.position.size).div(candidate.step).times(part).round(0, 0);
    return [{ candidate, most: part.eq(1) || steps.gt(most) ? most : steps }];
  });
  return [...first, ...all];
}

function withSteps(steps: Steps, candidate: Reducible, count: Big): Steps {
  return new Map([...steps, [candidate, count]]);
}

/**
 * The smallest whole number from `low` to `high` that does, where every larger one does too; null: not even the largest.
 * Looked for around a guess, in strides that double, because each try is a whole book.
 */
function smallest(low: Big, high: Big, does: (count: Big) => boolean, guess: Big): Big | null {
  const start = guess.lt(low) ? low : guess.gt(high) ? high : guess;
  let good: Big;
  let bad = low.minus(1);
  let stride = big(1);
  if (does(start)) {
    good = start;
    for (let next = good.minus(stride); next.gte(low); next = good.minus(stride)) {
      if (!does(next)) {
        bad = next;
        break;
      }
      good = next;
      stride = stride.times(2);
    }
  } else {
    bad = start;
    let next = bad.plus(stride);
    while (next.lt(high) && !does(next)) {
      bad = next;
      stride = stride.times(2);
      next = bad.plus(stride);
    }
    if (next.gte(high) && (start.eq(high) || !does(high))) return null;
    good = next.gt(high) ? high : next;
  }
  while (good.minus(bad).gt(1)) {
    const middle = bad.plus(good).div(2).round(0, 0);
    if (does(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
