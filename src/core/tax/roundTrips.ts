import { type Big, big, toNumber } from '../decimal.ts';
import { convert, type RateAt } from '../ledger/assetLots.ts';
import { inSequence } from '../ledger/entries.ts';
import { settlementOf } from '../ledger/movements.ts';
import type { RoundTrip } from '../model/tax.ts';
import type { Trade } from '../model/trade.ts';

export interface RoundTripsInput {
  /** Of all time: where a position began is before the span that is looked at. In any order. */
  readonly trades: readonly (Trade & { readonly account: string })[];
  /** Signed size before the first known fill, by `account symbol`; those trips began when nobody knows. */
  readonly openBefore?: ReadonlyMap<string, Big>;
  /** Accounts where a sale beyond what is held opens a short on spot markets too (paper). */
  readonly allowsShort: (account: string) => boolean;
  /** What a fill belongs to; absent: what it says itself. */
  readonly strategyOf?: (trade: Trade & { readonly account: string }) => string | null;
  readonly rateAt: RateAt;
  readonly baseCurrency: string;
}

/** A position while it is open. Quantities in units of base or contracts, money in the settlement currency. */
interface Open {
  readonly sign: 1 | -1;
  readonly openedAt: number | null;
  held: Big;
  largest: Big;
  opened: Big;
  closed: Big;
  /** Σ quantity × price of what opened and what closed (inverse: Σ quantity / price). */
  entry: Big;
  exit: Big;
  fees: Big | null;
  fills: number;
  reason: string | null;
  first: string;
}

/** Spot fees are paid in the coin and orders are rounded to steps: what is left of a position below this part of it is nothing. */
const spotDust = '0.001';
const flat = '0.0000000001';

/**
 * Closed round trips (POS-4): from flat to flat, by account, symbol and strategy, in the order in which they were closed. A fill
 * through zero ends one trip and begins the next, its fee shared out by quantity. A spot sale of what no known fill bought
 * is a trip of an unknown entry. Fees are in the settlement currency at their day's rate.
 */
export function roundTrips(input: RoundTripsInput): readonly RoundTrip[] {
  const { trades, rateAt, baseCurrency, allowsShort } = input;
  const strategyOf = input.strategyOf ?? (({ strategy }) => strategy);
  const open = new Map<string, Open>();
  const begun = new Set<string>();
  const closed: RoundTrip[] = [];
  const ordered = [...trades].sort((a, b) => a.at - b.at || inSequence(a.id, b.id));
  for (const trade of ordered) {
    const strategy = strategyOf(trade);
    const key = `${trade.account} ${trade.symbol} ${strategy ?? ''}`;
    const spot = trade.contract === undefined;
    const place = `${trade.account} ${trade.symbol}`;
    if (!begun.has(place)) {
      begun.add(place);
      const before = input.openBefore?.get(place);
      if (before !== undefined && !before.eq(0) && !spot) open.set(key, unknownBefore(before));
    }
    const settle = settlementOf(trade);
    const fee = big(trade.fee ?? 0);
    const feeIn = trade.feeCurrency ?? settle;
    const feePaid = fee.eq(0)
      ? fee
      : spot && feeIn === trade.base
        ? fee.times(trade.price)
        : convert(fee, feeIn, settle, trade.at, rateAt);
    const sign = trade.side === 'buy' ? 1 : -1;
    const quantity = big(trade.quantity);
    let rest = quantity;
    const share = (part: Big): Big | null =>
      feePaid && (part.eq(quantity) ? feePaid : feePaid.times(part).div(quantity));
    const weight = (part: Big): Big => amountOf(trade, part);
    const known = open.get(key);
    if (known !== undefined && known.sign !== sign) {
      // A fee in the coin sold leaves with it.
      const leaving = spot && feeIn === trade.base && fee.gt(0) ? quantity.plus(fee) : quantity;
      const over = leaving.minus(known.held);
      const part = over.gt(spot ? known.largest.times(spotDust) : flat) ? known.held : quantity;
      known.exit = known.exit.plus(weight(part));
      known.closed = known.closed.plus(part);
      known.held = known.held.minus(leaving);
      known.fees = known.fees && added(known.fees, share(part));
      known.reason ??= known.fees === null ? `no price of ${feeIn}, a fee, is known for ${dateOf(trade.at)}` : null;
      known.fills += 1;
      rest = quantity.minus(part);
      if (known.held.lte(spot ? known.largest.times(spotDust) : flat)) {
        closed.push(tripOf(known, trade, strategy, { rateAt, baseCurrency }));
        open.delete(key);
      }
    }
    if (rest.lte(0)) continue;
    const before = open.get(key);
    if (before === undefined && spot && sign === -1 && !allowsShort(trade.account)) {
      closed.push(
        tripOf(
          { ...unknownBefore(rest), exit: weight(rest), closed: rest, fills: 1, fees: share(rest), first: trade.id },
          trade,
          strategy,
          { rateAt, baseCurrency },
        ),
      );
      continue;
    }
    const got = spot && feeIn === trade.base && sign === 1 ? rest.minus(fee.times(rest).div(quantity)) : rest;
    const own = before ?? {
      sign: sign as 1 | -1,
      openedAt: trade.at,
      held: big(0),
      largest: big(0),
      opened: big(0),
      closed: big(0),
      entry: big(0),
      exit: big(0),
      fees: big(0),
      fills: 0,
      reason: null,
      first: trade.id,
    };
    open.set(key, own);
    own.held = own.held.plus(got);
    if (own.held.gt(own.largest)) own.largest = own.held;
    own.opened = own.opened.plus(got);
    own.entry = own.entry.plus(weight(got));
    own.fees = own.fees && added(own.fees, share(rest));
    own.reason ??= own.fees === null ? `no price of ${feeIn}, a fee, is known for ${dateOf(trade.at)}` : null;
    own.fills += 1;
  }
  return closed;
}

