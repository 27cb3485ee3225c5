import { toNumber } from '../../core/decimal.ts';
import type { DailyCloses } from '../../core/model/quote.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import { createPastRates } from '../pastRates.ts';
import type { Portfolio } from '../portfolio.ts';

export interface TableRates {
  rateAt(asset: string, at: number): number | null;
  rateNow(currency: string): number | null;
}

/** What units are and were worth in base currency, as tables need it: quickly, for thousands of rows. */
export function tableRates(
  portfolio: Portfolio,
  snapshot: Snapshot | null,
  more: readonly DailyCloses[] = [],
): TableRates {
  const others = createPastRates({ closes: () => more, snapshot: () => snapshot });
  return {
    rateNow: currentRates(snapshot),
    rateAt(asset, at) {
      const rate = portfolio.rateAt(asset, at) ?? (more.length === 0 ? null : others(asset, at));
      return rate === null ? null : toNumber(rate);
    },
  };
}

export function currentRates(snapshot: Snapshot | null): (currency: string) => number | null {
  const now = new Map<string, number | null>();
  return (currency) => {
    const known = now.get(currency);
    if (known !== undefined) return known;
    const rate = currentRate(snapshot, currency);
    now.set(currency, rate);
    return rate;
  };
}

function currentRate(snapshot: Snapshot | null, currency: string): number | null {
  if (snapshot === null) return null;
  if (currency === snapshot.baseCurrency) return 1;
  const price = snapshot.assets.find(({ asset }) => asset === currency)?.price?.price;
  if (price !== undefined) return price;
  // A position's own conversion tells its currency's rate, where no holding does.
  for (const { currency: own, notional, baseNotional } of snapshot.positions) {
    if (own === currency && notional && baseNotional) return baseNotional / notional;
  }
  return null;
}
