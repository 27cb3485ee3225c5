import type { RateAt } from '../../core/ledger/assetLots.ts';
import type { DailyCloses } from '../../core/model/quote.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import { createPastRates } from '../pastRates.ts';
import type { Portfolio } from '../portfolio.ts';

const day = 86_400_000;

/** What units were worth in base currency, with more closes than those of what is held. Thousands of rows ask for the same days. */
export function tableRates(portfolio: Portfolio, snapshot: Snapshot | null, more: readonly DailyCloses[]): RateAt {
  const others = createPastRates({ closes: () => more, snapshot: () => snapshot });
  const known = new Map<string, ReturnType<RateAt>>();
  return (asset, at) => {
    const key = `${asset} ${Math.floor(at / day)}`;
    const rate = known.get(key);
    if (rate !== undefined) return rate;
    const found = portfolio.rateAt(asset, at) ?? (more.length === 0 ? null : others(asset, at));
    known.set(key, found);
    return found;
  };
}
