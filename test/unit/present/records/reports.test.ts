import assert from 'node:assert/strict';
import type { Finding, LimitState, RiskResult } from '../../../../src/core/model/risk.ts';
import { junitReport } from '../../../../src/present/records/junitReport.ts';
import { sarifReport } from '../../../../src/present/records/sarifReport.ts';

const finding = (limit: string, state: LimitState, more: Partial<Finding> = {}): Finding => ({
  limit,
  title: limit,
  subject: null,
  unit: 'money',
  value: 1,
  threshold: 2,
  ratio: 0.5,
  headroom: 1,
  state,
  message: `${limit} is ${state}`,
  incomplete: [],
  ageMs: null,
  contributors: [],
  ...more,
});

const result = (findings: readonly Finding[]): RiskResult => ({
  at: Date.UTC(2026, 0, 2),
  state: 'BREACH',
  allowed: false,
  reasons: [],
  warnings: [],
  metrics: {},
  findings,
});

describe('reports for CI servers (CLI-3)', () => {
  it('junit: breaches fail, unknown is an error, warnings fail only where the check is strict', () => {
    const risk = result([finding('a', 'OK'), finding('b', 'WARNING'), finding('c', 'UNKNOWN'), finding('d', 'BREACH')]);
    assert.match(junitReport(risk, false), /tests="4" failures="1" errors="1" timestamp="2026-01-02T00:00:00"/);
    assert.match(junitReport(risk, true), /tests="4" failures="2" errors="1"/);
  });

  it('junit: no name becomes markup, none breaks the file', () => {
    const subject = '<x a="1">&\u0000\u001b\ud800';
    const text = junitReport(result([finding('a', 'BREACH', { subject })]), false);
    assert.match(text, /name="a &lt;x a=&quot;1&quot;&gt;&amp; {3}"/);
  });

  it('sarif: each finding where its limit, or its subject, stands', () => {
    const text = '{\n  "limits": {\n    "m": { "*": 1, "BTC": 2 } } }';
    const limits = ['null', '*', 'BTC'].map((name) => ({
      limit: 'm',
      subject: name === 'null' ? null : name,
      offset: text.indexOf(name === 'null' ? '"m"' : `"${name}"`),
      length: 3,
    }));
    const findings = ['BTC', 'ETH', null].map((subject) => finding('m', 'WARNING', { subject }));
    const report = sarifReport(result(findings), { path: 'a b/quantfolio.json', text, limits }, '1.0.0') as {
      readonly runs: readonly { readonly results: readonly { readonly locations: readonly unknown[] }[] }[];
    };
    const at = (startColumn: number) => ({
      physicalLocation: { artifactLocation: { uri: 'a%20b/quantfolio.json' }, region: { startLine: 3, startColumn } },
    });
    assert.deepEqual(
      report.runs[0]?.results.map(({ locations }) => locations[0]),
      [at(20), at(12), at(5)],
    );
  });
});
