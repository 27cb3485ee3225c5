import type { Execution, Plan } from '../core/model/trading.ts';
import { formatMoney, formatPrice, missing } from '../present/format.ts';
import { executionWords, recordWords } from '../present/trading/execution.ts';
import { orderWords, plainTitles } from '../present/trading/orderWords.ts';
import { tint } from './riskLines.ts';
import type { Style } from './style.ts';
import { plain } from './table.ts';

/** Orders of a plan, their check against the limits, and what became of them, line by line. */
export function planLines(
  plan: Plan,
  refused: string | null,
  execution: Execution | null,
  style: Style,
): readonly string[] {
  const money = (value: number | null) => formatMoney(value, plan.baseCurrency);
  const orders = plan.orders.flatMap(({ ticket, price, quote, priceSource, notional, fee, feeReason, live, notes }) => [
    `${plain(orderWords(ticket, false, plainTitles))}${live ? style.warning(' (live)') : ''}: ${money(notional)}, fee ${fee === null ? `${missing} (${plain(feeReason ?? 'not known')})` : money(fee)}`,
    style.dim(`  at ${formatPrice(Number(price))} ${plain(quote)} (${plain(priceSource)})`),
    ...notes.map((note) => style.dim(`  ${plain(note)}`)),
  ]);
  const skipped = plan.notExecutable.map(({ what, reason }) =>
    style.warning(`not possible here: ${plain(what)}: ${plain(reason)}`),
  );
  return [
    style.bold(plain(plan.title)),
    ...(orders.length === 0 && refused === null ? ['No order is needed.'] : orders),
    ...skipped,
    ...plan.notes.map((note) => style.dim(plain(note))),
    ...checkLines(plan, style),
    ...(refused === null ? [] : [style.error(`Refused: ${plain(refused)}`)]),
    ...(execution === null ? [] : executionLines(execution, style)),
  ];
}

function checkLines({ check }: Plan, style: Style): readonly string[] {
  if (check === null) return [];
  const { state } = check.after;
  return [
    tint(
      check.allowed ? 'OK' : 'BREACH',
      check.allowed ? `Limits allow it (${state})` : `Limits do not allow it (${state})`,
      style,
    ),
    ...check.reasons.map((reason) => style.error(`  ${plain(reason)}`)),
    ...check.warnings.map((warning) => style.warning(`  ${plain(warning)}`)),
    ...check.improves.map((better) => style.up(`  ${plain(better)}`)),
  ];
}

export function executionLines(execution: Execution, style: Style): readonly string[] {
  const head = executionWords(execution);
  return [
    execution.state === 'done' ? style.up(plain(head)) : style.warning(plain(head)),
    ...execution.orders.map(
      (record) => `  ${plain(orderWords(record.ticket, false, plainTitles))}: ${plain(recordWords(record, false))}`,
    ),
    ...execution.remains.map((what) => style.warning(`  remains: ${plain(what)}`)),
  ];
}
