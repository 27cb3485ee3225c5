import type { PointOrigin, ValuePoint } from '../core/model/series.ts';
import type { HoldingRecord } from '../core/ports.ts';

export interface HeldPoints {
  readonly points: readonly ValuePoint[];
  /** Records left out because a part of them had no price. */
  readonly unpriced: number;
}

interface Held {
  readonly quantity: number;
  readonly price: number;
}

/**
 * Values of some holdings over time, told from holdings records: quantity × price. What was bought between two records came
 * in at the price before, what was sold went out at the price after, so that the return of a step is the price return of what
 * was held. What was not there before came in at its first price, what is gone went out at its last. A record in which a held
 * part has no price is left out; steps in which nothing is held have no point, so that they are no period.
 */
export function heldPoints(
  records: readonly HoldingRecord[],
  /** Times of all records, ascending: a time without rows is one at which nothing was held. */
  times: readonly number[],
  origin: (at: number) => PointOrigin,
): HeldPoints {
  const byTime = new Map<number, HoldingRecord[]>();
  for (const record of records) {
    const rows = byTime.get(record.at);
    if (rows === undefined) byTime.set(record.at, [record]);
    else rows.push(record);
  }
  const points: ValuePoint[] = [];
  let before = new Map<string, Held>();
  let unpriced = 0;
  for (const at of times) {
    const rows = (byTime.get(at) ?? []).filter(({ quantity, value }) => value !== 0 && Number(quantity) !== 0);
    if (rows.some(({ price, value }) => price === null || value === null)) {
      unpriced += 1;
      continue;
    }
    const now = new Map<string, Held>();
    for (const row of rows) {
      // One asset may lie in several pockets of an account.
      const key = `${row.account}/${row.asset}`;
      const { quantity, price } = heldOf(row);
      now.set(key, { quantity: quantity + (now.get(key)?.quantity ?? 0), price });
    }
    if (now.size === 0 && before.size === 0) continue;
    let equity = 0;
    let flow = 0;
    for (const [key, { quantity, price }] of now) {
      equity += quantity * price;
      const was = before.get(key);
      const change = quantity - (was?.quantity ?? 0);
      flow += change * (change > 0 ? (was?.price ?? price) : price);
    }
    for (const [key, { quantity, price }] of before) if (!now.has(key)) flow -= quantity * price;
    points.push({ at, equity, flow, origin: origin(at) });
    before = now;
  }
  return { points, unpriced };
}

/** Net of what is owed: the value says it where a price does. */
function heldOf({ quantity, price, value }: HoldingRecord): Held {
  const unit = price ?? 0;
  return { quantity: unit > 0 && value !== null ? value / unit : Number(quantity), price: unit };
}
