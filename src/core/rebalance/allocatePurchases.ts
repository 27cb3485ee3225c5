import { type Big, big, sum, toNumber } from '../decimal.ts';
import type { Plan } from '../model/trading.ts';
import { amountInWords } from '../risk/amounts.ts';
import { rateOf } from '../risk/rates.ts';
import { orderParts } from '../trading/orderParts.ts';
import { expectedPrice, liveCushion, quoteRate, titleOf, tradable } from '../trading/planContext.ts';
import type { OrderDraft } from '../trading/planDraft.ts';
import type { PlanInput, PlanMarket } from '../trading/planInput.ts';
import { downToStep, feeOf, quantityFor, quoteValue, spendable, tooSmall } from '../trading/sizing.ts';
import { reasonOf } from '../trading/whyNot.ts';
import type { Allocated } from './allocateSales.ts';
import { marketsToBuy, moneyKey, shortIn } from './lots.ts';
import type { Want } from './rebalance.ts';

/** Where one asset can be bought, with what that takes. */
interface Place {
  readonly market: PlanMarket;
  readonly price: Big;
  /** Base currency for one unit of quote. */
  readonly rate: Big;
  /** Base currency for one unit of the asset, as the book values it. */
  readonly worth: Big;
}

/**
 * REB-1: purchases over the accounts that have money for them, after the sales. `moneys`: what each account has of each
 * currency by then (account and currency), which is used up. All are made smaller alike where the money does not do for all
 * of them with their fees; none ever spends what is not there.
 */
export function allocatePurchases(input: PlanInput, wants: readonly Want[], moneys: Map<string, Big>): Allocated {
  const orders: OrderDraft[] = [];
  const notExecutable: Plan['notExecutable'][number][] = [];
  const buys = wants
    .filter(({ side }) => side === 'buy')
    .map((want) => ({ want, ...placesOf(input, want.asset, new Set(moneys.keys())) }))
    .sort((a, b) => b.want.notional.cmp(a.want.notional));
  const factor = affordable(input, buys, moneys);
  for (const { want, places, reasons } of buys) {
    let left = want.notional.times(factor);
    const whole = left;
    const small: string[] = [];
    for (const place of byMoney(places, moneys)) {
      const bought = buyHere(input, place, left, moneys);
      if (bought === null) continue;
      if ('reason' in bought) small.push(bought.reason);
      else {
        orders.push(...orderParts(bought.order, place.price));
        left = left.minus(bought.order.quantity.times(place.worth));
      }
    }
    // What a step leaves over is no news; what no account could pay is.
    const steps = places.map(({ market, worth }) => worth.times(market.rules.quantityStep));
    const coarse = steps.reduce((most, step) => (step.gt(most) ? step : most), big(0));
    const missed = left.gt(coarse) && left.gt(whole.times('0.01'));
    if (missed || factor.lt('0.99')) {
      const rest = left.plus(want.notional.minus(whole));
      notExecutable.push(missing(input, want.asset, rest, [...small, ...reasons], places.length > 0));
    }
  }
  return { orders, notExecutable };
}

function placesOf(
  input: PlanInput,
  asset: string,
  moneys: ReadonlySet<string>,
): { readonly places: readonly Place[]; readonly reasons: readonly string[] } {
  const places: Place[] = [];
  const reasons: string[] = [];
  for (const market of marketsToBuy(input, input.markets, asset, moneys)) {
    const expected = expectedPrice(input, market, 'buy');
    const rate = quoteRate(input, market);
    const short = shortIn(input, market);
    if (short !== null) {
      // Shorts are left as they are, and the simulated broker would net a purchase with this one.
      const title = titleOf(input, market.account);
      const why =
        short.symbol === market.rules.symbol
          ? 'a purchase there would close that instead'
          : `buys nothing of it in ${market.rules.symbol} beside that`;
      reasons.push(`${title} is short of ${short.symbol}, and ${why}: close it first`);
    } else if ('reason' in expected) reasons.push(expected.reason);
    else if (rate === null) reasons.push(`no price leads from ${market.rules.quote} to the base currency`);
    else {
      const plain = big(market.buy?.price ?? expected.price);
      places.push({
        market,
        price: expected.price,
        rate,
        worth: rateOf(input.facts.snapshot, asset) ?? plain.times(rate),
      });
    }
  }
  return { places, reasons };
}

