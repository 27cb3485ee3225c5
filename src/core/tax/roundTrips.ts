import { type Big, big, type Decimal, toNumber } from '../decimal.ts';
import { convert, type RateAt } from '../ledger/assetLots.ts';
import { inSequence } from '../ledger/entries.ts';
import { settlementOf } from '../ledger/movements.ts';
import { createTally, type Tally } from '../ledger/tally.ts';
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

/** A position while it is open. Quantities in units of base or contracts, money in the settlement currency; all sums exact. */
interface Open {
  readonly sign: 1 | -1;
  readonly openedAt: number | null;
  readonly first: string;
  readonly held: Tally;
  readonly opened: Tally;
  readonly closed: Tally;
  /** Σ quantity × price of what opened and what closed (inverse: Σ quantity / price). */
  readonly entry: Tally;
  readonly exit: Tally;
  readonly fees: Tally;
  largest: number;
  /** The same to all its digits. */
  size: Decimal;
  fills: number;
  /** Why its result is not known. */
  reason: string | null;
}

/** Spot fees are paid in the coin and orders are rounded to steps: what is left of a position below this part of it is nothing. */
const spotDust = 0.001;
/** POS-2 */
const flat = 1e-10;

/**
 * Closed round trips (POS-4): from flat to flat, by account, symbol and strategy, in the order in which they were closed. A fill
 * through zero ends one trip and begins the next, its fee shared out by quantity. A spot sale of what no known fill bought
 * is a trip of an unknown entry. What belongs to no strategy (an order by hand) closes what one has open there, where nothing of
 * its own is open; paper accounts keep strategies apart. Fees are in the settlement currency at their day's rate.
 */
