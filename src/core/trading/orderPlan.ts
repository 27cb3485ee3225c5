import { type Big, big, toNumber } from '../decimal.ts';
import type { MarketRules, OrderSize, PlanRequest } from '../model/trading.ts';
import { amountInWords } from '../risk/amounts.ts';
import { baseAsset } from './marketSymbol.ts';
import { nearestName } from './nearestName.ts';
import {
  expectedPrice,
  liveCushion,
  moneyOf,
  orderPrice,
  paidInOf,
  sellable,
  spendableOf,
  spotMarkets,
  titleOf,
  tradable,
} from './planContext.ts';
import { type OrderDraft, type PlanDraft, refusedDraft, tradeDraft } from './planDraft.ts';
import type { PlanInput, PlanMarket } from './planInput.ts';
import { downToStep, feeOf, onPriceStep, quantityFor, quoteValue, spendable, tooSmall } from './sizing.ts';
import { whyNotKnown, whyNotTradable } from './whyNot.ts';

type OrderRequest = Extract<PlanRequest, { readonly kind: 'order' }>;
type Sized = { readonly quantity: Big; readonly notes: readonly string[] } | { readonly reason: string };

/** REB-3: buy or sell all, an amount of money, or a quantity, at the market or with a limit. Too large is refused, never cut. */
export function orderPlan(input: PlanInput, request: OrderRequest): PlanDraft {
  const title = titleFor(input, request);
  const refuse = (reason: string) => refusedDraft('trade', title, reason);
  const closed = whyNotTradable(input, request.account);
  if (closed !== null) return refuse(closed);
  const market = orderMarket(input, request);
  if (typeof market === 'string') return refuse(market);
  const { rules } = market;
  const gap = whyNotKnown(input, request.account, [rules.base, rules.quote]);
  if (gap !== null) return refuse(gap);
  const limit = request.price === null ? null : onPriceStep(rules, big(request.price), request.side);
  if (limit !== null && !limit.gt(0)) return refuse(`the limit ${request.price} is no price of ${rules.symbol}`);
  const expected = expectedPrice(input, market, request.side);
  if (limit === null && 'reason' in expected) return refuse(expected.reason);
  const at = 'price' in expected ? expected.price : null;
  const priced = orderPrice(input, market, request.side, limit);
  if ('reason' in priced) return refuse(priced.reason);
  const { price } = priced;
  const requests = byStrategy(input, request, market, price);
  if (typeof requests === 'string') return refuse(requests);
  const orders: OrderDraft[] = [];
  for (const own of requests) {
    const { side, strategy } = own;
    const sized = sizeOf(input, own, market, price);
    if ('reason' in sized) return refuse(sized.reason);
    const small = tooSmall(rules, sized.quantity, limit ?? price);
    if (small !== null) return refuse(`nothing can be ${side === 'buy' ? 'bought' : 'sold'}: ${small}`);
    if (rules.maxQuantity !== null && sized.quantity.gt(rules.maxQuantity)) {
      return refuse(
        `${sized.quantity.toString()} is above the largest order of ${rules.symbol}, ${rules.maxQuantity}: order it in parts`,
      );
    }
    orders.push({
      market,
      side,
      quantity: sized.quantity,
      limit,
      reduceOnly: lessens(input, market, side, sized.quantity, strategy),
      strategy,
      notes: [...sized.notes, ...limitNotes(request, rules, limit, at)],
    });
  }
  return tradeDraft(title, orders);
}

function titleFor(input: PlanInput, { side, size, symbol, account }: OrderRequest): string {
  const where = `on ${titleOf(input, account)}`;
  const verb = side === 'buy' ? 'Buy' : 'Sell';
  if (!('all' in size)) return `${verb} ${symbol} ${where}`;
  return side === 'sell' ? `Sell all ${symbol} ${where}` : `Buy ${symbol} with all cash ${where}`;
}

