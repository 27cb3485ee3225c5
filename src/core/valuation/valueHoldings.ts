import type { Big } from '../decimal.ts';
import { big, toNumber } from '../decimal.ts';
import { duration } from '../duration.ts';
import type { Balance } from '../model/account.ts';
import type { Change, Holding } from '../model/snapshot.ts';
import type { BookAccount } from './book.ts';
import type { BookContext } from './bookContext.ts';
import type { Prices, Rate } from './conversion.ts';
import { priceUse } from './conversion.ts';
import { fiatCurrencies, pegOf } from './fiat.ts';

/** A holding with its exact numbers, so that sums are rounded once. */
export interface ValuedHolding {
  /** Its share is filled in when the total is known. */
  readonly view: Holding;
  readonly balance: Balance;
  /** Owned minus owed. */
  readonly net: Big;
  readonly value: Big | null;
  /** What the same quantity was worth 24 h before; null where a price of then is not known. */
  readonly value24h: number | null;
  readonly rate: Rate | null;
}

/** Above this distance from its peg a stablecoin is a position: POS-2a. */
const pegTolerance = 0.02;

/** Values every balance of an account. Empty ones (nothing owned, nothing owed) are not holdings. */
export function valueHoldings(account: BookAccount, context: BookContext): readonly ValuedHolding[] {
  const { reading } = account;
  if (reading === null) return [];
  const prices = context.pricesOf(account);
  const carried = new Map(reading.failedScopes.map((pocket) => [pocket.scope, pocket]));
  const ids = new Map<string, number>();
  const kinds = new Map<string, 'cash' | 'asset'>();
  const valued: ValuedHolding[] = [];
  for (const balance of reading.balances) {
    const quantity = big(balance.quantity);
    const borrowed = balance.borrowed === undefined ? null : big(balance.borrowed);
    if (quantity.eq(0) && (borrowed === null || borrowed.eq(0))) continue;
    const { asset, scope } = balance;
    const rate = prices.rate(asset, context.base);
    const kind = kinds.get(asset) ?? kindOf(asset, rate, prices, context);
    kinds.set(asset, kind);
    const net = borrowed ? quantity.minus(borrowed) : quantity;
    const value = rate && net.times(rate.rate);
    const rounded = value && toNumber(value);
    // The same double for now and then, so that a price that did not move changes nothing.
    const value24h = rounded !== null && rate ? valueThen(rounded, rate) : null;
    const code = balance.code ?? asset;
    const id = `${account.id}/${scope}/${code}`;
    const seen = (ids.get(id) ?? 0) + 1;
    ids.set(id, seen);
    const pocket = carried.get(scope);
    const view: Holding = {
      id: seen === 1 ? id : `${id}/${seen}`,
      account: account.id,
      scope,
      asset,
      code,
      quantity: balance.quantity,
      ...(balance.free === undefined || quantity.eq(balance.free) ? {} : { free: balance.free }),
      borrowed: balance.borrowed ?? '0',
      kind,
      price: rate && priceUse(rate, context.at),
      value: rounded,
      share: null,
      change24h: priceChange(asset, rounded, value24h, rate),
      ...stateOf(account, asset, rate, pocket && `${scope}: ${pocket.failure.reason}`, context),
      strategy: balance.strategy ?? account.strategy,
    };
    valued.push({ view, balance, net, value, value24h, rate });
  }
  return valued;
}

/** Fiat is cash; a stablecoin is cash where it is priced and within its peg's tolerance. */
function kindOf(asset: string, rate: Rate | null, prices: Prices, context: BookContext): 'cash' | 'asset' {
  if (fiatCurrencies.has(asset)) return 'cash';
  if (!context.settings.stablecoins.includes(asset) || rate === null) return 'asset';
  const peg = prices.rate(asset, pegOf(asset));
  return peg?.rate.minus(1).abs().gt(pegTolerance) ? 'asset' : 'cash';
}

/** State and reason of one valued thing, worst first: unpriced, then stale data, then a stale price. */
export function stateOf(
  account: BookAccount,
  asset: string,
  rate: Rate | null,
  pocketReason: string | undefined,
  context: BookContext,
): Pick<Holding, 'state' | 'reason'> {
  if (rate === null) return { state: 'unpriced', reason: `no price leads from ${asset} to ${context.base}` };
  if (account.state === 'stale') return { state: 'stale', reason: account.reason ?? 'its data is old' };
  if (pocketReason !== undefined) return { state: 'stale', reason: pocketReason };
  if (rate.stale) {
    const age = duration(context.at - (rate.at ?? context.at));
    return { state: 'stale', reason: `the price of ${asset} is ${age} old (${rate.source})` };
  }
  return { state: 'ok', reason: null };
}

/** What a value of now was worth at the prices of 24 h before; null where they are not known. */
export function valueThen(value: number, rate: Rate): number | null {
  return rate.price24h === null || rate.stale ? null : value * (rate.price24h / rate.price);
}

/** Price change of what is held, in base currency, over the last 24 h. */
export function priceChange(asset: string, now: number | null, before: number | null, rate: Rate | null): Change {
  const none = (reason: string): Change => ({ abs: null, pct: null, basis: null, reason });
  if (now === null || rate === null) return none(`${asset} has no price`);
  if (rate.stale) return none(`the price of ${asset} is stale`);
  if (before === null) return none(`no price of 24 h ago is known for ${asset}`);
  const abs = now - before;
  return { abs, pct: before === 0 ? null : abs / Math.abs(before), basis: 'heldNow', reason: null };
}
