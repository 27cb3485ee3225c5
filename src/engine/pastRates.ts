import { type Big, big } from '../core/decimal.ts';
import type { RateAt } from '../core/ledger/assetLots.ts';
import type { DailyCloses } from '../core/model/quote.ts';
import type { Snapshot } from '../core/model/snapshot.ts';

const day = 86_400_000;
/** A close of some days ago may stand for a day without one (a holiday), not of last month. */
const reach = 4;
/** The price of now may stand for one of today, whose close is not there yet. */
const recent = 36 * 3_600_000;

/** Prices of the past in base currency: the close of the day, for the last hours the price of now; null where neither is known. */
export function createPastRates(now: {
  readonly closes: () => readonly DailyCloses[];
  readonly snapshot: () => Snapshot | null;
}): RateAt {
  const indexes = new WeakMap<DailyCloses, ReadonlyMap<number, number>>();
  const indexOf = (closes: DailyCloses): ReadonlyMap<number, number> => {
    const known = indexes.get(closes);
    if (known !== undefined) return known;
    const index = new Map(closes.closes.map((each) => [Math.floor(each.day / day), each.close]));
    indexes.set(closes, index);
    return index;
  };
  return (asset, at) => {
    const snapshot = now.snapshot();
    if (snapshot === null) return null;
    if (asset === snapshot.baseCurrency) return big(1);
    const closes = now.closes().find((each) => each.asset === asset && each.currency === snapshot.baseCurrency);
    const close = closes === undefined ? null : closeOf(indexOf(closes), Math.floor(at / day));
    if (close !== null) return close;
    const view = snapshot.assets.find((each) => each.asset === asset);
    return at >= snapshot.asOf - recent && view?.price ? big(view.price.price) : null;
  };
}

function closeOf(index: ReadonlyMap<number, number>, date: number): Big | null {
  for (let back = 0; back <= reach; back += 1) {
    const close = index.get(date - back);
    if (close !== undefined && close > 0) return big(close);
  }
  return null;
}
