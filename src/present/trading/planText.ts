import type { BookLine, Plan } from '../../core/model/trading.ts';
import { formatPercent, formatQuantity, formatTime, missing } from '../format.ts';
import { groupRows } from '../groupRows.ts';
import { wordsFor } from '../panel/words.ts';
import { foreign } from '../redact.ts';
import { orderWords, plainTitles } from './orderWords.ts';
import { checkWords } from './plan.ts';
import type { TradingOptions } from './tradingOptions.ts';

type Row = readonly string[];

const head: Row = ['Asset', 'Quantity', 'Value', 'Share', 'Target'];

/**
 * The book before and after a plan as two texts for a diff: the same lines in the same columns, so that only what the orders
 * change differs; the orders themselves and the check stand at the end of the second. Accounts have lines of their own, which
 * never change and keep the two sides beside each other. No amount is in them in privacy.
 */
export function planText(plan: Plan, options: TradingOptions): { readonly now: string; readonly after: string } {
  const { privacy } = options;
  const titleOf = options.titleOf ?? plainTitles;
  const words = wordsFor(plan.baseCurrency, privacy, options.now, Math.abs(plan.total ?? 0));
  const targets = new Map(plan.legs.map((leg) => [leg.asset, leg.targetShare]));
  const sorted = [...plan.lines].sort(
    (a, b) => titleOf(a.account).localeCompare(titleOf(b.account), 'en') || a.asset.localeCompare(b.asset, 'en'),
  );
  const cells = (line: BookLine, side: 'before' | 'after'): Row => {
    const { quantity, value, share } = line[side];
    const target = targets.get(line.asset);
    return [
      line.asset,
      words.amount(formatQuantity(quantity)),
      value === null ? missing : words.money(value),
      formatPercent(share),
      target === undefined ? '' : formatPercent(target),
    ];
  };
  // Widths of both sides together: a longer number on one of them must not move the other's columns.
  const all = [head, ...sorted.flatMap((line) => [cells(line, 'before'), cells(line, 'after')])];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const table = (side: 'before' | 'after'): readonly string[] => [
    `  ${aligned(head, widths)}`,
    ...[...groupRows(sorted, (line) => line.account)].flatMap(([account, lines]) => [
      titleOf(account),
      ...lines.map((line) => `  ${aligned(cells(line, side), widths)}`),
    ]),
  ];
  const intro = [
    `${foreign(plan.title, privacy)} · ${words.money(plan.total)} in all`,
    `Prices of ${formatTime(plan.at)}`,
    '',
  ];
  return {
    now: text([...intro, ...table('before'), '', 'Orders']),
    after: text([
      ...intro,
      ...table('after'),
      '',
      'Orders',
      ...orderLines(plan, options),
      ...checkLines(plan, privacy),
    ]),
  };
}

/** Names to the left, numbers to the right. */
function aligned(row: Row, widths: readonly number[]): string {
  return row
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
    .join('  ')
    .trimEnd();
}

function orderLines(plan: Plan, options: TradingOptions): readonly string[] {
  const { privacy } = options;
  const words = wordsFor(plan.baseCurrency, privacy, options.now, Math.abs(plan.total ?? 0));
  const lines = plan.orders.flatMap(({ ticket, notional, fee, live, notes }, index) => [
    `${index + 1}. ${orderWords(ticket, privacy, options.titleOf ?? plainTitles)}${live ? ' (live)' : ''}`,
    `   ${words.money(notional)}, fee ${fee === null ? 'not known' : words.money(fee)}`,
    ...notes.map((note) => `   ${foreign(note, privacy)}`),
  ]);
  const skipped = plan.notExecutable.map(({ what, reason }) => `–  ${foreign(`${what}: ${reason}`, privacy)}`);
  return [...(lines.length === 0 ? ['No order is needed.'] : lines), ...skipped];
}

function checkLines(plan: Plan, privacy: boolean): readonly string[] {
  if (plan.refused !== null) return ['', `Refused: ${foreign(plan.refused, privacy)}`];
  if (plan.check === null) return ['', 'The limits could not be checked.'];
  const { reasons, warnings, improves } = plan.check;
  return [
    '',
    checkWords(plan.check),
    ...[...reasons, ...warnings, ...improves].map((line) => `– ${foreign(line, privacy)}`),
  ];
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
