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
    const values = group.flatMap((holding) => holding.value ?? []);
    const value = values.length > 0 ? sum(values) : null;
    const before = group.map((holding) => holding.value24h);
    const whole = !before.includes(null) && values.length === group.length;
    const then = whole ? sum(before.flatMap((part) => part ?? [])) : null;
    const priced = group.filter((holding) => holding.value !== null);
    const largest = priced.reduce<ValuedHolding | undefined>(
      (best, next) => (best?.value && next.value && best.value.abs().gte(next.value.abs()) ? best : next),
      undefined,
    );
    const rounded = value && toNumber(value);
    return {
      asset,
      quantity: sum(group.map((holding) => holding.net)).toString(),
      price: largest?.view.price ?? null,
      value: rounded,
      share: rounded === null ? null : shareOf(rounded),
      change24h: priceChange(asset, value, then, largest?.rate ?? null),
      kind: group.every((holding) => holding.view.kind === 'cash') ? 'cash' : 'asset',
      ...worstOf(group.map((holding) => holding.view)),
    };
  });
  return views.sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0) || (a.asset < b.asset ? -1 : 1));
}
