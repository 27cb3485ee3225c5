import type { Plan } from '../../core/model/trading.ts';
import { rebalanceRecord } from '../../present/records/rebalanceRecord.ts';
import type { Command } from '../command.ts';
import { giveOrder } from '../giveOrder.ts';
import { rebalanceLines } from '../rebalanceLines.ts';

/** REB-1: the plan to the configured targets; on paper accounts it is carried out at once, live orders never are. */
export const rebalanceCommand: Command = {
  name: 'rebalance',
  summary:
    'rebalance to the targets: paper accounts at once, live orders only in VS Code; exit 0 done, planned or nothing to do, ' +
    '2 refused or a part remains, 3 not evaluated',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'dry-run', 'threshold', 'mode', 'json', 'timeout'],
  run: (invocation) => {
    const { threshold, mode } = invocation.options;
    return giveOrder(invocation, () => ({ kind: 'rebalance', threshold, mode }), {
      record: rebalanceRecord,
      lines: rebalanceLines,
      nothingToDo: (plan, dryRun) => isBalanced(plan) || (dryRun && isByHand(plan)),
      remains: (plan) => plan.notExecutable.length > 0,
    });
  },
};

/** Every share was looked at, and none asks for a trade. */
function isBalanced({ legs, orders, notExecutable }: Plan): boolean {
  return orders.length === 0 && notExecutable.length === 0 && legs.length > 0;
}

/** A plan that was asked for and made, all of it for accounts that are traded elsewhere. */
function isByHand({ legs, orders, notExecutable }: Plan): boolean {
  return orders.length === 0 && notExecutable.length > 0 && legs.some(({ side }) => side !== 'hold');
}
