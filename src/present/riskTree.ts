import type { Finding, LimitState } from '../core/model/risk.ts';
import type { HealthItem, PortfolioState } from '../core/model/state.ts';
import { formatCount, formatPercent } from './format.ts';
import { groupRows } from './groupRows.ts';
import { foreign } from './redact.ts';
import { limitIcons, severityIcons } from './tint.ts';
import type { ShowOptions, TreeNode } from './treeNode.ts';
import { joinParts, limitNumber } from './words.ts';

const severity: Readonly<Record<LimitState, number>> = { OK: 0, WARNING: 1, UNKNOWN: 2, BREACH: 3 };

/** The risk tree: each limit with its state, its subjects by ratio, then Health. */
export function riskTree(states: readonly PortfolioState[], options: ShowOptions): readonly TreeNode[] {
  if (states.length <= 1) return states.flatMap((state) => sections(state, options));
  return states.map((state) => {
    const children = sections(state, options);
    const judged = state.risk !== null && state.risk.findings.length > 0 ? state.risk : null;
    const worst = judged?.state ?? null;
    const description = worst !== null ? limitStateWords[worst] : state.risk === null ? '' : 'no limits set';
    return {
      id: `${state.id}|risk`,
      ref: { kind: 'portfolio', portfolio: state.id },
      label: state.name,
      description,
      icon: worst === null ? { id: 'briefcase', tint: 'none' } : limitIcons[worst],
      tint: 'none',
      context: 'riskPortfolio',
      expanded: true,
      children,
      spoken: `${state.name}, ${description}`,
      value: null,
    };
  });
}

/** One word for a limit's state. */
export const limitStateWords: Readonly<Record<LimitState, string>> = {
  OK: 'OK',
  WARNING: 'warning',
  UNKNOWN: 'unknown',
  BREACH: 'breach',
};

function sections(state: PortfolioState, options: ShowOptions): readonly TreeNode[] {
  return [...limitNodes(state, options), ...healthNodes(state, options)];
}

function limitNodes(state: PortfolioState, options: ShowOptions): readonly TreeNode[] {
  if (state.risk === null || state.snapshot === null) return [];
  const currency = state.snapshot.baseCurrency;
  const nodes = [...groupRows(state.risk.findings, (finding) => finding.limit)].map(([limit, findings]) => {
    const ordered = [...findings].sort(worstFirst);
    const worst = ordered[0];
    if (worst === undefined) return null;
    const single = ordered.length === 1;
    const subject =
      worst.subject === null ? null : single ? worst.subject : `${worst.subject} first of ${ordered.length}`;
    const description = joinParts([usage(worst, currency, options), subject]);
    const node: TreeNode = {
      id: `${state.id}|limit|${limit}`,
      ref: { kind: 'limit', portfolio: state.id, limit, subject: single ? worst.subject : null },
      label: worst.title,
      description,
      icon: limitIcons[worst.state],
      tint: 'none',
      context: worst.state === 'BREACH' ? 'limit breached' : 'limit',
      expanded: worst.state !== 'OK' && !single,
      children: single ? [] : ordered.map((finding) => subjectNode(state, finding, currency, options)),
      spoken: `${worst.title}, ${limitStateWords[worst.state]}, ${description}`,
      value: options.privacy ? null : worst.message,
    };
    return { node, worst };
  });
  return nodes
    .filter((entry) => entry !== null)
    .sort((a, b) => worstFirst(a.worst, b.worst))
    .map((entry) => entry.node);
}

function subjectNode(state: PortfolioState, finding: Finding, currency: string, options: ShowOptions): TreeNode {
  const label = finding.subject ?? 'Portfolio';
  const description = usage(finding, currency, options);
  return {
    id: `${state.id}|limit|${finding.limit}|${finding.subject ?? ''}`,
    ref: { kind: 'limit', portfolio: state.id, limit: finding.limit, subject: finding.subject },
    label,
    description,
    icon: limitIcons[finding.state],
    tint: 'none',
    context: finding.state === 'BREACH' ? 'limit breached' : 'limit',
    expanded: false,
    children: [],
    spoken: `${label}, ${limitStateWords[finding.state]}, ${description}`,
    value: options.privacy ? null : finding.message,
  };
}

/** "72% · $36,000 of $50,000"; "unknown · 2 of 3 prices missing". */
export function usage(finding: Finding, currency: string, options: ShowOptions): string {
  const threshold = limitNumber(finding.threshold, finding.unit, currency, options);
  const reason = finding.incomplete[0] ?? null;
  if (finding.value === null) {
    const why = reason === null ? '' : ` · ${foreign(reason, options.privacy)}`;
    return `unknown${why}`;
  }
  // Cents are noise, but where they decide.
  const far = Math.abs(finding.value - finding.threshold) >= 1 && Math.abs(finding.value) >= 1000;
  const shown = far && finding.unit === 'money' ? Math.round(finding.value) : finding.value;
  const value = limitNumber(shown, finding.unit, currency, options);
  const used = finding.ratio === null ? null : formatPercent(finding.ratio, { digits: 0 });
  // Money in privacy is dots on both sides: the ratio alone says it.
  const of = options.privacy && finding.unit === 'money' ? null : `${value} ${relation(finding)} ${threshold}`;
  return [used, of, finding.incomplete.length > 0 ? 'incomplete' : null].filter((part) => part !== null).join(' · ');
}

/** A minimum is used up from above: "20% · at least 8%" is no "20% of 8%". Its headroom grows with the value. */
function relation({ value, threshold, headroom }: Finding): string {
  const minimum = value !== null && headroom !== null && value !== threshold && value > threshold === headroom > 0;
  return minimum ? '· at least' : 'of';
}

/** Strictest state first, then the highest use. */
export function worstFirst(a: Finding, b: Finding): number {
  return severity[b.state] - severity[a.state] || (b.ratio ?? -1) - (a.ratio ?? -1);
}

const urgency: Readonly<Record<HealthItem['severity'], number>> = { critical: 0, warning: 1, info: 2 };

function healthNodes(state: PortfolioState, options: ShowOptions): readonly TreeNode[] {
  const items = [...state.health].sort((a, b) => urgency[a.severity] - urgency[b.severity]);
  const worst = items[0];
  if (worst === undefined) return [];
  const icon = severityIcons[worst.severity];
  const description = formatCount(items.length, 'item');
  return [
    {
      id: `${state.id}|health`,
      ref: { kind: 'heading', portfolio: state.id, key: 'health' },
      label: 'Health',
      description,
      icon: { id: 'pulse', tint: icon.tint },
      tint: 'none',
      context: 'healthHeading',
      expanded: true,
      children: items.map((item) => healthNode(state, item, options)),
      spoken: `Health, ${description}`,
      value: null,
    },
  ];
}

function healthNode(state: PortfolioState, item: HealthItem, options: ShowOptions): TreeNode {
  const detail = foreign(item.detail, options.privacy);
  const title = foreign(item.title, options.privacy);
  const share = item.share === null ? null : `${formatPercent(item.share, { digits: 1 })} of the book`;
  const description = joinParts([share, detail]);
  return {
    id: `${state.id}|health|${item.id}`,
    ref: { kind: 'health', portfolio: state.id, id: item.id },
    label: title,
    description,
    icon: severityIcons[item.severity],
    tint: 'none',
    context: item.action === null ? 'health' : 'health actionable',
    expanded: false,
    children: [],
    spoken: `${item.severity}: ${title}, ${description}`,
    value: detail,
  };
}
