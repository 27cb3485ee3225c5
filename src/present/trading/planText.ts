import type { BookLine, Plan } from '../../core/model/trading.ts';
import { formatPercent, formatQuantity, formatTime, missing } from '../format.ts';
import { groupRows } from '../groupRows.ts';
import { wordsFor } from '../panel/words.ts';
import { foreign } from '../redact.ts';
import { orderWords, plainTitles } from './orderWords.ts';
import { checkWords, isDone } from './plan.ts';
import type { TradingOptions } from './tradingOptions.ts';

type Row = readonly string[];
type Side = 'before' | 'after';

const head: Row = ['Asset', 'Quantity', 'Value', 'Share', 'Target'];

/**
 * The book before and after a plan as two texts for a diff: the same lines in the same columns, so that only what the orders
 * change differs; the orders themselves and the check stand at the end of the second. Accounts have lines of their own, which
 * never change and keep the two sides beside each other. Targets are of all accounts together: they have lines of their own.
 * No amount is in them in privacy.
 */
export function planText(plan: Plan, options: TradingOptions): { readonly now: string; readonly after: string } {
  const { privacy } = options;
  const titleOf = options.titleOf ?? plainTitles;
  const words = wordsFor(plan.baseCurrency, privacy, options.now, Math.abs(plan.total ?? 0));
  const sorted = [...plan.lines].sort(
    (a, b) => titleOf(a.account).localeCompare(titleOf(b.account), 'en') || a.asset.localeCompare(b.asset, 'en'),
  );
  const cells = (line: BookLine, side: Side): Row => {
    const { quantity, value, share } = line[side];
    return [
      line.asset,
      words.amount(formatQuantity(quantity)),
      value === null ? missing : words.money(value),
      formatPercent(plan.legs.length === 0 ? share : shareOf(value, plan.total)),
      '',
    ];
  };
  const targets = (side: Side): readonly Row[] =>
    plan.legs.map(({ asset, currentShare, targetShare }) => {
      const share = side === 'before' ? currentShare : currentShare + changeOf(plan, asset);
      return [asset, '', '', formatPercent(share), formatPercent(targetShare)];
    });
  // Widths of both sides together: a longer number on one of them must not move the other's columns.
  const all = [
    head,
    ...targets('before'),
    ...targets('after'),
    ...sorted.flatMap((line) => [cells(line, 'before'), cells(line, 'after')]),
  ];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const table = (side: Side): readonly string[] => [
    `  ${aligned(head, widths)}`,
    ...(plan.legs.length === 0 ? [] : ['All accounts', ...targets(side).map((row) => `  ${aligned(row, widths)}`)]),
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

/** Shares of a rebalance are all of the same total: that of its targets. */
function shareOf(value: number | null, total: number | null): number | null {
  return value === null || total === null || total <= 0 ? null : value / total;
}

/** By how much of the total the orders change what is held of an asset, over all accounts. */
function changeOf({ lines, total }: Plan, asset: string): number {
  const change = lines
    .filter((line) => line.asset === asset)
    .reduce((sum, { before, after }) => sum + (after.value ?? 0) - (before.value ?? 0), 0);
  return shareOf(change, total) ?? 0;
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
  const none = isDone(plan) ? 'No order is needed.' : 'None.';
  return [...(lines.length === 0 ? [none] : lines), ...skipped];
}

function checkLines(plan: Plan, privacy: boolean): readonly string[] {
  if (plan.refused !== null && !isDone(plan)) return ['', `Refused: ${foreign(plan.refused, privacy)}`];
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