function byMoney(places: readonly Place[], moneys: ReadonlyMap<string, Big>): readonly Place[] {
  const value = ({ market, rate }: Place) =>
    (moneys.get(moneyKey(market.account, market.rules.quote)) ?? big(0)).times(rate);
  return [...places].sort((a, b) => value(b).cmp(value(a)));
}

/** The part (up to 1) of all purchases that the money of the accounts they can be made in does for, fees included. */
function affordable(
  input: PlanInput,
  buys: readonly { readonly want: Want; readonly places: readonly Place[] }[],
  moneys: ReadonlyMap<string, Big>,
): Big {
  const reached = buys.filter(({ places }) => places.length > 0);
  const needed = sum(reached.map(({ want }) => want.notional));
  const pots = new Map<string, Big>();
  for (const { places } of reached) {
    for (const { market, price, worth } of places) {
      const key = moneyKey(market.account, market.rules.quote);
      const money = usable(input, market, moneys.get(key) ?? big(0));
      // What it buys is worth less than it costs by slippage.
      const value = spendable(market.rules, money).div(price).times(worth);
      const before = pots.get(key);
      if (before === undefined || value.lt(before)) pots.set(key, value);
    }
  }
  const there = sum(pots.values());
  return needed.gt(there) && needed.gt(0) ? there.div(needed) : big(1);
}

/** Of a live account a little is left for the price moving before the order arrives. */
function usable(input: PlanInput, { account }: PlanMarket, money: Big): Big {
  return tradable(input, account)?.live === true ? money.times(big(1).minus(liveCushion)) : money;
}

function buyHere(
  input: PlanInput,
  { market, price, worth }: Place,
  wanted: Big,
  moneys: Map<string, Big>,
): { readonly order: OrderDraft } | { readonly reason: string } | null {
  const { account, rules } = market;
  const key = moneyKey(account, rules.quote);
  const money = moneys.get(key) ?? big(0);
  const most = quantityFor(rules, spendable(rules, usable(input, market, money)), price);
  const target = wanted.div(worth);
  const quantity = downToStep(rules, target.lt(most) ? target : most);
  if (!wanted.gt(0)) return null;
  const small = tooSmall(rules, quantity, price);
  // Where money is what is short, steps and minimums are beside the point.
  if (small !== null) return target.lt(most) ? { reason: small } : null;
  const value = quoteValue(rules, quantity, price);
  const fee = feeOf(rules, value) ?? value.times('0.01');
  moneys.set(key, money.minus(value).minus(fee));
  return { order: { market, side: 'buy', quantity, limit: null, reduceOnly: false, strategy: null, notes: [] } };
}

function missing(
  input: PlanInput,
  asset: string,
  rest: Big,
  reasons: readonly string[],
  reachable: boolean,
): Plan['notExecutable'][number] {
  const { snapshot } = input.facts;
  const what = `buy ${asset} for ${amountInWords(toNumber(rest), 'money', snapshot.baseCurrency)}`;
  const [first] = reasons;
  if (first !== undefined) return { account: null, what, reason: first };
  if (reachable) {
    const reason = `there is not enough money where ${asset} can be bought: move some there, or sell something first`;
    return { account: null, what, reason };
  }
  const closed = input.accounts.filter(({ ready }) => !ready);
  const [one] = closed;
  if (one !== undefined && closed.length === input.accounts.length) {
    return { account: one.account, what, reason: `${titleOf(input, one.account)}: ${reasonOf(one)}` };
  }
  return { account: null, what, reason: `no account that can trade has both a market for ${asset} and money for it` };
}
