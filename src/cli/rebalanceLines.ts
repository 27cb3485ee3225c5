import type { Execution, Plan, RebalanceLeg } from '../core/model/trading.ts';
import { formatMoney, formatPercent } from '../present/format.ts';
import { planLines } from './planLines.ts';
import type { Style } from './style.ts';
import { boxTable, type Column, plain } from './table.ts';

const columns: readonly Column[] = [
  { title: 'Asset', align: 'start' },
  { title: 'Current', align: 'end' },
  { title: 'Target', align: 'end' },
  { title: 'Action', align: 'start' },
  { title: 'Why', align: 'start' },
];

/** Current against target shares with the action of each (S4), then the orders, their check and what became of them. */
export function rebalanceLines(
  plan: Plan,
  refused: string | null,
  execution: Execution | null,
  style: Style,
): readonly string[] {
  const lines = planLines(plan, refused, execution, style);
  if (plan.legs.length === 0) return lines;
  const [title = '', ...rest] = lines;
  const rows = plan.legs.map((leg) => [
    plain(leg.asset),
    formatPercent(leg.currentShare),
    formatPercent(leg.targetShare),
    actionOf(leg, plan, style),
    style.dim(plain(leg.reason ?? '')),
  ]);
  const fee =
    plan.fee === null || plan.orders.length === 0
      ? []
      : [`Estimated fees: ${formatMoney(plan.fee, plan.baseCurrency)}`];
  // What is done by hand is needed all the same.
  const told = plan.notExecutable.length === 0 ? rest : rest.filter((line) => line !== 'No order is needed.');
  return [title, boxTable(columns, rows), ...fee, ...told];
}

function actionOf({ side, notional }: RebalanceLeg, { baseCurrency }: Plan, style: Style): string {
  if (side === 'hold') return style.dim('hold');
  const words = `${side} ${formatMoney(notional, baseCurrency)}`;
  return side === 'buy' ? style.up(words) : style.down(words);
}
