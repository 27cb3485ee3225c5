import { isCash } from '../trading/isCash.ts';
import type { PlanBasis } from '../trading/planInput.ts';

/** Every asset that a rebalance may buy or sell: the targets, the assets of targeted sectors, and what is held and no cash. */
export function assetsToRebalance(basis: PlanBasis): readonly string[] {
  const { targets, facts } = basis;
  if (targets === null) return [];
  const wanted = Object.keys(targets.allocation ?? {});
  const ofSectors = Object.keys(targets.sectors ?? {}).flatMap((sector) => facts.sectors[sector] ?? []);
  const held = facts.snapshot.holdings.flatMap(({ asset, kind }) => (kind === 'asset' ? [asset] : []));
  return [...new Set([...wanted, ...ofSectors, ...held])].filter((asset) => !isCash(basis, asset));
}