function unknownBefore(signed: Big): Open {
  return {
    sign: signed.lt(0) ? -1 : 1,
    openedAt: null,
    held: signed.abs(),
    largest: signed.abs(),
    opened: signed.abs(),
    closed: big(0),
    entry: big(0),
    exit: big(0),
    fees: big(0),
    fills: 0,
    reason: 'how it came about is not known: it was there before the first fill that is',
    first: 'before',
  };
}

/** Linear and spot: value; inverse: coins. */
function amountOf({ price, contract, contractSize }: Trade, part: Big): Big {
  const units = part.times(contractSize ?? 1);
  if (contract !== 'inverse') return units.times(price);
  return big(price).eq(0) ? big(0) : units.div(price);
}

function tripOf(
  of: Open,
  last: Trade & { readonly account: string },
  strategy: string | null,
  { rateAt, baseCurrency }: Pick<RoundTripsInput, 'rateAt' | 'baseCurrency'>,
): RoundTrip {
  const { sign, opened, closed, entry, exit, openedAt } = of;
  const inverse = last.contract === 'inverse';
  const settle = settlementOf(last);
  const size = big(last.contractSize ?? 1);
  const known = openedAt !== null && closed.gt(0) && opened.gt(0);
  const cost = known ? entry.times(closed).div(opened) : null;
  const gross = cost && (inverse ? cost.minus(exit) : exit.minus(cost)).times(sign);
  const net = gross && of.fees && gross.minus(of.fees);
  const rate = rateAt(settle, last.at);
  const baseNet = net && (settle === baseCurrency ? net : rate && net.times(rate));
  const reason =
    of.reason ?? (net !== null && baseNet === null ? `no price of ${settle} is known for ${dateOf(last.at)}` : null);
  const priceOf = (amount: Big | null, quantity: Big): number | null => {
    if (amount === null || amount.eq(0) || quantity.eq(0)) return null;
    const units = quantity.times(size);
    return toNumber(inverse ? units.div(amount) : amount.div(units));
  };
  const number = (value: Big | null): number | null => (value === null ? null : toNumber(value.round(12)));
  return {
    id: `${last.account}/${last.symbol}/${of.first}/${last.id}`,
    account: last.account,
    symbol: last.symbol,
    base: last.base,
    quote: settle,
    side: sign === 1 ? 'long' : 'short',
    strategy,
    openedAt,
    closedAt: last.at,
    size: of.largest.toString(),
    entryPrice: known ? priceOf(entry, opened) : null,
    exitPrice: priceOf(exit, closed),
    realizedPnl: number(gross),
    net: number(net),
    baseNet: number(baseNet),
    fees: number(of.fees),
    roi: net === null || cost === null || cost.eq(0) ? null : toNumber(net.div(cost)),
    fills: of.fills,
    reason,
  };
}

function added(a: Big, b: Big | null): Big | null {
  return b === null ? null : a.plus(b);
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
