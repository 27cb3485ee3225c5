import { type Big, big, toNumber } from '../decimal.ts';
import { countedPositions, exposureOf } from './exposure.ts';
import { accountGaps, bookGaps } from './gaps.ts';
import type { Fact, RiskFacts } from './limit.ts';
import { largestPosition } from './maxPositionPct.ts';
import { equityOf } from './share.ts';

/** RISK-3: numbers by id, null where not known in full. Money in base currency, `…Pct` in percent (5 = 5 %). */
export function riskMetrics(facts: RiskFacts): Readonly<Record<string, number | null>> {
  const { snapshot } = facts;
  const whole = bookGaps(snapshot).length === 0;
  const equity = equityOf(facts);
  const gross = exposureOf(facts, () => true).value;
  const cash = whole && snapshot.cash !== null ? big(snapshot.cash) : null;
  const over = (part: Big | null, factor: number) =>
    part === null || 'reasons' in equity ? null : toNumber(part.times(factor).div(equity.value));
  const dayBase: Fact = facts.startingCash === null ? facts.dayStartEquity : { known: true, value: facts.startingCash };
  return {
    totalNotional: gross ? toNumber(gross) : null,
    openPositions: accountGaps(snapshot).length === 0 ? countedPositions(facts).length : null,
    equity: whole ? snapshot.equity : null,
    cash: cash ? toNumber(cash) : null,
    marginUsed: whole ? snapshot.marginUsed : null,
    totalUnrealizedPnl: whole ? snapshot.totalUnrealizedPnl : null,
    totalRealizedPnl: whole ? snapshot.totalRealizedPnl : null,
    dailyPnl: knownOf(facts.dayPnl),
    dailyPnlPct: percentOf(facts.dayPnl, dayBase),
    weeklyPnl: knownOf(facts.weekPnl),
    weeklyPnlPct: percentOf(facts.weekPnl, facts.weekStartEquity),
    monthlyPnl: knownOf(facts.monthPnl),
    monthlyPnlPct: percentOf(facts.monthPnl, facts.monthStartEquity),
    leverage: over(gross, 1),
    cashPct: over(cash, 100),
    drawdownPct: facts.drawdown.known ? toNumber(big(facts.drawdown.value).times(100)) : null,
    largestPositionPct: over(largestPosition(facts).value, 100),
  };
}

function knownOf(fact: Fact): number | null {
  return fact.known ? fact.value : null;
}

function percentOf(part: Fact, base: Fact): number | null {
  if (!part.known || !base.known || base.value <= 0) return null;
  return toNumber(big(part.value).times(100).div(big(base.value)));
}
