import { sum, toNumber } from '../decimal.ts';
import type { AssetView } from '../model/snapshot.ts';
import { worstOf } from './spotPositions.ts';
import type { ValuedHolding } from './valueHoldings.ts';
import { priceChange } from './valueHoldings.ts';

/**
 * Holdings summed by asset over accounts and pockets, largest first. The value is what is priced of it (the state says when
 * that is not all); null where nothing is.
 */
export function assetViews(
  holdings: readonly ValuedHolding[],
  shareOf: (value: number) => number | null,
): readonly AssetView[] {
  const groups = new Map<string, ValuedHolding[]>();
  for (const holding of holdings) {
    const group = groups.get(holding.view.asset);
    if (group) group.push(holding);
    else groups.set(holding.view.asset, [holding]);
  }
  const views = [...groups].map(([asset, group]): AssetView => {
    const [first] = group;
    // Most assets are held once: their sums are what the holding says.
    const sums = first && group.length === 1 ? { ...first.view, quantity: netOf(first) } : summed(asset, group);
    return {
      asset,
      quantity: sums.quantity,
      price: sums.price,
      value: sums.value,
      share: sums.value === null ? null : shareOf(sums.value),
      change24h: sums.change24h,
      kind: group.every((holding) => holding.view.kind === 'cash') ? 'cash' : 'asset',
      ...worstOf(group.map((holding) => holding.view)),
    };
  });
  return views.sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0) || (a.asset < b.asset ? -1 : 1));
}

/** As the source wrote it where nothing is owed. */
function netOf({ view, net }: ValuedHolding): string {
  return view.borrowed === '0' ? view.quantity : net.toString();
}

function summed(
  asset: string,
  group: readonly ValuedHolding[],
): Pick<AssetView, 'quantity' | 'price' | 'value' | 'change24h'> {
  const priced = group.filter((holding) => holding.value !== null);
  const value = priced.length > 0 ? sum(priced.flatMap((holding) => holding.value ?? [])) : null;
  const before = group.flatMap((holding) => holding.value24h ?? []);
  const whole = before.length === group.length && priced.length === group.length;
  const then = whole ? before.reduce((a, b) => a + b, 0) : null;
  const rounded = value && toNumber(value);
  const largest = priced.reduce<ValuedHolding | undefined>(
    (best, next) => (best && Math.abs(best.view.value ?? 0) >= Math.abs(next.view.value ?? 0) ? best : next),
    undefined,
  );
  return {
    quantity: sum(group.map((holding) => holding.net)).toString(),
    price: largest?.view.price ?? null,
    value: rounded,
    change24h: priceChange(asset, rounded, then, largest?.rate ?? null),
  };
}
