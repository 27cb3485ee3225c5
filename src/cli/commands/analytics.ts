import type { MetricGroup, MetricResult } from '../../core/model/analytics.ts';
import type { Performance } from '../../core/model/performance.ts';
import { formatDate, formatMoney, formatPercent, formatRatio } from '../../present/format.ts';
import { analyticsRecord } from '../../present/records/analyticsRecord.ts';
import { askPerformance } from '../askPerformance.ts';
import type { Command } from '../command.ts';
import type { Style } from '../style.ts';
import { plain, plainTable } from '../table.ts';
import { simulatedMark } from '../words.ts';

const groups: Readonly<Record<MetricGroup, string>> = {
  return: 'Return',
  risk: 'Risk',
  ratio: 'Ratios',
  drawdown: 'Drawdown',
  tail: 'Tails (one period)',
  distribution: 'Distribution',
  trade: 'Trading',
  relative: 'Benchmark',
};

/** PERF-2, PERF-6: every metric of the book, an account, a strategy or an asset. */
export const analyticsCommand: Command = {
  name: 'analytics',
  summary: 'metrics of the book, an account, a strategy or an asset, and beside benchmarks',
  usage: '',
  maxPositionals: 0,
  options: [
    'config',
    'json',
    'period',
    'from',
    'to',
    'account',
    'strategy',
    'asset',
    'benchmark',
    'risk-free',
    'periods-per-year',
    'detailed',
    'exchange',
    'timeout',
  ],
  async run(invocation) {
    const asked = await askPerformance(invocation, 'all');
    if (asked === null) return 3;
    const { output, options } = invocation;
    if (options.json) output.out(JSON.stringify(analyticsRecord(asked.performance, asked.at), null, 2));
    else output.out(text(asked.performance, options.detailed, output.style));
    return 0;
  },
};

function text(performance: Performance, detailed: boolean, style: Style): string {
  const { periods, currency } = performance;
  const span =
    periods === null
      ? plain(performance.reason ?? 'no returns are known')
      : `${formatDate(periods.start)} to ${formatDate(periods.end)} · ${periods.count} periods, ${periods.perYear} a year` +
        ` · risk-free ${formatPercent(performance.riskFree)}`;
  const lines = [style.bold(plain(performance.title)) + simulatedMark(performance.simulated, style), span];
  for (const [group, title] of Object.entries(groups)) {
    const found = performance.metrics.filter((metric) => metric.group === group);
    if (found.length > 0) lines.push('', style.bold(title), table(found, currency, detailed, style));
  }
  for (const benchmark of performance.benchmarks) {
    lines.push('', style.bold(`Beside ${plain(benchmark.title)}`));
    if (benchmark.reason !== null) lines.push(style.dim(plain(benchmark.reason)));
    if (benchmark.metrics.length > 0) lines.push(table(benchmark.metrics, currency, detailed, style));
  }
  return [...lines, ...performance.notes.map((note) => style.dim(plain(note)))].join('\n');
}

function table(metrics: readonly MetricResult[], currency: string, detailed: boolean, style: Style): string {
  return plainTable(
    [
      { title: '', align: 'start' },
      { title: '', align: 'end' },
      { title: '', align: 'start' },
    ],
    metrics.map(({ title, unit, result, note, convention }) => [
      `  ${title}`,
      'value' in result ? number(result.value, unit, currency) : '–',
      style.dim(
        plain('reason' in result ? result.reason : [note, detailed ? convention : ''].filter(Boolean).join(' · ')),
      ),
    ]),
  );
}

function number(value: number, unit: MetricResult['unit'], currency: string): string {
  if (unit === 'percent') return formatPercent(value);
  if (unit === 'money') return formatMoney(value, currency);
  if (unit === 'days') return `${Math.round(value)} d`;
  return unit === 'count' ? String(Math.round(value)) : formatRatio(value);
}
