import type { LimitState, RiskResult } from '../core/model/risk.ts';
import type { Style } from './style.ts';
import { plain } from './table.ts';

const marks: Readonly<Record<LimitState, string>> = { OK: '✓', WARNING: '!', UNKNOWN: '?', BREACH: '✗' };

/** One line a finding, strictest first, below a headline; told by mark and word, not by colour alone. */
export function limitLines(risk: RiskResult, style: Style): readonly string[] {
  const order: readonly LimitState[] = ['BREACH', 'UNKNOWN', 'WARNING', 'OK'];
  const findings = [...risk.findings].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const head =
    findings.length === 0
      ? 'no limits are configured'
      : `${risk.state} · ${risk.allowed ? 'allowed' : 'not allowed'} · ${findings.length} checked`;
  return [
    tint(risk.state, head, style),
    ...findings.map((finding) => {
      const subject = finding.subject === null ? '' : ` ${plain(finding.subject)}`;
      const name = `${finding.limit}${subject}`;
      return `${tint(finding.state, `${marks[finding.state]} ${finding.state.padEnd(7)}`, style)} ${style.bold(name)}: ${plain(finding.message)}`;
    }),
  ];
}

export function tint(state: LimitState, text: string, style: Style): string {
  if (state === 'OK') return style.up(text);
  return state === 'WARNING' ? style.warning(text) : style.error(text);
}
