import { assertNever } from '../assertNever.ts';
import { lotsOf, marketsToBuy, moneyKey, moneysOf } from '../rebalance/lots.ts';
import { rebalance } from '../rebalance/rebalance.ts';
import type { AccountRules } from './marketsFor.ts';
import { orderMarket } from './orderPlan.ts';
import type { PlanBasis, PlanInput, PlanMarket } from './planInput.ts';
import { positionMarket } from './positionPlan.ts';

/** A price to ask for: `Trading.price(symbol, side)` of this account. */
export interface PriceNeed {
  readonly account: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
}

/** The second step of a plan (see `marketsFor`): which prices it needs, few enough to be asked one by one. */
export function pricesFor(basis: PlanBasis, rules: readonly AccountRules[]): readonly PriceNeed[] {
  const markets = rules.map((one): PlanMarket => ({ ...one, buy: null, sell: null }));
  const input: PlanInput = { ...basis, id: '', markets, failures: [] };
  const needs = needsOf(input);
  return [...new Map(needs.map((need) => [`${need.account} ${need.symbol} ${need.side}`, need])).values()];
}

function needsOf(input: PlanInput): readonly PriceNeed[] {
  const { request, facts, markets } = input;
  switch (request.kind) {
    case 'order': {
      const market = orderMarket(input, request);
      return typeof market === 'string' ? [] : [need(market, request.side)];
    }
    case 'close':
    case 'adjust': {
      const position = facts.snapshot.positions.find(({ id }) => id === request.position);
      const market = position && positionMarket(input, position);
      if (!position || !market) return [];
      // An adjustment may go either way; which one is told by the size, but a position has two prices at most.
      const [less, more] = position.side === 'long' ? (['sell', 'buy'] as const) : (['buy', 'sell'] as const);
      return request.kind === 'close' ? [need(market, less)] : [need(market, less), need(market, more)];
    }
    case 'rebalance':
      return ofRebalance(input);
    case 'reduce':
      return facts.snapshot.positions.flatMap((position) => {
        const market = positionMarket(input, position);
        return market ? [need(market, position.side === 'long' ? 'sell' : 'buy')] : [];
      });
    case 'remaining':
      return (input.execution?.orders ?? []).flatMap(({ ticket }) => {
        const market = markets.find((one) => one.account === ticket.account && one.rules.symbol === ticket.symbol);
        return market ? [need(market, ticket.side)] : [];
      });
    default:
      return assertNever(request);
  }
}

function ofRebalance(input: PlanInput): readonly PriceNeed[] {
  const { wants } = rebalance(input);
  const lots = wants.flatMap((want) => (want.side === 'sell' ? lotsOf(input, input.markets, want.asset) : []));
  const moneys = new Set([
    ...moneysOf(input).keys(),
    ...lots.map(({ market }) => moneyKey(market.account, market.rules.quote)),
  ]);
  const purchases = wants.flatMap((want) =>
    want.side === 'buy' ? marketsToBuy(input, input.markets, want.asset, moneys) : [],
  );
  return [...lots.map(({ market }) => need(market, 'sell')), ...purchases.map((market) => need(market, 'buy'))];
}

function need({ account, rules }: PlanMarket, side: 'buy' | 'sell'): PriceNeed {
  return { account, symbol: rules.symbol, side };
}
