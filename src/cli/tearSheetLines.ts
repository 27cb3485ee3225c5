import type { MetricGroup, MetricResult } from '../core/model/analytics.ts';
import type { TearSheet } from '../core/model/performance.ts';
import { formatDate, formatPercent, formatRatio } from '../present/format.ts';
import type { Style } from './style.ts';
import { type Column, plain, plainTable } from './table.ts';
import { yearTable } from './yearTable.ts';

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
const start = (title: string): Column => ({ title, align: 'start' });
const end = (title: string): Column => ({ title, align: 'end' });

/** A tear sheet as text: metrics by group with their reasons, benchmark, years with months, drawdowns. */
export function tearSheetLines(
  sheet: TearSheet & { readonly periods: NonNullable<TearSheet['periods']> },
  head: { readonly name: string; readonly firstAt: number; readonly detailed: boolean },
  style: Style,
): string {
  const { periods } = sheet;
  const told = periods.inferred ? 'told from the dates' : 'as given';
  const lines = [
    style.bold(plain(head.name)),
    `${formatDate(head.firstAt)} to ${formatDate(periods.end)} · ${periods.count} periods · ${periods.perYear} a year (${told}) · risk-free ${formatPercent(sheet.riskFree)}`,
  ];
  for (const group of Object.keys(groups) as MetricGroup[]) {
    const found = sheet.metrics.filter((metric) => metric.group === group);
    if (found.length > 0) lines.push('', style.bold(groups[group]), metricTable(found, head.detailed, style));
  }
  for (const benchmark of sheet.benchmarks) {
    const { periods: common } = benchmark;
    const span =
      common === null
        ? plain(benchmark.reason ?? '')
        : `${common.count} common periods, ${formatDate(common.start === periods.start ? head.firstAt : common.start)} to ${formatDate(common.end)}`;
    lines.push('', style.bold(`Beside ${plain(benchmark.id)}`), style.dim(span));
    if (benchmark.metrics.length > 0) lines.push(metricTable(benchmark.metrics, head.detailed, style));
  }
  if (sheet.yearly.length > 0) lines.push('', style.bold('Months and years'), yearTable(sheet.yearly, '  '));
  lines.push('', style.bold('Worst drawdowns'), drawdownTable(sheet, style));
  return lines.join('\n');
}

function metricTable(metrics: readonly MetricResult[], detailed: boolean, style: Style): string {
  return plainTable(
    [start(''), end(''), start('')],
    metrics.map(({ title, unit, result, note, convention }) =>
      'reason' in result
        ? [`  ${title}`, '–', style.dim(plain(result.reason))]
        : [`  ${title}`, numberWords(result.value, unit), style.dim(detailed ? join(note, convention) : (note ?? ''))],
    ),
  );
}

function join(note: string | undefined, convention: string): string {
  return note === undefined ? convention : `${note} (${convention})`;
}

function numberWords(value: number, unit: MetricResult['unit']): string {
  switch (unit) {
    case 'percent':
      return formatPercent(value);
    case 'days':
      return `${Math.round(value)} d`;
    case 'count':
      return String(Math.round(value));
    default:
      return formatRatio(value);
  }
}

function drawdownTable(sheet: TearSheet, style: Style): string {
  if (sheet.drawdowns.length === 0) return style.dim('  none: the value never fell below a peak');
  return plainTable(
    [end('Depth'), start('Peak'), start('Trough'), start('Recovered'), end('Days')],
    sheet.drawdowns.map(({ depth, peakAt, troughAt, recoveredAt, totalDays }) => [
      `  ${formatPercent(depth)}`,
      formatDate(peakAt),
      formatDate(troughAt),
      recoveredAt === null ? 'not yet' : formatDate(recoveredAt),
      String(totalDays),
    ]),
  );
}
