import type { Command, ExitCode, Invocation, OptionName } from '../command.ts';
import { giveOrder } from '../giveOrder.ts';
import { orderAccount } from '../orderAccount.ts';
import { orderSize } from '../orderSize.ts';

const orderOptions: readonly OptionName[] = [
  'config',
  'quantity',
  'notional',
  'all',
  'limit',
  'account',
  'strategy',
  'dry-run',
  'json',
  'timeout',
];

const sizes = '--quantity, --notional, --all';

/** REB-3: buys on a paper account at once, after the check of the limits. */
export const buyCommand: Command = orderCommand('buy', 'buy on a paper account: an amount, or with all of its cash');
export const sellCommand: Command = orderCommand('sell', 'sell on a paper account: an amount, or all that is held');

function orderCommand(side: 'buy' | 'sell', summary: string): Command {
  return {
    name: side,
    summary,
    usage: 'SYMBOL [AMOUNT]',
    about: [
      'SYMBOL is a market (BTC/USD) or an asset (BTC: in the best market that the account has for it).',
      `AMOUNT is units (0.5), money (500USD) or all; with a limit 0.5@91000. Or say it with one of ${sizes}.`,
    ],
    maxPositionals: 2,
    options: orderOptions,
    run: (invocation) => run(invocation, side),
  };
}

async function run(invocation: Invocation, side: 'buy' | 'sell'): Promise<ExitCode> {
  const { options, positionals, output } = invocation;
  const asked = orderSize(positionals, options);
  if ('reason' in asked) {
    output.err(`quantfolio: ${asked.reason}`);
    return 3;
  }
  return giveOrder(invocation, (state) => {
    const found = orderAccount(state, options.account, options.dryRun);
    if ('reason' in found) return found;
    return { kind: 'order', account: found.account, side, ...asked, strategy: options.strategy };
  });
}
