import type { Snapshot } from '../../core/model/snapshot.ts';

/** What a unit of a currency is worth now in base currency; null: not known. */
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
