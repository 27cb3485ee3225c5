import { type Big, big, sum } from '../decimal.ts';
import type { Lot } from './lotPool.ts';

/** Lots that left one account and may arrive in another. */
export interface Transit {
  leave(parcel: Parcel): void;
  /** What arrives as `quantity` at `at`: lots of one parcel that left not long before and is about as large; [] where none fits. */
  arrive(asset: string, quantity: Big, at: number): readonly Pick<Parcel, 'lots' | 'currency'>[];
}

export interface Parcel {
  readonly at: number;
  readonly asset: string;
  readonly account: string;
  readonly lots: readonly Lot[];
  /** Of the lots' costs. */
  readonly currency: string;
}

/** A chain may take this long; clocks of two exchanges may differ by the second. */
const longest = 48 * 3_600_000;
const skew = 3_600_000;
/** Lots that lost a network fee on the way are divided at this many decimal places; the first takes what that leaves. */
const quantityPlaces = 10;
/** A network fee inside the amount takes no more than this part of it. */
const largestFee = '0.02';

/**
 * Pairs withdrawals with deposits by asset, amount (less a network fee) and time. Entries come in order of time, but an arrival
 * that an exchange dates before the departure finds nothing: its cost is then not known.
 */
export function createTransit(): Transit {
  let parcels: Parcel[] = [];
  return {
    leave(parcel) {
      parcels = parcels.filter(({ at }) => parcel.at - at <= longest);
      if (parcel.lots.length > 0) parcels.push(parcel);
    },
    arrive(asset, quantity, at) {
      // Of several the one that lost least, of those alike the first that left.
      let fits: Parcel | undefined;
      let least: Big | undefined;
      for (const parcel of parcels) {
        if (parcel.asset !== asset || at < parcel.at - skew || at - parcel.at > longest) continue;
        const size = sum(parcel.lots.map((lot) => lot.quantity));
        const lost = size.minus(quantity);
        if (lost.lt(0) || lost.gt(size.times(largestFee)) || least?.lte(lost)) continue;
        [fits, least] = [parcel, lost];
      }
      if (fits === undefined) return [];
      parcels = parcels.filter((parcel) => parcel !== fits);
      const size = sum(fits.lots.map((lot) => lot.quantity));
      // The fee on the way is spread over the lots: their costs stay, for less of the asset.
      const lots = fits.lots.map((lot) => ({
        ...lot,
        quantity: lot.quantity.times(quantity).div(size).round(quantityPlaces),
      }));
      const rounding = quantity.minus(sum(lots.map((lot) => lot.quantity)));
      const [first, ...others] = lots;
      if (first === undefined) return [];
      return [
        {
          lots: [{ ...first, quantity: first.quantity.plus(rounding).plus(big(0)) }, ...others],
          currency: fits.currency,
        },
      ];
    },
  };
}
