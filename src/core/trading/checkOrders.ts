import type { Finding, LimitState } from '../model/risk.ts';
import type { PlannedOrder, PreTradeCheck } from '../model/trading.ts';
import { evaluateRisk } from '../risk/evaluateRisk.ts';
import { limits as list } from '../risk/index.ts';
import type { LimitsConfig, RiskFacts } from '../risk/limit.ts';
import { onlyLessens } from './onlyLessens.ts';
import { projectBook } from './projectBook.ts';

const severity: readonly LimitState[] = ['OK', 'WARNING', 'UNKNOWN', 'BREACH'];

/** What doubles lose on the way through sums; below it a value is the same. */
const noise = 1e-9;

/**
 * RISK-8: the limits on the book as it would be after the orders. Refused where a limit
 * - becomes BREACH or UNKNOWN that was not before,
 * - is breached already and gets worse,
 * - on losses is breached already (only what lessens exposure may be sent then),
 * - on single orders is broken by one of them.
 *
 * Orders that only lessen what is held are refused by limits on single orders alone: nobody is kept in a position by a
 * loss that closing it realises, or by a share that moves by its fee. What they do break is among the warnings.
 */
export function checkOrders(
  facts: RiskFacts,
  orders: readonly PlannedOrder[],
  limits: LimitsConfig,
  warningThreshold: number,
): PreTradeCheck {
  const before = evaluateRisk(facts, limits, warningThreshold);
  const after = evaluateRisk(projectBook(facts, orders), limits, warningThreshold);
  const lessens = onlyLessens(facts, orders);
  const reasons: string[] = [];
  const warnings: string[] = [];
  const improves: string[] = [];
  for (const finding of after.findings) {
    const own = worstOf(before.findings, finding);
    const words = refusal(finding, own, orders.length > 0);
    if (words !== null && (!lessens || isOfOrders(finding))) reasons.push(words);
    else if (finding.state !== 'OK') warnings.push(finding.message);
  }
  for (const finding of before.findings) {
    const next = worstOf(after.findings, finding);
    const words = improvement(finding, next);
    if (words !== null) improves.push(words);
  }
  return {
    allowed: reasons.length === 0,
    reasons: [...new Set(reasons)],
    warnings: [...new Set(warnings)],
    improves: [...new Set(improves)],
    before,
    after,
  };
}

/** The finding of the same limit and subject; the strictest where there are several. */
function worstOf(findings: readonly Finding[], { limit, subject }: Finding): Finding | undefined {
  return findings
    .filter((one) => one.limit === limit && one.subject === subject)
    .reduce<Finding | undefined>((worst, one) => (worst && rank(worst) >= rank(one) ? worst : one), undefined);
}

function rank({ state }: Finding): number {
  return severity.indexOf(state);
}

function refusal(after: Finding, before: Finding | undefined, sends: boolean): string | null {
  if (after.state === 'OK' || after.state === 'WARNING') return null;
  const was = before?.state ?? 'OK';
  if (after.state === 'UNKNOWN') return was === 'UNKNOWN' || was === 'BREACH' ? null : after.message;
  if (was !== 'BREACH') return after.message;
  if (sends && isLoss(after)) return `${after.message}: only orders that lessen what is held may be sent`;
  return isWorse(after, before) ? `${after.message}, and these orders make it worse` : null;
}

function isWorse(after: Finding, before: Finding | undefined): boolean {
  if (before === undefined || before.value === null || after.value === null) return false;
  const change = after.value - before.value;
  const by = boundaryOf(after) === 'below' ? -change : change;
  return by > noise * Math.max(1, Math.abs(before.value));
}

function improvement(before: Finding, after: Finding | undefined): string | null {
  if (before.state !== 'BREACH' && before.state !== 'WARNING') return null;
  if (after === undefined) return `${before.message}; after it there is nothing left under this limit`;
  if (rank(after) < rank(before)) return `${before.message}; after it ${usedWords(after)}`;
  if (before.value === null || after.value === null) return null;
  return isWorse(before, after) ? `${before.message}; after it ${usedWords(after)}` : null;
}

/** "87.5 % of the limit"; its whole message where it has no ratio. */
function usedWords({ ratio, message }: Finding): string {
  return ratio === null ? message : `${Math.floor(ratio * 1000) / 10} % of the limit`;
}

function boundaryOf({ limit }: Finding): 'atOrAbove' | 'above' | 'below' {
  return list.find(({ id }) => id === limit)?.boundary ?? 'atOrAbove';
}

function isOfOrders({ limit }: Finding): boolean {
  return list.find(({ id }) => id === limit)?.ofOrders === true;
}

/** A limit that no order can clear and that bounds no size: a loss, a drawdown. */
function isLoss({ limit }: Finding): boolean {
  return list.find(({ id }) => id === limit)?.ofLoss === true;
}
