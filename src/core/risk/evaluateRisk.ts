import type { Finding, LimitState, RiskResult } from '../model/risk.ts';
import { limits as list } from './index.ts';
import { judge } from './judge.ts';
import type { Limit, LimitsConfig, RiskFacts } from './limit.ts';
import { riskMetrics } from './riskMetrics.ts';
import { notJudged, unjudgedLimits } from './unjudged.ts';

const severity: readonly LimitState[] = ['OK', 'WARNING', 'UNKNOWN', 'BREACH'];

/**
 * RISK-1 to RISK-3: every configured limit against the facts, in the order of the list. `settings` have passed the
 * limits' own schemas; `warningThreshold` is a fraction (0.8). No limits: OK without findings.
 */
export function evaluateRisk(facts: RiskFacts, settings: LimitsConfig, warningThreshold: number): RiskResult {
  const currency = facts.snapshot.baseCurrency;
  const findings: Finding[] = [];
  for (const limit of list) {
    const setting = settings[limit.id];
    if (setting === undefined) continue;
    const judged = limit.measure(facts, setting).map((one) => judge(limit, one, warningThreshold, currency));
    findings.push(...judged.sort(strictestFirst));
  }
  for (const limit of unjudgedLimits) {
    const setting = settings[limit.id];
    // `false` asks for nothing, as an unset limit does.
    if (setting === undefined || setting === false) continue;
    findings.push(unjudged(limit, typeof setting === 'number' ? setting : 0));
  }
  const state = findings.reduce<LimitState>((worst, { state: own }) => stricter(worst, own), 'OK');
  return {
    at: facts.at,
    state,
    allowed: state === 'OK' || state === 'WARNING',
    reasons: findings.filter((finding) => finding.state === 'BREACH').map((finding) => finding.message),
    warnings: findings.flatMap(({ state: own, message }) => (own === 'WARNING' || own === 'UNKNOWN' ? [message] : [])),
    ...riskMetrics(facts),
    findings,
  };
}

function stricter(a: LimitState, b: LimitState): LimitState {
  return severity.indexOf(b) > severity.indexOf(a) ? b : a;
}

function strictestFirst(a: Finding, b: Finding): number {
  return severity.indexOf(b.state) - severity.indexOf(a.state) || (b.ratio ?? 0) - (a.ratio ?? 0);
}

function unjudged({ id, title, unit }: Pick<Limit<unknown>, 'id' | 'title' | 'unit'>, threshold: number): Finding {
  return {
    limit: id,
    title,
    subject: null,
    unit,
    value: null,
    threshold,
    ratio: null,
    headroom: null,
    state: 'UNKNOWN',
    message: `${title} is unknown: ${notJudged}`,
    incomplete: [notJudged],
    ageMs: null,
    contributors: [],
  };
}
