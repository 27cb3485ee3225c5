import { combinedPortfolio } from '../../protocol/engine.ts';
import type { Handlers } from '../engine.ts';
import type { Portfolio } from '../portfolio.ts';
import type { Desk } from './desk.ts';

/** Requests that plan and send orders, each at the desk of its portfolio. */
export function createDeskHandlers(
  portfolioOf: (folder: string) => Portfolio,
  portfolios: () => readonly Portfolio[],
): Pick<Handlers, 'plan' | 'execute' | 'executions' | 'stopTrading' | 'resetPaper'> {
  const deskOf = (folder: string): Desk => {
    if (folder === combinedPortfolio)
      throw new Error('orders are given in single portfolios, not in all of them together');
    return portfolioOf(folder).desk();
  };
  return {
    plan: async ({ portfolio, request }) => deskOf(portfolio).plan(request),
    execute: async ({ portfolio, plan, digest }) => deskOf(portfolio).execute(plan, digest),
    executions: async ({ portfolio, from, to }) =>
      portfolio === combinedPortfolio ? [] : deskOf(portfolio).executions(from, to),
    stopTrading: async () => ({ stopped: portfolios().filter((portfolio) => portfolio.desk().stop()).length }),
    async resetPaper({ portfolio, account }) {
      await deskOf(portfolio).resetPaper(account);
      return null;
    },
  };
}
