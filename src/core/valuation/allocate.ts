import { assertNever } from '../assertNever.ts';
import type { Allocation, AllocationBy, Snapshot } from '../model/snapshot.ts';

/** Key of what has no sector or strategy. */
export const unassigned = 'Unassigned';
/** Key of cash where assets are not told apart. */
export const cashKey = 'Cash';

const every: readonly AllocationBy[] = ['asset', 'exchange', 'account', 'strategy', 'sector', 'instrument'];

/** All six allocations of VAL-2. */
export function allocationsOf(
  snapshot: Snapshot,
  sectors: Readonly<Record<string, readonly string[]>>,
): readonly Allocation[] {
  return every.map((by) => allocate(snapshot, by, sectors));
}

/**
 * Shares of the book, largest first; they sum to 1 and none is negative (VAL-2). By value: holdings at their worth, the open
 * P&L of derivatives with the currency it is paid in (by instrument: with its type). Where the equity is not known, does not
 * come from holdings, or a slice would be negative, by gross: |value| of cash and |notional| of positions. What has no price
 * is in `incomplete`, never in a slice.
 */
export function allocate(
  snapshot: Snapshot,
  by: AllocationBy,
  sectors: Readonly<Record<string, readonly string[]>>,
): Allocation {
  const sectorOf = new Map(
    Object.entries(sectors).flatMap(([sector, assets]) => assets.map((asset) => [asset, sector])),
  );
  const keyOf = keys(snapshot, by, sectorOf);
  const value = slicesOf(valueParts(snapshot, by), keyOf);
  const usable = value !== null && [...value.values()].every((part) => part >= 0) && sumOf(value) > 0;
  const chosen = usable ? value : slicesOf(grossParts(snapshot), keyOf);
  const total = sumOf(chosen ?? new Map());
  const slices = [...(chosen ?? [])]
    .filter(([, part]) => part > 0)
    .map(([key, part]) => ({ key, value: part, share: part / total }))
    .sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1));
  return { by, slices, basis: usable ? 'value' : 'gross', incomplete: snapshot.gaps };
}

/** A piece of the book, before it is put in a slice. */
interface Part {
  readonly account: string;
  readonly asset: string;
  readonly strategy: string | null;
  readonly instrument: string;
  readonly cash: boolean;
  readonly value: number;
}

/** What makes up the equity; null where it is not made of what is listed here. */
function valueParts(snapshot: Snapshot, by: AllocationBy): readonly Part[] | null {
  if (snapshot.equity === null) return null;
  const parts: Part[] = [];
  for (const account of snapshot.accounts) {
    const own: Part[] = [];
    for (const holding of snapshot.holdings) {
      if (holding.account !== account.id || holding.value === null) continue;
      const cash = holding.kind === 'cash';
      const instrument = cash ? cashKey : 'spot';
      own.push({
        account: account.id,
        asset: holding.asset,
        strategy: holding.strategy ?? null,
        instrument,
        cash,
        value: holding.value,
      });
    }
    for (const position of snapshot.positions) {
      if (position.account !== account.id || position.baseUnrealizedPnl === null || isHolding(position.id, account.id))
        continue;
      // P&L is owed in the settlement currency: it belongs to that pocket's money, not to the coin it came from.
      own.push({
        account: account.id,
        asset: settlementOf(position),
        strategy: position.strategy,
        instrument: position.instrument,
        cash: true,
        value: position.baseUnrealizedPnl,
      });
    }
    const told = own.reduce((total, part) => total + part.value, 0);
    const whole = account.value ?? 0;
    // An equity told by the source itself need not be made of what is listed; only who owns it is then known.
    if (Math.abs(whole - told) > 1e-9 * Math.max(1, Math.abs(whole))) {
      if (by !== 'account' && by !== 'exchange') return null;
      parts.push({ account: account.id, asset: '', strategy: null, instrument: '', cash: true, value: whole });
    } else parts.push(...own);
  }
  return parts;
}

function grossParts(snapshot: Snapshot): readonly Part[] {
  const cash = snapshot.holdings.filter((holding) => holding.kind === 'cash' && holding.value !== null);
  return [
    ...cash.map((holding) => ({
      account: holding.account,
      asset: holding.asset,
      strategy: holding.strategy ?? null,
      instrument: cashKey,
      cash: true,
      value: Math.abs(holding.value ?? 0),
    })),
    ...snapshot.positions.map((position) => ({
      account: position.account,
      asset: position.asset,
      strategy: position.strategy,
      instrument: position.instrument,
      cash: false,
      value: position.baseNotional ?? 0,
    })),
  ];
}

/** Spot positions are holdings seen as positions: counted once. */
function isHolding(position: string, account: string): boolean {
  return position.startsWith(`${account}/position/`);
}

function slicesOf(parts: readonly Part[] | null, keyOf: (part: Part) => string): ReadonlyMap<string, number> | null {
  if (parts === null) return null;
  const slices = new Map<string, number>();
  for (const part of parts) slices.set(keyOf(part), (slices.get(keyOf(part)) ?? 0) + part.value);
  return slices;
}

function keys(
  snapshot: Snapshot,
  by: AllocationBy,
  sectorOf: ReadonlyMap<string | undefined, string | undefined>,
): (part: Part) => string {
  const exchanges = new Map(snapshot.accounts.map((account) => [account.id, account.exchange ?? account.kind]));
  switch (by) {
    case 'asset':
      return (part) => part.asset;
    case 'exchange':
      return (part) => exchanges.get(part.account) ?? part.account;
    case 'account':
      return (part) => part.account;
    case 'strategy':
      return (part) => part.strategy ?? unassigned;
    case 'sector':
      return (part) => sectorOf.get(part.asset) ?? (part.cash ? cashKey : unassigned);
    case 'instrument':
      return (part) => part.instrument;
    default:
      return assertNever(by);
  }
}

function sumOf(slices: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const value of slices.values()) total += value;
  return total;
}

/** What a contract pays in: named after the colon of its symbol (`BTC/USD:BTC`), else its currency. */
function settlementOf({ symbol, currency }: Snapshot['positions'][number]): string {
  return /:([^-]+)/.exec(symbol)?.[1] ?? currency;
}
