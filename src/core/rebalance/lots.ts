import { type Big, big, sum } from '../decimal.ts';
import type { Position } from '../model/snapshot.ts';
import { isCash } from '../trading/isCash.ts';
import { moneyOf, paidInOf, spotMarkets } from '../trading/planContext.ts';
import type { PlanInput, PlanMarket } from '../trading/planInput.ts';

type Basis = Pick<PlanInput, 'facts' | 'stablecoins' | 'accounts'>;

/** A part of an asset that one order can sell. */
export interface Lot {
  readonly market: PlanMarket;
  readonly quantity: Big;
  /** Of a paper position. */
  readonly strategy: string | null;
}

/**
 * Where an asset can be sold for money, largest part first: what stands in the spot pocket of a ready account, in its best
 * market; on paper accounts the longs, each in its own market, and what was paid in.
 */
export function lotsOf(input: Basis, markets: readonly PlanMarket[], asset: string): readonly Lot[] {
  const { positions } = input.facts.snapshot;
  const lots = input.accounts.flatMap(({ account, ready }): readonly Lot[] => {
    if (!ready) return [];
    const own = spotMarkets(input, markets, account, asset).filter(({ rules }) => isCash(input, rules.quote));
    const [best] = own;
    if (best === undefined) return [];
    if (!best.rules.allowsShort) return [{ market: best, quantity: moneyOf(input, account, asset), strategy: null }];
    const bought = positions.flatMap((position): readonly Lot[] => {
      const market = own.find(({ rules }) => rules.symbol === position.symbol);
      if (position.account !== account || position.side !== 'long' || market === undefined) return [];
      return [{ market, quantity: big(position.size), strategy: position.strategy }];
    });
    const paidIn = paidInOf(positions, account, asset);
    if (paidIn === undefined) return bought;
    return [...bought, { market: best, quantity: big(paidIn.size), strategy: paidIn.strategy }];
  });
  return lots.filter(({ quantity }) => quantity.gt(0)).sort((a, b) => b.quantity.cmp(a.quantity));
}

/** Markets of ready accounts where an asset can be bought for one of these moneys ("account currency"). */
export function marketsToBuy(
  input: Basis,
  markets: readonly PlanMarket[],
  asset: string,
  moneys: ReadonlySet<string>,
): readonly PlanMarket[] {
  return input.accounts.flatMap(({ account, ready }) =>
    ready
      ? spotMarkets(input, markets, account, asset).filter(
          ({ rules }) => isCash(input, rules.quote) && moneys.has(moneyKey(account, rules.quote)),
        )
      : [],
  );
}

/**
 * The short of what is bought in this market (paper), there, where a purchase would close it, or in another market, beside which
 * the simulated broker buys nothing; null: there is none.
 */
export function shortIn({ facts }: Pick<PlanInput, 'facts'>, { account, rules }: PlanMarket): Position | null {
  if (!rules.allowsShort) return null;
  const shorts = facts.snapshot.positions.filter(
    ({ account: where, asset, side, symbol }) =>
      where === account && side === 'short' && (symbol === rules.symbol || (!rules.contract && asset === rules.base)),
  );
  return shorts.find(({ symbol }) => symbol === rules.symbol) ?? shorts[0] ?? null;
}

export function moneyKey(account: string, currency: string): string {
  return `${account} ${currency}`;
}

/** Money that purchases can be paid from: what ready accounts have, by account and currency. */
export function moneysOf(input: Basis): ReadonlyMap<string, Big> {
  const moneys = new Map<string, Big>();
  for (const { account, ready } of input.accounts) {
    if (!ready) continue;
    const currencies = new Set(
      input.facts.snapshot.holdings.flatMap((one) =>
        one.account === account && one.kind === 'cash' && one.scope === 'spot' ? [one.asset] : [],
      ),
    );
    for (const currency of currencies) {
      const amount = moneyOf(input, account, currency);
      if (amount.gt(0)) moneys.set(moneyKey(account, currency), amount);
    }
  }
  return moneys;
}

/** All that is owned of an asset, what is owed taken off. */
export function ownedOf({ facts }: Pick<PlanInput, 'facts'>, asset: string): Big {
  return sum(
    facts.snapshot.holdings.flatMap((one) => (one.asset === asset ? [big(one.quantity).minus(one.borrowed)] : [])),
  );
}
