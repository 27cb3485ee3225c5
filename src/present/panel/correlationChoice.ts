import type { CorrelationAnswer, CorrelationMatrix, MetricValue } from '../../core/model/analytics.ts';
import type { CorrelationView, MetricRow } from '../../protocol/panelView.ts';
import type { CorrelationChoiceView } from '../../protocol/performanceView.ts';
import { formatPercent, formatRatio, missing } from '../format.ts';
import { foreign } from '../redact.ts';
import { metricRow } from './metricRow.ts';
import type { PerformanceOptions } from './performance.ts';
import { wordsFor } from './words.ts';

const most = 8;

/** RISK-9 of one method and window: the matrix, what it says, and how many bets the book really is. */
export function presentCorrelation(
  answer: CorrelationAnswer,
  { privacy, now }: PerformanceOptions,
): CorrelationChoiceView {
  const { matrix, diversification } = answer;
  const covered =
    diversification.covered === null
      ? ''
      : `Of the ${formatPercent(diversification.covered, { digits: 1 })} of the book that has closes`;
  const words = wordsFor('', privacy, now);
  const row = (id: string, title: string, result: MetricValue, convention: string): MetricRow =>
    metricRow({ id, title, unit: 'ratio', group: 'risk', result, convention }, words, covered);
  return {
    view: matrix === null || matrix.assets.length === 0 ? null : view(answer, matrix, privacy),
    diversification: [
      row(
        'diversificationRatio',
        'Diversification ratio',
        diversification.ratio,
        'weighted mean of the volatilities by the volatility of the book (Choueifaty); 1 is one bet',
      ),
      row(
        'effectiveBets',
        'Effective number of bets',
        diversification.effectiveBets,
        'exp of the entropy of the risk shares of the principal portfolios (Meucci 2009)',
      ),
      row('hhi', 'Concentration (HHI)', diversification.hhi, 'sum of squared weights; 1 is a single asset'),
      {
        id: 'covered',
        title: 'Share of the book',
        value: diversification.covered === null ? missing : formatPercent(diversification.covered, { digits: 1 }),
        tone: 'none',
        explain:
          diversification.covered === null
            ? 'The weights are not known'
            : 'what the correlations cover; the rest has no closes or is cash',
      },
    ],
    reason: answer.reason === null ? null : foreign(answer.reason, privacy),
  };
}

const methods = {
  pearson: 'Pearson',
  spearman: 'Spearman (ranks)',
  ewma: 'exponentially weighted',
} as const;

/** "Pearson, daily returns, 90 days" */
export function correlationSubtitle(matrix: CorrelationMatrix): string {
  const decay = matrix.lambda === undefined ? '' : `, λ ${formatRatio(matrix.lambda)}`;
  const made = matrix.simulated ? ', simulated' : '';
  return `${methods[matrix.method]}${decay}, daily returns, ${matrix.window} days${made}`;
}

function view(answer: CorrelationAnswer, matrix: CorrelationMatrix, privacy: boolean): CorrelationView {
  const flags = answer.flags.slice(0, most).map((flag) => `${flag.words} (${formatRatio(flag.value)})`);
  const left = answer.flags.length - flags.length;
  const clusters = answer.clusters
    .filter((cluster) => cluster.length > 2)
    .map((cluster) => `One bet: ${cluster.join(', ')}`);
  return {
    title: 'Correlation',
    subtitle: correlationSubtitle(matrix),
    assets: matrix.assets,
    rows: matrix.rows,
    overlap: matrix.overlap,
    flags: [...clusters, ...flags, ...(left > 0 ? [`and ${left} more pairs with |ρ| ≥ 0.7`] : [])],
    excluded: matrix.excluded.map((entry) => foreign(`${entry.asset}: ${entry.reason}`, privacy)),
  };
}
