import { type Big, big, toNumber } from '../decimal.ts';
import type { Scope } from '../model/account.ts';
import type { Change, Holding, Position, PriceUse, Snapshot } from '../model/snapshot.ts';
import type { OrderTicket } from '../model/trading.ts';
import { fiatCurrencies } from '../valuation/fiat.ts';
import { flat } from '../valuation/valuedPosition.ts';

/** A book while orders are applied to it, one after the other. */
export interface DraftBook {
  readonly snapshot: Snapshot;
  /** Stablecoins that nobody holds yet are cash too. */
  readonly stablecoins: readonly string[];
  readonly holdings: Map<string, Holding>;
  readonly positions: Map<string, Position>;
  /** Realised by the orders, base currency, before fees. */
  realized: Big;
  /** What they realise and is not known, in words. */
  readonly unknown: string[];
  /** Known fees, base currency. */
  fees: Big;
}

/** One order as it will have been filled, exactly. */
export interface DraftFill {
  readonly ticket: OrderTicket;
  readonly base: string;
  readonly quote: string;
  readonly settle: string | null;
  readonly quantity: Big;
  /** In quote. */
  readonly price: Big;
  /** Base currency for one unit of quote. */
  readonly rate: Big;
  /** Base currency. */
  readonly notional: Big;
  /** Base currency; 0 where it is not known. */
  readonly fee: Big;
}

export const noChange: Change = {
  abs: null,
  pct: null,
  basis: null,
  reason: 'a book after orders has no change over time',
};

/** Fees are kept as doubles: what they lose is neither held nor owed. */
const noise = '1e-12';

/** Adds to what an account holds of an asset in one pocket (less where `delta` is negative: what is missing is owed). */
export function changeHolding(
  book: DraftBook,
  place: {
    readonly account: string;
    readonly scope: Scope;
    readonly asset: string;
    readonly strategy?: string | null;
    /** Where the book has none: base currency for one unit, and where it comes from. */
    readonly price: PriceUse;
  },
  delta: Big,
): void {
  const { account, scope, asset } = place;
  const own = [...book.holdings.values()].filter((one) => one.account === account && one.asset === asset);
  const ofStrategy = own.filter((one) => place.strategy === undefined || (one.strategy ?? null) === place.strategy);
  const found = (ofStrategy.length > 0 ? ofStrategy : own).find((one) => one.scope === scope);
  const before = found ?? newHolding(book, place);
  const net = big(before.quantity).minus(before.borrowed).plus(delta);
  if (net.abs().lte(delta.abs().times(noise))) {
    book.holdings.delete(before.id);
    return;
  }
  const price = before.price;
  book.holdings.set(before.id, {
    ...before,
    quantity: net.gt(0) ? net.toString() : '0',
    borrowed: net.gt(0) ? '0' : net.abs().toString(),
    value: price && toNumber(net.times(big(price.price))),
    change24h: noChange,
  });
}

function newHolding(
  book: DraftBook,
  { account, scope, asset, strategy, price }: Parameters<typeof changeHolding>[1],
): Holding {
  const view = book.snapshot.assets.find((one) => one.asset === asset && one.price !== null);
  return {
    id: `${account}/${scope}/${asset}${strategy ? `/${strategy}` : ''}`,
    account,
    scope,
    asset,
    code: asset,
    quantity: '0',
    borrowed: '0',
    kind: view?.kind ?? (fiatCurrencies.has(asset) || book.stablecoins.includes(asset) ? 'cash' : 'asset'),
    price: view?.price ?? price,
    value: 0,
    share: null,
    change24h: noChange,
    state: view?.state ?? 'ok',
    reason: view?.reason ?? null,
    strategy: strategy ?? null,
  };
}

/** Whether an asset is money in this book: as it is held, else by its name. */
export function isMoney(book: DraftBook, asset: string): boolean {
  for (const held of book.holdings.values()) if (held.asset === asset) return held.kind === 'cash';
  const before = book.snapshot.holdings.find((one) => one.asset === asset);
  if (before) return before.kind === 'cash';
  return fiatCurrencies.has(asset) || book.stablecoins.includes(asset);
}

/**
 * Gives a position another size on its side: notional and open P&L follow the size at the price it has; 0 takes it away.
 * `entry`: its new average, where that changes (null: not known).
 */
export function resizePosition(book: DraftBook, position: Position, size: Big, entry?: number | null): void {
  if (size.lte(flat)) {
    book.positions.delete(position.id);
    return;
  }
  const factor = size.div(position.size);
  const scaled = (value: number | null) => (value === null || value === 0 ? value : toNumber(factor.times(big(value))));
  const resized: Position = {
    ...position,
    size: size.toString(),
    notional: scaled(position.notional),
    baseNotional: scaled(position.baseNotional),
    unrealizedPnl: scaled(position.unrealizedPnl),
    baseUnrealizedPnl: scaled(position.baseUnrealizedPnl),
    margin: scaled(position.margin),
    change24h: noChange,
  };
  book.positions.set(position.id, entry === undefined ? resized : withEntry(resized, entry));
}

/** Open P&L from a new average entry, by the position's own ratio of base to its currency. */
function withEntry(position: Position, entryPrice: number | null): Position {
  const { markPrice, notional, baseNotional } = position;
  if (entryPrice === null || markPrice === null || notional === null || baseNotional === null || notional === 0) {
    return { ...position, entryPrice, unrealizedPnl: null, baseUnrealizedPnl: null, roi: null };
  }
  const side = position.side === 'long' ? 1 : -1;
  const pnl = side * notional * (1 - entryPrice / markPrice);
  return {
    ...position,
    entryPrice,
    unrealizedPnl: pnl,
    baseUnrealizedPnl: pnl * (baseNotional / notional),
    roi: null,
  };
}
