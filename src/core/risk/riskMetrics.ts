import { type Big, big, toNumber } from '../decimal.ts';
import { countedPositions, exposureOf } from './exposure.ts';
import { accountGaps, bookGaps } from './gaps.ts';
import type { Fact, RiskFacts } from './limit.ts';
import { largestPosition } from './maxPositionPct.ts';
import { equityOf } from './share.ts';

/** Numbers by id, null where not known in full; why each null is one, by the same id. */
export interface RiskMetrics {
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly missing: Readonly<Record<string, string>>;
}

/** A number, or why it is not known. */
type Part = { readonly value: Big } | { readonly reasons: readonly string[] };

/** RISK-3: numbers by id. Money in base currency, `…Pct` in percent (5 = 5 %). */
export function riskMetrics(facts: RiskFacts): RiskMetrics {
  const { snapshot } = facts;
  const gaps = bookGaps(snapshot);
  const accounts = accountGaps(snapshot);
  const equity = equityOf(facts);
  const gross = partOf(exposureOf(facts, () => true));
  const whole = (value: number | null, reason: string): Part =>
    value === null || gaps.length > 0 ? { reasons: gaps.length > 0 ? gaps : [reason] } : { value: big(value) };
  const cash = whole(snapshot.cash, 'the cash is not known');
  const dayBase: Fact = facts.startingCash === null ? facts.dayStartEquity : { known: true, value: facts.startingCash };
  const parts: Readonly<Record<string, Part>> = {
    totalNotional: gross,
    openPositions: accounts.length > 0 ? { reasons: accounts } : { value: big(countedPositions(facts).length) },
    equity: whole(snapshot.equity, snapshot.equityReason ?? 'the equity is not known'),
    cash,
    marginUsed: whole(snapshot.marginUsed, 'the margin of a position is not known'),
    totalUnrealizedPnl: whole(snapshot.totalUnrealizedPnl, 'the open P&L of a position is not known'),
    totalRealizedPnl: whole(snapshot.totalRealizedPnl, 'the realised P&L of an account is not known'),
    dailyPnl: factOf(facts.dayPnl),
    dailyPnlPct: percentOf(facts.dayPnl, dayBase),
    weeklyPnl: factOf(facts.weekPnl),
    weeklyPnlPct: percentOf(facts.weekPnl, facts.weekStartEquity),
    monthlyPnl: factOf(facts.monthPnl),
    monthlyPnlPct: percentOf(facts.monthPnl, facts.monthStartEquity),
    leverage: over(gross, equity, 1),
    cashPct: over(cash, equity, 100),
    drawdownPct: over(factOf(facts.drawdown), { value: big(1) }, 100),
    largestPositionPct: over(partOf(largestPosition(facts)), equity, 100),
  };
  const entries = Object.entries(parts);
  return {
    metrics: Object.fromEntries(entries.map(([id, part]) => [id, 'value' in part ? toNumber(part.value) : null])),
    missing: Object.fromEntries(
      entries.flatMap(([id, part]) => ('reasons' in part ? [[id, part.reasons.join('; ')]] : [])),
    ),
  };
}

function partOf({ value, incomplete }: { readonly value: Big | null; readonly incomplete: readonly string[] }): Part {
  return value === null ? { reasons: incomplete } : { value };
}

function factOf(fact: Fact): Part {
  return fact.known ? { value: big(fact.value) } : { reasons: [fact.reason] };
}

/** `part` / `base` × `factor`. */
function over(part: Part, base: Part, factor: number): Part {
  if ('reasons' in part) return part;
  return 'reasons' in base ? base : { value: part.value.times(factor).div(base.value) };
}

function percentOf(part: Fact, base: Fact): Part {
  if (base.known && base.value <= 0) {
    return part.known ? { reasons: ['the equity it is measured against is not positive'] } : factOf(part);
  }
  return over(factOf(part), factOf(base), 100);
}
