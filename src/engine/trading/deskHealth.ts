import type { HealthItem } from '../../core/model/state.ts';
import type { Execution } from '../../core/model/trading.ts';
import { continuationOf } from './orderRecords.ts';

/** An interrupted execution is told for a day; an order that nobody knows the fate of as long as it is followed. */
const toldMs = 86_400_000;

const look: NonNullable<HealthItem['action']> = { command: 'showTradeLog', argument: null, title: 'Show orders' };

/** RISK-10: executions that stopped half-way and orders whose fate is not known, with what helps. */
export function deskHealth(executions: readonly Execution[], at: number): readonly HealthItem[] {
  return executions.flatMap((execution): HealthItem[] => {
    const { plan, title, state, remains, orders, updatedAt } = execution;
    // Whoever runs it tells how it goes.
    if (state === 'running') return [];
    const unknown = orders.filter((order) => order.state === 'unknown' || order.state === 'sending');
    const accounts = [...new Set((unknown.length > 0 ? unknown : orders).map(({ ticket }) => ticket.account))];
    const item = {
      id: `execution/${plan}`,
      account: accounts.length === 1 ? (accounts[0] ?? null) : null,
      share: null,
      detail: `${remains.join('. ')}.`,
      action: look,
    };
    if (unknown.length > 0) {
      return [{ ...item, severity: 'critical', title: `${title}: whether an order was placed is not known` }];
    }
    const continued = continuationOf(execution, executions) !== null;
    if (state !== 'interrupted' || remains.length === 0 || continued || at - updatedAt > toldMs) return [];
    const action = { command: 'planRemaining', argument: plan, title: 'Plan what remains' };
    return [{ ...item, action, severity: 'warning', title: `${title} was interrupted` }];
  });
}
