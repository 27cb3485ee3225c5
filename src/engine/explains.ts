import { type Big, big } from '../core/decimal.ts';
import { type AccountLedger, movementsOf } from '../core/ledger/movements.ts';

export interface Owned {
  /** By asset, what is owed subtracted. */
  readonly assets: ReadonlyMap<string, Big>;
  /** Signed contracts by symbol. */
  readonly contracts: ReadonlyMap<string, Big>;
}

/** Exchanges round balances; this part of a quantity is no entry. */
export const rounding = '0.000001';

/**
 * Whether new entries tell all that changed between two readings of an account, so that nothing is still on its way: exchanges
 * show a deposit in the balance some seconds before they list it.
 */
export function explains(entries: AccountLedger, before: Owned, now: Owned): boolean {
  const assets = new Map(before.assets);
  for (const { asset, quantity } of movementsOf(entries))
    assets.set(asset, (assets.get(asset) ?? big(0)).plus(quantity));
  const contracts = contractsAfter(entries, before.contracts);
  return isSame(assets, now.assets, before.assets) && isSame(contracts, now.contracts, before.contracts);
}

export function contractsAfter({ trades }: AccountLedger, before: Owned['contracts']): Owned['contracts'] {
  const contracts = new Map(before);
  for (const { contract, symbol, side, quantity } of trades) {
    if (contract === undefined) continue;
    const signed = side === 'buy' ? big(quantity) : big(quantity).neg();
    contracts.set(symbol, (contracts.get(symbol) ?? big(0)).plus(signed));
  }
  return contracts;
}

function isSame(told: ReadonlyMap<string, Big>, now: ReadonlyMap<string, Big>, before: ReadonlyMap<string, Big>) {
  return [...new Set([...told.keys(), ...now.keys()])].every((key) => {
    const [a, b, c] = [told, now, before].map((of) => of.get(key) ?? big(0)) as [Big, Big, Big];
    const largest = [a.abs(), b.abs(), c.abs()].reduce((most, each) => (each.gt(most) ? each : most));
    return a.minus(b).abs().lte(largest.times(rounding));
  });
}
