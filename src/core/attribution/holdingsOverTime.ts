import type { HoldingRecord } from '../ports.ts';

export interface Held {
  /** Net of what is borrowed. */
  readonly quantity: number;
  readonly price: number | null;
  readonly value: number | null;
}

export type HeldAt = ReadonlyMap<string, Held>;

export interface HoldingsOverTime {
  readonly accounts: readonly string[];
  /** What an account held at a time of the list: its last record at or before it; null: none yet. */
  at(account: string, index: number): HeldAt | null;
  /** Price of an asset by any account's record that counts at that time. */
  priceAt(asset: string, index: number): number | null;
}

/** Records of accounts, looked up at given times (ascending). Pockets of one asset in an account are summed. */
export function holdingsOverTime(records: readonly HoldingRecord[], times: readonly number[]): HoldingsOverTime {
  const byAccount = new Map<string, Map<number, Map<string, Held>>>();
  for (const record of [...records].sort(inOrder)) {
    const dates = byAccount.get(record.account) ?? new Map<number, Map<string, Held>>();
    byAccount.set(record.account, dates);
    const assets = dates.get(record.at) ?? new Map<string, Held>();
    dates.set(record.at, assets);
    assets.set(record.asset, plus(assets.get(record.asset), record));
  }
  const looked = new Map<string, readonly (HeldAt | null)[]>();
  for (const [account, dates] of byAccount) {
    const groups = [...dates].sort((a, b) => a[0] - b[0]);
    let next = 0;
    let current: HeldAt | null = null;
    looked.set(
      account,
      times.map((time) => {
        for (; next < groups.length && (groups[next]?.[0] ?? 0) <= time; next++) current = groups[next]?.[1] ?? null;
        return current;
      }),
    );
  }
  return {
    accounts: [...looked.keys()],
    at: (account, index) => looked.get(account)?.[index] ?? null,
    priceAt(asset, index) {
      for (const held of looked.values()) {
        const price = held[index]?.get(asset)?.price;
        if (price != null) return price;
      }
      return null;
    },
  };
}

/** Any order of records gives the same sums, to the last bit. */
function inOrder(a: HoldingRecord, b: HoldingRecord): number {
  if (a.at !== b.at) return a.at - b.at;
  const left = `${a.account}\n${a.asset}\n${a.quantity}\n${a.value}`;
  const right = `${b.account}\n${b.asset}\n${b.quantity}\n${b.value}`;
  return left < right ? -1 : left > right ? 1 : 0;
}

function plus(before: Held | undefined, { quantity, price, value }: HoldingRecord): Held {
  // A value is net of what is borrowed, a quantity is not.
  const net = price !== null && price !== 0 && value !== null ? value / price : Number(quantity);
  if (before === undefined) return { quantity: net, price, value };
  return {
    quantity: before.quantity + net,
    price: before.price ?? price,
    value: before.value === null || value === null ? null : before.value + value,
  };
}