/** The market that was named, or the account's best for the asset; in words why there is none. */
export function orderMarket(
  input: PlanInput,
  { account, symbol }: Pick<OrderRequest, 'account' | 'symbol'>,
): PlanMarket | string {
  const own = input.markets.filter((one) => one.account === account);
  const wanted = symbol.toUpperCase();
  const exact = own.find(({ rules }) => rules.symbol.toUpperCase() === wanted);
  if (exact) return exact;
  const best = symbol.includes('/') ? undefined : spotMarkets(input, own, account, wanted)[0];
  if (best) return best;
  const { snapshot } = input.facts;
  const held = snapshot.positions.filter((one) => one.account === account).flatMap((one) => [one.symbol, one.asset]);
  const names = symbol.includes('/')
    ? [...own.map(({ rules }) => rules.symbol), ...held.filter((name) => name.includes('/'))]
    : [...own.map(({ rules }) => rules.base), ...held.filter((name) => !name.includes('/'))];
  const others = own.filter(({ rules }) => rules.base.toUpperCase() === baseAsset(wanted));
  const named = nearestName(symbol, [...new Set(names)]);
  const near = named === null || named.toUpperCase() === wanted ? (others[0]?.rules.symbol ?? null) : named;
  const hint = near === null || near === symbol ? '' : `: did you mean ${near}?`;
  return `${titleOf(input, account)} has no market for ${symbol}${hint}`;
}

/**
 * A paper position belongs to a strategy, and so does an order that sells it: of several that hold the asset, all sell all of it, and
 * the largest sells a part; in words why none can.
 */
function byStrategy(
  input: PlanInput,
  request: OrderRequest,
  market: PlanMarket,
  price: Big,
): readonly OrderRequest[] | string {
  const { account, side, strategy, size } = request;
  const { rules } = market;
  if (strategy !== null || side === 'buy' || !rules.allowsShort || rules.contract !== undefined) return [request];
  const { positions } = input.facts.snapshot;
  const longs = positions
    .filter((one) => one.account === account && one.symbol === rules.symbol && one.side === 'long')
    .sort((a, b) => big(b.size).cmp(a.size));
  const [first, ...others] = longs;
  if (first === undefined || others.length === 0) return [{ ...request, strategy: first?.strategy ?? null }];
  const paidIn = big(paidInOf(positions, account, rules.base)?.size ?? 0);
  if ('all' in size) {
    return longs.map((one) => {
      const quantity = big(one.size).plus(one === first ? paidIn : 0);
      return { ...request, strategy: one.strategy, size: { quantity: quantity.toString() } };
    });
  }
  const wanted = wantedOf(rules, size, price);
  if ('reason' in wanted || wanted.quantity.lte(paidIn.plus(first.size)))
    return [{ ...request, strategy: first.strategy }];
  const held = longs.map((one) => `${one.size} of ${one.strategy ?? 'no strategy'}`).join(', ');
  return `${rules.symbol} is held by several strategies (${held}): name the one to sell for, or sell all`;
}

function sizeOf(input: PlanInput, request: OrderRequest, market: PlanMarket, price: Big): Sized {
  const { size, side } = request;
  if (side === 'buy') return buySize(input, request, market, price);
  const { rules } = market;
  const held =
    rules.contract === undefined ? sellable(input, market, request.strategy) : contractHeld(input, market, 'long');
  const what = rules.contract === undefined ? rules.base : rules.symbol;
  if ('all' in size) {
    if (!held.gt(0))
      return { reason: `nothing of ${what} is held on ${titleOf(input, market.account)}${elsewhere(input, market)}` };
    return onStep(rules, held);
  }
  const wanted = wantedOf(rules, size, price);
  if ('reason' in wanted) return wanted;
  if (!rules.allowsShort && wanted.quantity.gt(held)) {
    const there = held.gt(0) ? `only ${held.toString()} ${rules.base} can be sold` : `nothing of ${rules.base} is held`;
    return { reason: `${there} on ${titleOf(input, market.account)}${elsewhere(input, market)}` };
  }
  if (rules.contract !== undefined) return opening(input, market, wanted, side);
  const short = rules.allowsShort && wanted.quantity.gt(held);
  return short ? { ...wanted, notes: [...wanted.notes, 'sells more than is held: it opens a short position'] } : wanted;
}

