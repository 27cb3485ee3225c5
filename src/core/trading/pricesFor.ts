import type { AccountRules } from './marketsFor.ts';
import type { PlanBasis } from './planInput.ts';

/** A price to ask for: `Trading.price(symbol, side)` of this account. */
export interface PriceNeed {
  readonly account: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
}

/** The second step of a plan (see `marketsFor`): which prices it needs, few enough to be asked one by one. */
export function pricesFor(basis: PlanBasis, rules: readonly AccountRules[]): readonly PriceNeed[] {
  return basis.request.kind === 'remaining'
    ? []
    : rules.flatMap(({ account, rules: { symbol } }) =>
        (['buy', 'sell'] as const).map((side) => ({ account, symbol, side })),
      );
}