export function roundTrips(input: RoundTripsInput): readonly RoundTrip[] {
  const steps = roundTripSteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Fills between two steps: some tenths of a millisecond. */
const fillsOfStep = 64;

/** The same in steps of some fills, for whoever serves others in between. */
export function* roundTripSteps(input: RoundTripsInput): Generator<void, readonly RoundTrip[]> {
  const { trades, rateAt, baseCurrency, allowsShort } = input;
  const strategyOf = input.strategyOf ?? (({ strategy }) => strategy);
  const open = new Map<string, Open>();
  const begun = new Set<string>();
  /** Strategies that traded in a market of an account, by the key of their trips. */
  const named = new Map<string, Map<string, string>>();
  const openOfStrategy = (place: string, sign: 1 | -1): readonly [key: string, strategy: string] | undefined =>
    [...(named.get(place) ?? [])].find(([key]) => {
      const trip = open.get(key);
      return trip !== undefined && trip.sign !== sign;
    });
  const closed: RoundTrip[] = [];
  const ordered = [...trades].sort((a, b) => a.at - b.at || inSequence(a.id, b.id));
  for (const [index, trade] of ordered.entries()) {
    if (index % fillsOfStep === 0) yield;
    const strategy = strategyOf(trade);
    const key = `${trade.account} ${trade.symbol} ${strategy ?? ''}`;
    const spot = trade.contract === undefined;
    const place = `${trade.account} ${trade.symbol}`;
    if (!begun.has(place)) {
      begun.add(place);
      const before = input.openBefore?.get(place);
      if (before !== undefined && !before.eq(0) && !spot) {
        const unknown = newTrip(before.lt(0) ? -1 : 1, null, 'before');
        unknown.reason = unknownBefore;
        grow(unknown, before.abs().toString());
        open.set(key, unknown);
      }
    }
    const fee = trade.fee ?? '0';
    const feeInCoin = spot && trade.feeCurrency === trade.base && Number(fee) !== 0;
    const dustOf = ({ largest }: Open): number => (spot ? largest * spotDust : flat);
    const sign = trade.side === 'buy' ? 1 : -1;
    /** Of the fill; null: all of it. */
    let rest: Big | null = null;
    if (strategy !== null) {
      const own = named.get(place) ?? new Map<string, string>();
      if (own.size === 0) named.set(place, own);
      own.set(key, strategy);
    }
    const unowned = strategy === null && named.has(place) && !(spot && allowsShort(trade.account));
    const against = unowned && open.get(key)?.sign !== -sign ? openOfStrategy(place, sign) : undefined;
    const [closing, owner] = against ?? [key, strategy];
    const known = open.get(closing);
    if (known !== undefined && known.sign !== sign) {
      // A fee in the coin sold leaves with it.
      const leaving = Number(trade.quantity) + (feeInCoin ? Number(fee) : 0);
      const through = leaving - known.held.number() > dustOf(known);
      const part = through ? known.held.text() : trade.quantity;
      if (through) rest = big(trade.quantity).minus(part);
      addAmount(known.exit, trade, part);
      known.closed.add(part);
      known.held.addProduct(part, '1', -1);
      if (feeInCoin && !through) known.held.addProduct(fee, '1', -1);
      addFee(known, trade, through ? part : null, rateAt);
      known.fills += 1;
      if (known.held.number() <= dustOf(known)) {
        closed.push(tripOf(known, trade, owner, { rateAt, baseCurrency }));
        open.delete(closing);
      }
      if (!through || rest?.lte(0)) continue;
    }
    const part = rest?.toString() ?? trade.quantity;
    const before = open.get(key);
    if (before === undefined && spot && sign === -1 && !allowsShort(trade.account)) {
      const unknown = newTrip(1, null, trade.id);
      unknown.reason = unknownBefore;
      unknown.size = part;
      addAmount(unknown.exit, trade, part);
      unknown.closed.add(part);
      unknown.fills = 1;
      addFee(unknown, trade, rest === null ? null : part, rateAt);
      closed.push(tripOf(unknown, trade, strategy, { rateAt, baseCurrency }));
      continue;
    }
    const own = before ?? newTrip(sign, trade.at, trade.id);
    open.set(key, own);
    // A fee in the coin bought is no part of the position.
    const got = feeInCoin && sign === 1 && rest === null ? big(part).minus(fee).toString() : part;
    grow(own, got);
    addAmount(own.entry, trade, got);
    addFee(own, trade, rest === null ? null : part, rateAt);
    own.fills += 1;
  }
  return closed;
}

const unknownBefore = 'how it came about is not known: it was there before the first fill that is';

function newTrip(sign: 1 | -1, openedAt: number | null, first: string): Open {
  return {
    sign,
    openedAt,
    first,
    held: createTally(),
    opened: createTally(),
    closed: createTally(),
    entry: createTally(),
    exit: createTally(),
    fees: createTally(),
    largest: 0,
    size: '0',
    fills: 0,
    reason: null,
  };
}

function grow(of: Open, quantity: Decimal): void {
  of.held.add(quantity);
  of.opened.add(quantity);
  const now = of.held.number();
  if (now <= of.largest) return;
  of.largest = now;
  of.size = of.held.text();
}

/** Linear and spot: value; inverse: coins. */
function addAmount(to: Tally, { price, contract, contractSize }: Trade, part: Decimal): void {
  const isUnit = contractSize === undefined || contractSize === '1';
  const units = isUnit ? part : big(part).times(contractSize).toString();
  if (contract !== 'inverse') to.addProduct(units, price, 1);
  else if (Number(price) !== 0) to.add(big(units).div(price).toString());
}

/** The fill's fee in its settlement currency, `part` of its quantity's share of it; null: all. */
function addFee(to: Open, trade: Trade, part: Decimal | null, rateAt: RateAt): void {
  const { fee, feeCurrency, base, at, contract } = trade;
  if (fee === null || Number(fee) === 0) return;
  const settle = settlementOf(trade);
  const feeIn = feeCurrency ?? settle;
  if (part === null && feeIn === settle) {
    to.fees.add(fee);
    return;
  }
  const inCoin = contract === undefined && feeIn === base;
  if (part === null && inCoin) {
    to.fees.addProduct(fee, trade.price, 1);
    return;
  }
  const paid = inCoin ? big(fee).times(trade.price) : convert(big(fee), feeIn, settle, at, rateAt);
  if (paid === null) to.reason ??= `no price of ${feeIn}, a fee, is known for ${dateOf(at)}`;
  else to.fees.add((part === null ? paid : paid.times(part).div(trade.quantity)).round(feePlaces).toString());
}

/** Of what a rate or a share makes of a fee. */
const feePlaces = 12;

function tripOf(
  of: Open,
  last: Trade & { readonly account: string },
  strategy: string | null,
  { rateAt, baseCurrency }: Pick<RoundTripsInput, 'rateAt' | 'baseCurrency'>,
): RoundTrip {
  const { sign, openedAt } = of;
  const inverse = last.contract === 'inverse';
  const settle = settlementOf(last);
  const [opened, closed, entry, exit] = [of.opened.number(), of.closed.number(), of.entry.number(), of.exit.number()];
  const known = openedAt !== null && closed > 0 && opened > 0;
  const whole = known && of.opened.text() === of.closed.text();
  const cost = !known ? null : whole ? of.entry.big() : of.entry.big().times(of.closed.big()).div(of.opened.big());
  const gross =
    cost &&
    of.exit
      .big()
      .minus(cost)
      .times(inverse ? -sign : sign);
  const hasFees = of.reason === null || of.reason === unknownBefore;
  const net = gross && hasFees ? gross.minus(of.fees.big()) : null;
  const rate = rateAt(settle, last.at);
  const baseNet = net && (settle === baseCurrency ? net : rate && net.times(rate));
  const reason =
    of.reason ?? (net !== null && baseNet === null ? `no price of ${settle} is known for ${dateOf(last.at)}` : null);
  const size = Number(last.contractSize ?? 1);
  /** For show: to fifteen digits. */
  const priceOf = (amount: number, quantity: number): number | null => {
    if (amount === 0 || quantity === 0) return null;
    const units = quantity * size;
    return Number((inverse ? units / amount : amount / units).toPrecision(15));
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
    size: of.size,
    entryPrice: known ? priceOf(entry, opened) : null,
    exitPrice: priceOf(exit, closed),
    realizedPnl: number(gross),
    net: number(net),
    baseNet: number(baseNet),
    fees: hasFees ? toNumber(of.fees.text()) : null,
    roi: net === null || cost === null || cost.eq(0) ? null : toNumber(net) / toNumber(cost),
    fills: of.fills,
    reason,
  };
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
