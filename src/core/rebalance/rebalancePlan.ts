import { type Big, big, sum, toNumber } from '../decimal.ts';
import type { PlanRequest, RebalanceLeg } from '../model/trading.ts';
import { isCash } from '../trading/isCash.ts';
import { expectedPrice, quoteRate, spendableOf, titleOf } from '../trading/planContext.ts';
import { type OrderDraft, type PlanDraft, refusedDraft } from '../trading/planDraft.ts';
import type { PlanInput } from '../trading/planInput.ts';
import { feeOf, quoteValue } from '../trading/sizing.ts';
import { allocatePurchases } from './allocatePurchases.ts';
import { allocateSale } from './allocateSales.ts';
import { moneyKey, moneysOf, ownedOf } from './lots.ts';
import { rebalance, type Want } from './rebalance.ts';

/**
 * REB-1: the trades of `rebalance` as orders of the accounts, sales first, purchases from the money there is by then. Parts
 * that no account can do are legs all the same, and `notExecutable` says what to do by hand.
 */
export function rebalancePlan(
  input: PlanInput,
  _request: Extract<PlanRequest, { readonly kind: 'rebalance' }>,
): PlanDraft {
  const { wants, total, refused, notes } = rebalance(input);
  const count = wants.filter(({ targetShare }) => targetShare.gt(0)).length;
  const title = `Rebalance to ${count} ${count === 1 ? 'target' : 'targets'}`;
  if (refused !== null) return refusedDraft('rebalance', count > 0 ? title : 'Rebalance', refused);
  const sales = wants.filter(({ side }) => side === 'sell').map((want) => allocateSale(input, want));
  const sold = sales.flatMap(({ orders }) => orders);
  const moneys = new Map(moneysOf(input));
  for (const market of input.markets) {
    const key = moneyKey(market.account, market.rules.quote);
    if (moneys.has(key)) moneys.set(key, spendableOf(input, market));
  }
  for (const order of sold) receive(input, moneys, order);
  const bought = allocatePurchases(input, wants, moneys);
  const orders = [...sold, ...bought.orders];
  const notExecutable = [...sales.flatMap((sale) => sale.notExecutable), ...bought.notExecutable];
  const trades = wants.some(({ side }) => side !== 'hold');
  const nothing =
    trades && orders.length === 0 ? 'none of these trades can be made here: see what to do by hand' : null;
  return {
    purpose: 'rebalance',
    title,
    orders,
    legs: legsOf(input, wants, orders, total),
    total: toNumber(total),
    refused: nothing,
    notExecutable,
    notes: [...unknownTargets(input, wants, sold), ...notes, ...spread(input, orders)],
  };
}

/** A target that nobody here holds or trades may be a name written wrong: what is sold for it would wait for nothing. */
function unknownTargets(input: PlanInput, wants: readonly Want[], sold: readonly OrderDraft[]): readonly string[] {
  const names = wants.flatMap(({ asset, side, value }) => {
    const known = value.gt(0) || input.markets.some(({ rules }) => rules.base === asset);
    return side === 'buy' && !known ? [asset] : [];
  });
  if (names.length === 0 || sold.length === 0) return [];
  const of =
    names.length === 1
      ? 'is a target that no account here holds or trades'
      : 'are targets that no account here holds or trades';
  return [`${names.join(', ')} ${of}: what is sold for it stays money until it is bought by hand (is the name right?)`];
}

/** What a sale brings, its fee taken off; of an unknown fee as much as a purchase leaves for it. */
function receive(input: PlanInput, moneys: Map<string, Big>, { market, quantity }: OrderDraft): void {
  const expected = expectedPrice(input, market, 'sell');
  if ('reason' in expected) return;
  const value = quoteValue(market.rules, quantity, expected.price);
  const key = moneyKey(market.account, market.rules.quote);
  const fee = feeOf(market.rules, value) ?? value.times('0.01');
  moneys.set(key, (moneys.get(key) ?? big(0)).plus(value).minus(fee));
}

function legsOf(
  input: PlanInput,
  wants: readonly Want[],
  orders: readonly OrderDraft[],
  total: Big,
): readonly RebalanceLeg[] {
  const legs = wants.map((want) => (want.cash ? null : tradeLeg(input, want, orders)));
  const moved = cashMoved(input, wants, orders, legs);
  return wants
    .map((want, index) => legs[index] ?? cashLeg(want, moved.get(want.asset) ?? big(0), total))
    .sort(
      (a, b) =>
        Number(a.cash) - Number(b.cash) ||
        Math.max(b.currentShare, b.targetShare) - Math.max(a.currentShare, a.targetShare),
    );
}

