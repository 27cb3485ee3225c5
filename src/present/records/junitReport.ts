import { assertNever } from '../../core/assertNever.ts';
import type { Finding, RiskResult } from '../../core/model/risk.ts';

/**
 * `check --format junit`: one test case a finding, as CI servers read it. A breach is a failure, what is unknown an error;
 * a warning fails only where the check is strict.
 */
export function junitReport(risk: RiskResult, strict: boolean): string {
  const cases = risk.findings.map((finding) => testCase(finding, strict));
  const failures = risk.findings.filter(({ state }) => state === 'BREACH' || (strict && state === 'WARNING')).length;
  const errors = risk.findings.filter(({ state }) => state === 'UNKNOWN').length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Quantfolio" ${counts}>`,
    `  <testsuite name="Risk limits" ${counts} timestamp="${new Date(risk.at).toISOString().slice(0, 19)}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function testCase({ limit, subject, state, message }: Finding, strict: boolean): string {
  const name = subject === null ? limit : `${limit} ${subject}`;
  const open = `    <testcase classname="quantfolio.limits" name="${escaped(name)}">`;
  return `${open}${outcome(state, escaped(message), strict)}</testcase>`;
}

function outcome(state: Finding['state'], message: string, strict: boolean): string {
  switch (state) {
    case 'OK':
      return `<system-out>${message}</system-out>`;
    case 'WARNING':
      return strict ? `<failure type="WARNING" message="${message}"/>` : `<system-out>WARNING: ${message}</system-out>`;
    case 'UNKNOWN':
      return `<error type="UNKNOWN" message="${message}"/>`;
    case 'BREACH':
      return `<failure type="BREACH" message="${message}"/>`;
    default:
      return assertNever(state);
  }
}

/** Names come from files and exchanges: nothing of them may be markup, nor a character that XML 1.0 cannot hold. */
function escaped(text: string): string {
  return text
    .replace(/[^\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