/** Of an asset that is held, but in a pocket or account that this order cannot reach. */
function elsewhere(input: PlanInput, { account, rules }: PlanMarket): string {
  const { holdings } = input.facts.snapshot;
  const pockets = holdings.filter(
    (one) => one.account === account && one.asset === rules.base && one.scope !== 'spot' && big(one.quantity).gt(0),
  );
  const [pocket] = pockets;
  if (pocket) return `: the rest is in ${pocket.scope}, move it to spot first`;
  const locked = holdings.some(
    (one) => one.account === account && one.asset === rules.base && one.scope === 'spot' && one.free !== undefined,
  );
  return locked ? ': the rest is held back by working orders' : '';
}

function contractHeld({ facts }: PlanInput, { account, rules }: PlanMarket, side: 'long' | 'short'): Big {
  const own = facts.snapshot.positions.find(
    (one) => one.account === account && one.symbol === rules.symbol && one.side === side,
  );
  return big(own?.size ?? 0);
}

/** Says what an order of contracts opens, and that it turns a position around. Where both sides are open, it closes none. */
function opening(
  input: PlanInput,
  market: PlanMarket,
  sized: { readonly quantity: Big; readonly notes: readonly string[] },
  side: 'buy' | 'sell',
): Sized {
  const [opens, against] = side === 'buy' ? (['long', 'short'] as const) : (['short', 'long'] as const);
  const [own, other] = [contractHeld(input, market, opens), contractHeld(input, market, against)];
  if (own.eq(0) && sized.quantity.lte(other)) return sized;
  const opened = own.eq(0) ? sized.quantity.minus(other) : sized.quantity;
  const turns = own.eq(0) && other.gt(0) ? `closes the ${against} of ${other.toString()} and opens` : 'opens';
  const words = `it ${turns} a ${opens} of ${opened.toString()}${own.gt(0) ? ' more' : ''}: the exchange decides its margin`;
  return { ...sized, notes: [...sized.notes, words] };
}

function wantedOf(rules: MarketRules, size: Exclude<OrderSize, { readonly all: true }>, price: Big): Sized {
  const named = 'quantity' in size ? big(size.quantity) : big(size.notional);
  if (!named.gt(0)) return { reason: 'an order needs a size above 0' };
  return onStep(rules, 'quantity' in size ? named : quantityFor(rules, named, price), 'notional' in size);
}

/** `quiet`: a quantity that follows from an amount of money is always cut, which nobody needs to be told. */
function onStep(
  rules: MarketRules,
  quantity: Big,
  quiet = false,
): { readonly quantity: Big; readonly notes: readonly string[] } {
  const down = downToStep(rules, quantity);
  const cut = !down.eq(quantity) && !quiet;
  return {
    quantity: down,
    notes: cut ? [`rounded down from ${quantity.toString()} to the step ${rules.quantityStep}`] : [],
  };
}

