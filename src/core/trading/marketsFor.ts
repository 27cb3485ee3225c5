import { assertNever } from '../assertNever.ts';
import type { MarketRules } from '../model/trading.ts';
import { assetsToRebalance } from '../rebalance/assetsToRebalance.ts';
import { baseAsset } from './marketSymbol.ts';
import type { PlanBasis } from './planInput.ts';

/** Rules to read: `Trading.rules(wanted)` of this account. */
export interface MarketNeed {
  readonly account: string;
  /** Assets and symbols. */
  readonly wanted: readonly string[];
}

/**
 * The first of three steps of a plan: which accounts to ask for the rules of which assets and symbols. The second is
 * `pricesFor`, with the rules; the third `planOrders`, with rules and prices. Accounts that are not `ready` are never asked.
 *
 *     const needs = marketsFor(basis);
 *     const rules = needs.flatMap(({ account, wanted }) => rules of that account, each with its `account`);
 *     const prices = pricesFor(basis, rules) → trading.price(symbol, side) for each;
 *     planOrders({ ...basis, id, markets: rules with their prices (null where none was asked for), failures });
 */
export function marketsFor(basis: PlanBasis): readonly MarketNeed[] {
  const { request, facts, accounts } = basis;
  const ready = accounts.filter((account) => account.ready);
  const need = (account: string, wanted: readonly string[]): readonly MarketNeed[] => {
    const names = [...new Set(wanted)];
    return names.length > 0 && ready.some((one) => one.account === account) ? [{ account, wanted: names }] : [];
  };
  switch (request.kind) {
    case 'order':
      return need(request.account, [request.symbol, baseAsset(request.symbol)]);
    case 'close':
    case 'adjust': {
      const position = facts.snapshot.positions.find(({ id }) => id === request.position);
      return position ? need(position.account, [position.symbol, position.asset]) : [];
    }
    case 'rebalance': {
      const assets = assetsToRebalance(basis);
      return ready.flatMap(({ account }) => need(account, assets));
    }
    case 'reduce':
      return ready.flatMap(({ account }) =>
        need(
          account,
          facts.snapshot.positions.flatMap((one) => (one.account === account ? [one.symbol, one.asset] : [])),
        ),
      );
    case 'remaining': {
      const tickets = (basis.execution?.orders ?? []).map(({ ticket }) => ticket);
      return ready.flatMap(({ account }) =>
        need(
          account,
          tickets.flatMap((ticket) => (ticket.account === account ? [ticket.symbol] : [])),
        ),
      );
    }
    default:
      return assertNever(request);
  }
}

/** The rules of one account's market, as `Trading.rules` answered. */
export interface AccountRules {
  readonly account: string;
  readonly rules: MarketRules;
}
