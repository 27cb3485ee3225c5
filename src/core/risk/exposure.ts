import { type Big, big, sum } from '../decimal.ts';
import type { Position } from '../model/snapshot.ts';
import { accountGaps, partGaps, unique } from './gaps.ts';
import type { RiskFacts } from './limit.ts';

/** A gross sum of notionals: `value` only where all of it is known, `known` the part that is (last values of stale data too). */
export interface Exposure {
  readonly value: Big | null;
  readonly known: Big;
  readonly incomplete: readonly string[];
  /** Symbols, largest first, unpriced ones last. */
  readonly contributors: readonly string[];
  readonly ageMs: number | null;
}

/** POS-2: a size up to this is flat. */
const FLAT = big('1e-10');

/** Facts never change; a limit by symbol asks once for every symbol, which would be quadratic in a book of thousands. */
const counted = new WeakMap<RiskFacts, readonly Position[]>();

/** Positions that count (POS-2a): not flat; spot holdings unless `countSpot` is off. */
export function countedPositions(facts: RiskFacts): readonly Position[] {
  const known = counted.get(facts);
  if (known !== undefined) return known;
  const positions = facts.snapshot.positions.filter(
    (position) => big(position.size).abs().gt(FLAT) && (facts.countSpot || !isSpotHolding(position, facts)),
  );
  counted.set(facts, positions);
  return positions;
}

/** As the valuation counts them: spot that is part of an account's equity; rows of a positions-only file always count. */
function isSpotHolding({ id, account, instrument }: Position, { snapshot }: RiskFacts): boolean {
  if (instrument !== 'spot') return false;
  const isHolding = id.startsWith(`${account}/position/`);
  return isHolding || snapshot.accounts.some((view) => view.id === account && view.value !== null);
}

/** Gross notional in base currency of the counted positions that `include` picks. */
export function exposureOf(facts: RiskFacts, include: (position: Position) => boolean): Exposure {
  return exposureOfSome(facts, countedPositions(facts).filter(include));
}

/** The same of positions that were picked already: a limit of thousands of symbols looks through the book once. */
export function exposureOfSome(facts: RiskFacts, picked: readonly Position[]): Exposure {
  const { snapshot } = facts;
  const missing = picked.filter((position) => position.state !== 'ok' || position.baseNotional === null);
  const incomplete = unique([...accountGaps(snapshot), ...partGaps(missing, snapshot)]);
  const known = sum(picked.map((position) => Math.abs(position.baseNotional ?? 0)));
  return {
    value: incomplete.length === 0 ? known : null,
    known,
    incomplete,
    contributors: contributorsOf(picked),
    ageMs: ageOf(facts, picked),
  };
}

/** Symbols by gross notional, largest first. */
export function contributorsOf(positions: readonly Position[]): readonly string[] {
  const bySymbol = new Map<string, number>();
  for (const { symbol, baseNotional } of positions) {
    bySymbol.set(symbol, (bySymbol.get(symbol) ?? 0) + Math.abs(baseNotional ?? 0));
  }
  return [...bySymbol].sort(([, a], [, b]) => b - a).map(([symbol]) => symbol);
}

/** Age of the oldest of these positions' prices and of their accounts' answers; of the whole book's answers for none. */
export function ageOf(facts: RiskFacts, positions: readonly Position[]): number | null {
  const accounts = new Set(positions.map((position) => position.account));
  const times: number[] = [];
  for (const account of facts.snapshot.accounts) {
    if (account.at !== null && (positions.length === 0 || accounts.has(account.id))) times.push(account.at);
  }
  for (const position of positions) if (position.price) times.push(position.price.at);
  return oldest(facts.at, times);
}

/** Age of the oldest answer and price the equity rests on. */
export function bookAge(facts: RiskFacts): number | null {
  const times: number[] = [];
  for (const account of facts.snapshot.accounts) if (account.at !== null) times.push(account.at);
  for (const item of [...facts.snapshot.holdings, ...facts.snapshot.positions]) {
    if (item.price) times.push(item.price.at);
  }
  return oldest(facts.at, times);
}

function oldest(now: number, times: readonly number[]): number | null {
  if (times.length === 0) return null;
  return Math.max(0, now - times.reduce((a, b) => Math.min(a, b)));
}
