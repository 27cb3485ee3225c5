import type { Finding } from '../core/model/risk.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { formatCount, formatPercent } from './format.ts';
import { usage, worstFirst } from './riskTree.ts';
import type { ShowOptions } from './treeNode.ts';

/** The answer of "Evaluate Risk Limits" for one portfolio, in a sentence or two. */
export interface Evaluation {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
  /** Whether there is a limit to show in the configuration. */
  readonly hasLimits: boolean;
}

/** Names of the first breaches; more would not be read in a message. */
const named = 3;

export function evaluation(state: PortfolioState, options: ShowOptions): Evaluation {
  const { risk, snapshot } = state;
  if (risk === null || snapshot === null) {
    return {
      severity: 'warning',
      message: `${state.name}: limits are not evaluated yet, because no account has answered.`,
      hasLimits: false,
    };
  }
  const findings = [...risk.findings].sort(worstFirst);
  if (findings.length === 0) {
    return {
      severity: 'info',
      message: `${state.name} has no risk limits. Add them under "limits" in its configuration.`,
      hasLimits: false,
    };
  }
  const currency = snapshot.baseCurrency;
  const of = (wanted: Finding['state']) => findings.filter((finding) => finding.state === wanted);
  const breaches = of('BREACH');
  const unknown = of('UNKNOWN');
  const warnings = of('WARNING');
  const list = (some: readonly Finding[]) => {
    const first = some.slice(0, named).map((finding) => `${nameOf(finding)} ${usage(finding, currency, options)}`);
    return [...first, ...(some.length > named ? [`${some.length - named} more`] : [])].join('; ');
  };
  if (breaches.length > 0 || unknown.length > 0) {
    const parts = [
      breaches.length > 0 ? `${formatCount(breaches.length, 'breach', 'breaches')}: ${list(breaches)}` : null,
      unknown.length > 0 ? `${unknown.length} unknown: ${list(unknown)}` : null,
      warnings.length > 0 ? `${formatCount(warnings.length, 'warning')}` : null,
    ];
    const message = parts.filter((part) => part !== null).join('. ');
    return { severity: 'error', message: `${state.name}: ${message}.`, hasLimits: true };
  }
  if (warnings.length > 0) {
    const message = `${formatCount(warnings.length, 'limit')} in warning: ${list(warnings)}`;
    return { severity: 'warning', message: `${state.name}: ${message}.`, hasLimits: true };
  }
  const tightest = findings[0];
  const use =
    tightest?.ratio === null || tightest === undefined ? '' : ` ${formatPercent(tightest.ratio, { digits: 0 })}`;
  const name = tightest === undefined ? '' : `, tightest: ${nameOf(tightest)}${use}`;
  return {
    severity: 'info',
    message: `${state.name}: ${formatCount(findings.length, 'limit')} OK${name}.`,
    hasLimits: true,
  };
}

/** "Symbol exposure BTC" */
function nameOf(finding: Finding): string {
  return finding.subject === null ? finding.title : `${finding.title} ${finding.subject}`;
}