function buySize(input: PlanInput, request: OrderRequest, market: PlanMarket, price: Big): Sized {
  const { size, account } = request;
  const { rules } = market;
  if (rules.contract !== undefined) {
    if ('all' in size) return { reason: `${rules.symbol} is no purchase that cash is spent on: say how much` };
    const wanted = wantedOf(rules, size, price);
    return 'reason' in wanted ? wanted : opening(input, market, wanted, 'buy');
  }
  const money = spendableOf(input, market);
  const words = (amount: Big) => amountInWords(toNumber(amount), 'money', rules.quote);
  const where = titleOf(input, account);
  const { covered, proceeds } = shortOf(input, market, request.strategy);
  const noted = (sized: { readonly quantity: Big; readonly notes: readonly string[] }) => {
    if (!covered.gt(0)) return sized;
    const first = sized.quantity.gt(covered) ? 'first ' : '';
    return { ...sized, notes: [...sized.notes, `it ${first}closes the short of ${rules.symbol} that is open there`] };
  };
  const bought = moneyOf(input, account, rules.quote).minus(money);
  const kept = bought.gt(0) ? `: ${words(bought)} were bought there and are a position, sell them first` : '';
  const none = { reason: `there is no ${rules.quote} on ${where} to buy ${rules.base} with${kept}` };
  const moves = tradable(input, account)?.live === true && request.price === null;
  if ('all' in size) {
    if (!money.gt(0)) return none;
    const left = moves ? money.times(big(1).minus(liveCushion)) : money;
    const quantity = downToStep(rules, quantityFor(rules, spendable(rules, left), price));
    const notes = [
      ...(moves ? ['0.5 % of the cash is left for the price moving before the order arrives'] : []),
      ...(rules.takerFee === null ? ['1 % of the cash is left for a fee that is not known'] : []),
    ];
    return noted({ quantity, notes });
  }
  const wanted = wantedOf(rules, size, price);
  if ('reason' in wanted) return wanted;
  // What only covers a short is let through whatever cash there is: nobody is kept in it.
  if (covered.gt(0) && wanted.quantity.lte(covered)) return noted(wanted);
  if (!money.gt(0)) return none;
  const value = quoteValue(rules, wanted.quantity, price);
  const cost = value.plus(feeOf(rules, value) ?? 0);
  if (cost.lte(money.plus(proceeds))) return noted(wanted);
  const fee = value.lte(money) ? ' with its fee' : '';
  return {
    reason: `not enough ${rules.quote} on ${where}: it costs ${words(cost)}${fee}, there is ${words(money)}${kept}`,
  };
}

/** A purchase that covers a short is paid from what the short brought in, which is set apart for it. */
function shortOf(
  { facts }: PlanInput,
  { account, rules }: PlanMarket,
  strategy: string | null,
): { readonly covered: Big; readonly proceeds: Big } {
  const shorts = facts.snapshot.positions.filter(
    (one) => rules.allowsShort && one.account === account && one.symbol === rules.symbol && one.side === 'short',
  );
  const short = shorts.find((one) => one.strategy === strategy) ?? (strategy === null ? shorts[0] : undefined);
  const covered = big(short?.size ?? 0);
  return { covered, proceeds: covered.times(big(short?.entryPrice ?? 0)) };
}

/** Whether an order does nothing but make the position smaller that it is against. */
export function lessens(
  { facts }: Pick<PlanInput, 'facts'>,
  { account, rules }: PlanMarket,
  side: 'buy' | 'sell',
  quantity: Big,
  strategy: string | null,
): boolean {
  if (!rules.allowsShort) return false;
  const own = facts.snapshot.positions.filter((one) => one.account === account && one.symbol === rules.symbol);
  const against = own.filter((one) => one.side === (side === 'buy' ? 'short' : 'long'));
  const position =
    rules.contract === undefined
      ? (against.find((one) => one.strategy === strategy) ??
        (strategy === null && against.length === 1 ? against[0] : undefined))
      : against[0];
  // In hedge mode an order that is not reduce-only opens: only the one meant to close says so.
  const hedged = rules.contract !== undefined && own.length > against.length;
  return position !== undefined && !hedged && quantity.lte(position.size);
}

function limitNotes(
  request: OrderRequest,
  rules: MarketRules,
  limit: Big | null,
  market: Big | null,
): readonly string[] {
  if (limit === null) return [];
  const notes: string[] = [];
  if (!limit.eq(request.price ?? limit)) notes.push(`the limit is rounded to the price step ${rules.priceStep}`);
  if (market === null) return notes;
  const ahead = (request.side === 'buy' ? limit.div(market) : market.div(limit)).minus(1).times(100);
  if (ahead.gt(5)) notes.push(`the limit is ${ahead.toFixed(1)} % beyond the market: it fills at once`);
  return notes;
}
