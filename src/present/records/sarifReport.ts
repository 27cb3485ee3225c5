import type { LimitLocation } from '../../core/model/configText.ts';
import type { Finding, LimitState, RiskResult } from '../../core/model/risk.ts';

/** Where the limits stand that were judged. */
export interface LimitsFile {
  /** Relative to where the report is read, with "/". */
  readonly path: string;
  readonly text: string;
  readonly limits: readonly LimitLocation[];
}

/** What code scanning makes of a state: only a `fail` has a level. UNKNOWN is no less than a breach: RISK-2. */
const levels: Readonly<Record<LimitState, 'none' | 'warning' | 'error'>> = {
  OK: 'none',
  WARNING: 'warning',
  UNKNOWN: 'error',
  BREACH: 'error',
};

/** `check --format sarif`: SARIF 2.1.0 (OASIS), each finding at its limit's line of the configuration. */
export function sarifReport(risk: RiskResult, file: LimitsFile, version: string): unknown {
  const rules = new Map(risk.findings.map(({ limit, title }) => [limit, title]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Quantfolio',
            version,
            rules: [...rules].map(([id, title]) => ({ id, name: id, shortDescription: { text: title } })),
          },
        },
        invocations: [{ executionSuccessful: true, endTimeUtc: new Date(risk.at).toISOString() }],
        results: risk.findings.map((finding) => ({
          ruleId: finding.limit,
          kind: finding.state === 'OK' ? 'pass' : 'fail',
          level: levels[finding.state],
          message: { text: finding.message },
          locations: [
            { physicalLocation: { artifactLocation: { uri: encodeURI(file.path) }, region: regionOf(finding, file) } },
          ],
          properties: {
            state: finding.state,
            subject: finding.subject,
            value: finding.value,
            limit: finding.threshold,
          },
        })),
      },
    ],
  };
}

function regionOf({ limit, subject }: Finding, { text, limits }: LimitsFile) {
  const own = limits.filter((location) => location.limit === limit);
  const place =
    own.find((location) => location.subject === subject) ??
    own.find((location) => location.subject === '*') ??
    own.find((location) => location.subject === null);
  const before = text.slice(0, place?.offset ?? 0).split('\n');
  return { startLine: before.length, startColumn: (before.at(-1)?.length ?? 0) + 1 };
}
