import { assertNever } from '../../core/assertNever.ts';
import type { Finding, LimitState, RiskResult } from '../../core/model/risk.ts';
import type { LimitBar, PanelView } from '../../protocol/panelView.ts';
import { formatAge, formatPercent, formatRatio, missing } from '../format.ts';
import { foreign } from '../redact.ts';
import type { Words } from './words.ts';

/** Bars end a little past the limit, so that a breach is seen to be past it. */
export const barEnd = 1.25;

const severity: Readonly<Record<LimitState, number>> = { BREACH: 0, UNKNOWN: 1, WARNING: 2, OK: 3 };

/** Bullet bars, worst first, then by how much of the limit is used. */
export function limits(risk: RiskResult | null, warningThreshold: number, words: Words): PanelView['limits'] {
  const findings = [...(risk?.findings ?? [])].sort(
    (a, b) => severity[a.state] - severity[b.state] || (b.ratio ?? 0) - (a.ratio ?? 0),
  );
  return {
    summary: summary(findings),
    bars: findings.map((finding) => limitBar(finding, warningThreshold, words)),
    empty: risk
      ? 'No limits are set. Add a “limits” block to quantfolio.json to have the book checked.'
      : 'Limits are judged after the first refresh.',
  };
}

function summary(findings: readonly Finding[]): string {
  const words: Readonly<Record<LimitState, string>> = {
    BREACH: 'breached',
    UNKNOWN: 'unknown',
    WARNING: 'near the limit',
    OK: 'within limits',
  };
  const states: readonly LimitState[] = ['BREACH', 'UNKNOWN', 'WARNING', 'OK'];
  return states
    .map((state) => ({ state, count: findings.filter((finding) => finding.state === state).length }))
    .filter((entry) => entry.count > 0)
    .map((entry) => `${entry.count} ${words[entry.state]}`)
    .join(' · ');
}

/** One limit as a bar. */
export function limitBar(finding: Finding, warningThreshold: number, words: Words): LimitBar {
  const age = finding.ageMs === null ? '' : ` Data ${formatAge(finding.ageMs)} old.`;
  const unsaid = finding.incomplete.filter((part) => !finding.message.includes(part));
  const parts = unsaid.length > 0 ? ` Incomplete: ${unsaid.join(', ')}.` : '';
  return {
    id: finding.subject === null ? finding.limit : `${finding.limit}:${finding.subject}`,
    title: finding.title,
    subject: finding.subject,
    state: finding.state,
    stateText: stateWords[finding.state],
    ratio: finding.ratio === null ? null : Math.min(barEnd, Math.max(0, finding.ratio)),
    warningAt: warningThreshold,
    value: finding.value === null ? missing : amount(finding.value, finding, words),
    used: used(finding, words),
    headroom: headroom(finding, words),
    // In privacy the sentence is ours, since the limit's own holds amounts.
    message: words.privacy
      ? foreign(`${finding.title}: ${stateWords[finding.state]}.${parts}${age}`, true)
      : `${finding.message}${finding.message.endsWith('.') ? '' : '.'}${parts}${age}`,
  };
}

/** The state of a limit in words. */
const stateWords: Readonly<Record<LimitState, string>> = {
  OK: 'Within limit',
  WARNING: 'Near limit',
  UNKNOWN: 'Unknown',
  BREACH: 'Limit breached',
};

function amount(value: number, finding: Finding, words: Words): string {
  switch (finding.unit) {
    case 'money':
      return words.money(value);
    case 'percent':
      return formatPercent(value / 100, { digits: Number.isInteger(value) ? 0 : 2 });
    case 'count':
      return String(value);
    case 'ratio':
      return `${formatRatio(value)}×`;
    default:
      return assertNever(finding.unit);
  }
}

/** Minimum limits are used up as the value falls toward them. */
function isMinimum(finding: Finding): boolean {
  return finding.limit.startsWith('min');
}

function used(finding: Finding, words: Words): string {
  const limit = amount(finding.threshold, finding, words);
  if (isMinimum(finding)) return `minimum ${limit}`;
  if (finding.ratio === null) return `limit ${limit}`;
  return `${formatPercent(finding.ratio, { digits: finding.ratio < 0.1 ? 1 : 0 })} of ${limit}`;
}

function headroom(finding: Finding, words: Words): string {
  if (finding.headroom === null) return 'headroom unknown';
  const size = Math.abs(finding.headroom);
  if (finding.headroom === 0) return 'at the limit';
  if (finding.unit === 'count') return finding.headroom < 0 ? `${size} too many` : `room for ${size} more`;
  const left = amount(size, finding, words);
  if (finding.headroom > 0) return `${left} headroom`;
  return isMinimum(finding) ? `${left} below the minimum` : `${left} past the limit`;
}
