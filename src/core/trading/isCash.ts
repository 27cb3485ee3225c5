import { fiatCurrencies } from '../valuation/fiat.ts';
import type { PlanBasis } from './planInput.ts';

/** POS-2a: fiat, and a stablecoin unless the book holds it off its peg. */
export function isCash({ facts, stablecoins }: Pick<PlanBasis, 'facts' | 'stablecoins'>, asset: string): boolean {
  if (fiatCurrencies.has(asset)) return true;
  const held = facts.snapshot.holdings.find((holding) => holding.asset === asset);
  return held ? held.kind === 'cash' : stablecoins.includes(asset);
}
