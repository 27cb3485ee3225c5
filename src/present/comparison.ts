import type { Comparison, ComparisonRow } from '../core/model/performance.ts';
import { formatMoney, formatPercent, formatPrice, formatQuantity, formatTime, hidden, missing } from './format.ts';
import { escapeMarkdown } from './markdown.ts';
import { foreign } from './redact.ts';
import type { ShowOptions } from './treeNode.ts';
import { sentence } from './words.ts';

/**
 * HIST-1 as a page of Markdown: what changed between a date and now, and why, in value terms. In privacy amounts become
 * shares of the value then, and quantities are hidden; prices of one unit are market data and stay.
 */
export function presentComparison(name: string, comparison: Comparison, options: ShowOptions): string {
  const { before, after, totals, rows, notes } = comparison;
  const show = (value: number | null): string => effect(value, comparison, options);
  const of = `# ${escapeMarkdown(name)}`;
  if (before === null || (comparison.reason !== null && rows.length === 0)) {
    const why = sentence(foreign(comparison.reason ?? 'nothing was recorded by then', options.privacy));
    return `${of}: nothing to compare with\n\n${escapeMarkdown(why)}\n`;
  }
  const title = `${of}: ${formatTime(before)} and ${formatTime(after)}`;
  const blocks = [
    title,
    summary(comparison, options),
    comparison.reason === null ? '' : `_${escapeMarkdown(foreign(comparison.reason, options.privacy))}_`,
    table(
      ['What did it', options.privacy ? 'Share of the value then' : comparison.currency],
      [
        ['Prices', show(totals.price)],
        ['Exchange rates', show(totals.fx)],
        ['Deposits and withdrawals', show(totals.flow)],
        ['Trades, fees, funding', show(totals.quantity)],
      ],
    ),
    rows.length === 0 ? '' : `## By account and asset\n\n${details(comparison, options)}`,
    reasons(rows, options.privacy),
    notes.map((note) => `- ${escapeMarkdown(foreign(note, options.privacy))}`).join('\n'),
    'A deposit is never a profit: its own line has it. What could not be told apart is in trades, fees and funding, and says so.',
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function summary({ valueBefore, valueAfter, currency }: Comparison, { privacy }: ShowOptions): string {
  const money = (value: number | null) => (value === null ? missing : privacy ? hidden : formatMoney(value, currency));
  if (valueBefore === null || valueAfter === null) return `Value: ${money(valueBefore)} → ${money(valueAfter)}`;
  const change = valueAfter - valueBefore;
  const pct = valueBefore > 0 ? ` (${formatPercent(change / valueBefore, { sign: true })})` : '';
  const moved = privacy ? pct.trim() : `${formatMoney(change, currency, { sign: true })}${pct}`;
  return `Value: ${money(valueBefore)} → ${money(valueAfter)}, **${moved === '' ? missing : moved}**`;
}

/** An amount of the base currency, or in privacy its share of the whole value then. */
function effect(value: number | null, { valueBefore, currency }: Comparison, { privacy }: ShowOptions): string {
  if (value === null) return missing;
  if (!privacy) return formatMoney(value, currency, { sign: true });
  return valueBefore === null || valueBefore <= 0 ? hidden : formatPercent(value / valueBefore, { sign: true });
}

function details(comparison: Comparison, options: ShowOptions): string {
  const show = (value: number | null) => effect(value, comparison, options);
  const several = new Set(comparison.rows.map((row) => row.account)).size > 1;
  const quantities = ({ quantityBefore, quantityAfter }: ComparisonRow): string => {
    if (options.privacy) return hidden;
    const [then, now] = [formatQuantity(quantityBefore), formatQuantity(quantityAfter)];
    return then === now ? now : `${then} → ${now}`;
  };
  const prices = ({ priceBefore, priceAfter }: ComparisonRow): string =>
    `${formatPrice(priceBefore)} → ${formatPrice(priceAfter)}`;
  const sorted = [...comparison.rows].sort((a, b) => size(b) - size(a));
  return table(
    [
      ...(several ? ['Account'] : []),
      'Asset',
      'Quantity',
      'Price',
      'Prices',
      'Exchange rates',
      'Deposits',
      'Trades, fees',
      '',
    ],
    sorted.map((row) => [
      ...(several ? [escapeMarkdown(row.account)] : []),
      escapeMarkdown(row.asset),
      quantities(row),
      prices(row),
      show(row.priceEffect),
      show(row.fxEffect),
      show(row.flowEffect),
      show(row.quantityEffect),
      row.reason === null ? '' : `[${comparison.rows.filter((other) => other.reason !== null).indexOf(row) + 1}]`,
    ]),
    several ? 2 : 1,
  );
}

function size(row: ComparisonRow): number {
  return [row.priceEffect, row.fxEffect, row.flowEffect, row.quantityEffect].reduce<number>(
    (total, value) => total + Math.abs(value ?? 0),
    0,
  );
}

/** Why single numbers are "–", numbered as in the table. */
function reasons(rows: readonly ComparisonRow[], privacy: boolean): string {
  return rows
    .filter((row) => row.reason !== null)
    .map((row, index) => `[${index + 1}] ${escapeMarkdown(`${row.asset}: ${foreign(row.reason ?? '', privacy)}`)}`)
    .join('  \n');
}

/** `names`: how many columns at the start hold names; the others hold numbers and stand to the right. */
function table(header: readonly string[], rows: readonly (readonly string[])[], names = 1): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map((_, index) => (index < names ? ':--' : '--:'))), ...rows.map(line)].join('\n');
}
