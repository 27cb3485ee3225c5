import { namesAsset } from '../../present/records/holdingsRecord.ts';
import type { Command } from '../command.ts';
import { giveOrder } from '../giveOrder.ts';
import { orderAccount } from '../orderAccount.ts';

/** REB-3: closes one position whole, long or short. */
export const closeCommand: Command = {
  name: 'close',
  summary: 'close a position of a paper account: sells what is long, buys back what is short',
  usage: 'SYMBOL',
  maxPositionals: 1,
  options: ['config', 'account', 'strategy', 'dry-run', 'json', 'timeout'],
  async run(invocation) {
    const { options, positionals, output } = invocation;
    const [typed] = positionals;
    if (typed === undefined) {
      output.err('quantfolio: name the position: a symbol such as BTC/USD, or an asset such as BTC');
      return 3;
    }
    return giveOrder(invocation, (state) => {
      const named = [typed.toUpperCase()];
      const open = state.snapshot?.positions ?? [];
      const tradable = new Set((state.trading ?? []).map(({ account }) => account));
      const found = open.filter(
        ({ symbol, asset, account, strategy }) =>
          (symbol.toUpperCase() === named[0] || namesAsset(named, asset)) &&
          (options.account === null ? tradable.has(account) : account === options.account) &&
          (options.strategy === null || strategy === options.strategy),
      );
      const [position, ...others] = found;
      if (position === undefined)
        return {
          reason: `no position in ${typed.toUpperCase()} is open${options.account === null ? '' : ` in ${options.account}`}`,
        };
      if (others.length > 0) {
        const list = found.map(
          ({ symbol, account, strategy }) => `${symbol} in ${account}${strategy === null ? '' : ` of ${strategy}`}`,
        );
        return {
          reason: `several positions are open: ${list.join(', ')}; name one by its symbol, --account and --strategy`,
        };
      }
      const account = orderAccount(state, position.account, options.dryRun);
      return 'reason' in account ? account : { kind: 'close', position: position.id, part: 1 };
    });
  },
};
