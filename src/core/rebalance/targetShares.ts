import { type Big, big, sum } from '../decimal.ts';
import type { AssetView } from '../model/snapshot.ts';
import { isCash } from '../trading/isCash.ts';
import type { PlanBasis } from '../trading/planInput.ts';

/** Target shares by asset that add up to 1, or why there are none. */
export type TargetShares =
  | { readonly shares: ReadonlyMap<string, Big>; readonly notes: readonly string[] }
  | { readonly refused: string };

/** Targets may miss 1 by this much. */
const slack = big('0.001');

/**
 * REB-1. Targets by asset, or by sector: within a sector the assets keep the proportions they are held in; where nothing of
 * it is held, they get equal parts. They tell the whole book: what is held, is no money and has no target has the target 0.
 * `minPositionNotional` drops a target that is worth no more than that (of `total`, base currency); its share goes in equal
 * parts to the targets that remain and are no money.
 */
export function targetShares(basis: PlanBasis, total: Big): TargetShares {
  const { targets } = basis;
  const named = namedShares(basis);
  if (targets === null || named === null) {
    return { refused: 'no targets are configured: write the shares you want under "targets" in quantfolio.json' };
  }
  if ('refused' in named) return named;
  const whole = sum(named.shares.values());
  if (whole.minus(1).abs().gt(slack)) {
    return { refused: `the targets add up to ${whole.times(100).round(4).toString()} %: they must add up to 100 %` };
  }
  const shares = new Map([...named.shares].map(([asset, share]) => [asset, share.div(whole)]));
  const dropped = dropSmall(basis, shares, total, big(targets.minPositionNotional));
  return { shares: dropped.shares, notes: [...named.notes, ...dropped.notes] };
}

function namedShares(basis: PlanBasis): TargetShares | null {
  const { allocation, sectors } = basis.targets ?? {};
  const given = (record: Readonly<Record<string, number>> | undefined) => Object.entries(record ?? {});
  if (given(allocation).length > 0) {
    const notes = given(sectors).length > 0 ? ['targets.sectors is not used: targets.allocation is set'] : [];
    return { shares: new Map(given(allocation).map(([asset, share]) => [asset, big(share)])), notes };
  }
  if (given(sectors).length === 0) return null;
  const shares = new Map<string, Big>();
  for (const [sector, share] of given(sectors)) {
    const parts = withinSector(basis, sector);
    if (parts.size === 0) return { refused: `the sector '${sector}' names no assets: list them under "sectors"` };
    for (const [asset, part] of parts) {
      shares.set(asset, (shares.get(asset) ?? big(0)).plus(part.times(big(share))));
    }
  }
  return { shares, notes: [] };
}

function withinSector({ facts }: PlanBasis, sector: string): ReadonlyMap<string, Big> {
  const assets = [...new Set(facts.sectors[sector] ?? [])];
  const heldValue = (asset: string): Big => {
    const view: AssetView | undefined = facts.snapshot.assets.find((one) => one.asset === asset);
    return view?.value != null && view.value > 0 ? big(view.value) : big(0);
  };
  const held = sum(assets.map(heldValue));
  const equal = assets.length > 0 ? big(1).div(assets.length) : big(0);
  return new Map(assets.map((asset) => [asset, held.gt(0) ? heldValue(asset).div(held) : equal]));
}

function dropSmall(
  basis: PlanBasis,
  shares: ReadonlyMap<string, Big>,
  total: Big,
  minimum: Big,
): { readonly shares: ReadonlyMap<string, Big>; readonly notes: readonly string[] } {
  const coins = [...shares].filter(([asset, share]) => share.gt(0) && !isCash(basis, asset));
  const small = minimum.gt(0) ? coins.filter(([, share]) => share.times(total).lte(minimum)) : [];
  if (small.length === 0) return { shares, notes: [] };
  const left = coins.filter(([asset]) => !small.some(([name]) => name === asset)).map(([asset]) => asset);
  const freed = sum(small.map(([, share]) => share));
  const each = left.length > 0 ? freed.div(left.length) : big(0);
  const names = small.map(([asset]) => asset).join(', ');
  const where = left.length > 0 ? `its share goes to ${left.join(', ')}` : 'its share stays money';
  return {
    shares: new Map(
      [...shares].map(([asset, share]) => {
        if (small.some(([name]) => name === asset)) return [asset, big(0)];
        return [asset, left.includes(asset) ? share.plus(each) : share];
      }),
    ),
    notes: [`the target of ${names} is worth no more than targets.minPositionNotional and is dropped: ${where}`],
  };
}