/** As far as orders do all of it: what they come to, on the step. Else what is wanted, to be done by hand. */
function tradeLeg(input: PlanInput, want: Want, orders: readonly OrderDraft[]): RebalanceLeg {
  const { asset, side, reason } = want;
  const own = orders.filter(({ market }) => market.rules.base === asset);
  const values = own.map((order) => worthOf(input, order));
  const value = sum(values.map((one) => one.value));
  const fees = values.map(({ fee }) => fee);
  const whole = own.length > 0 && value.gt(want.notional.times('0.98'));
  return {
    ...shares(want),
    side,
    notional: side === 'hold' ? 0 : toNumber(whole ? value : want.notional),
    quantity: side === 'hold' ? null : whole ? sum(own.map((one) => one.quantity)).toString() : byHand(input, want),
    fee:
      side === 'hold'
        ? null
        : own.length > 0 && !fees.includes(null)
          ? toNumber(sum(fees.flatMap((fee) => fee ?? [])))
          : null,
    cash: false,
    reason: reason ?? (side === 'hold' || whole ? null : partly(own, value, want)),
  };
}

function partly(own: readonly OrderDraft[], value: Big, want: Want): string {
  if (own.length === 0) return 'no account here can do it: see what to do by hand';
  return `orders here do ${value.times(100).div(want.notional).toFixed(0)} % of it: see what to do by hand`;
}

/** The quantity at the book's own price, where it has one. */
function byHand(input: PlanInput, want: Want): string | null {
  if (want.exit) return ownedOf(input, want.asset).toString();
  if (want.value.eq(0)) return null;
  return ownedOf(input, want.asset).times(want.notional).div(want.value).round(8, 0).toString();
}

function cashLeg(want: Want, moved: Big, total: Big): RebalanceLeg {
  const none = moved.abs().lt(total.times('1e-9'));
  return {
    ...shares(want),
    side: none ? 'hold' : moved.gt(0) ? 'buy' : 'sell',
    notional: none ? 0 : toNumber(moved.abs()),
    quantity: null,
    fee: null,
    cash: true,
    reason: none ? 'no other trade changes it' : 'it changes by what the other trades leave, before their fees',
  };
}

function shares({ asset, currentShare, targetShare }: Want) {
  return {
    asset,
    currentShare: toNumber(currentShare),
    targetShare: toNumber(targetShare),
    drift: toNumber(currentShare.minus(targetShare)),
  };
}

/** How much of each money comes in (+) or goes out (−), base currency, fees apart. */
function cashMoved(
  input: PlanInput,
  wants: readonly Want[],
  orders: readonly OrderDraft[],
  legs: readonly (RebalanceLeg | null)[],
): ReadonlyMap<string, Big> {
  const moved = new Map<string, Big>();
  const add = (currency: string, amount: Big) => moved.set(currency, (moved.get(currency) ?? big(0)).plus(amount));
  for (const order of orders) {
    const { value } = worthOf(input, order);
    add(order.market.rules.quote, order.side === 'sell' ? value : value.times(-1));
  }
  const flow = (parts: readonly { readonly side: string; readonly amount: Big }[]) =>
    sum(parts.map(({ side, amount }) => (side === 'sell' ? amount : side === 'buy' ? amount.times(-1) : 0)));
  const all = flow(legs.flatMap((leg) => (leg === null ? [] : [{ side: leg.side, amount: big(leg.notional) }])));
  const byHands = all.minus(sum(moved.values()));
  const [main] = wants
    .filter(({ cash }) => cash)
    .sort((a, b) => b.targetShare.cmp(a.targetShare) || b.value.cmp(a.value));
  // What is done by hand is paid in whatever money people choose: it is told with the main one.
  if (main !== undefined && byHands.abs().gt('1e-6')) add(main.asset, byHands);
  return moved;
}

function worthOf(input: PlanInput, order: OrderDraft): { readonly value: Big; readonly fee: Big | null } {
  const { market, side, quantity } = order;
  const expected = expectedPrice(input, market, side);
  const rate = quoteRate(input, market);
  if ('reason' in expected || rate === null) return { value: big(0), fee: null };
  const value = quoteValue(market.rules, quantity, expected.price);
  return { value: value.times(rate), fee: feeOf(market.rules, value)?.times(rate) ?? null };
}

/** Said where an asset is paid in another money than the one that has a target. */
function spread(input: PlanInput, orders: readonly OrderDraft[]): readonly string[] {
  const targeted = Object.keys(input.targets?.allocation ?? {}).filter((asset) => isCash(input, asset));
  if (targeted.length === 0) return [];
  const others = orders.filter(({ market }) => !targeted.includes(market.rules.quote));
  const places = [...new Set(others.map(({ market }) => `${market.rules.quote} on ${titleOf(input, market.account)}`))];
  return places.length === 0
    ? []
    : [`money counts as one: ${places.join(', ')} is not exchanged for ${targeted.join(' or ')}`];
}
