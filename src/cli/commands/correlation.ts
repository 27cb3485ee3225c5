import type { CorrelationAnswer, MetricValue } from '../../core/model/analytics.ts';
import { formatPercent, formatRatio } from '../../present/format.ts';
import { correlationRecord } from '../../present/records/correlationRecord.ts';
import type { Command } from '../command.ts';
import { readPortfolio } from '../readPortfolio.ts';
import type { Style } from '../style.ts';
import { plain, plainTable } from '../table.ts';
import { simulatedMark } from '../words.ts';

/** RISK-9: how what is held moves together, and what that leaves of diversification. */
export const correlationCommand: Command = {
  name: 'correlation',
  summary: 'how what is held (or ASSET …) moves together; diversification',
  usage: '[ASSET …]',
  maxPositionals: Number.POSITIVE_INFINITY,
  options: ['config', 'json', 'method', 'window', 'exchange', 'timeout'],
  async run(invocation) {
    const { options, positionals, output } = invocation;
    const { method, window } = options;
    const assets = positionals.length === 0 ? null : [...new Set(positionals.map((each) => each.toUpperCase()))];
    const read = await readPortfolio(invocation, false, (put, portfolio) =>
      put('correlation', { portfolio, method, window, assets }),
    );
    if (read === null) return 3;
    if (read.answer === null) {
      output.err('quantfolio: the engine told no correlation');
      return 3;
    }
    if (options.json) {
      const at = read.state.snapshot?.asOf ?? Date.now();
      output.out(JSON.stringify(correlationRecord(read.answer, method, at), null, 2));
    } else output.out(text(read.answer, output.style));
    return 0;
  },
};

const methods = { pearson: 'Pearson', spearman: 'Spearman', ewma: 'exponentially weighted' } as const;

function text({ matrix, flags, clusters, diversification, reason }: CorrelationAnswer, style: Style): string {
  const lines: string[] = [];
  if (matrix !== null) {
    const lambda = matrix.lambda === undefined ? '' : `, λ ${matrix.lambda}`;
    const head = `Correlation · ${methods[matrix.method]}${lambda} · ${matrix.window} days of returns`;
    lines.push(style.bold(head) + simulatedMark(matrix.simulated, style));
    lines.push(
      plainTable(
        ['', ...matrix.assets].map((title, index) => ({ title: plain(title), align: index === 0 ? 'start' : 'end' })),
        matrix.rows.map((row, index) => [plain(matrix.assets[index] ?? ''), ...row.map((value) => formatRatio(value))]),
      ),
    );
    for (const { asset, reason: why } of matrix.excluded) lines.push(style.dim(plain(`${asset}: ${why}`)));
  }
  if (reason !== null) lines.push(style.dim(plain(reason)));
  if (flags.length > 0)
    lines.push('', ...flags.map((flag) => style.warning(plain(`${flag.words} (${formatRatio(flag.value)})`))));
  for (const cluster of clusters.filter((each) => each.length > 2)) {
    lines.push(plain(`Moves together (every pair ≥ 0.7): ${cluster.join(', ')}`));
  }
  const value = (each: MetricValue) =>
    'value' in each ? formatRatio(each.value) : style.dim(`n/a (${plain(each.reason)})`);
  lines.push(
    '',
    `Diversification ratio: ${value(diversification.ratio)}`,
    `Effective bets:        ${value(diversification.effectiveBets)}`,
    `HHI of the weights:    ${value(diversification.hhi)}`,
  );
  if (diversification.covered !== null) {
    lines.push(
      style.dim(`told of exposure worth ${formatPercent(diversification.covered, { digits: 0 })} of the book`),
    );
  }
  return lines.join('\n');
}
