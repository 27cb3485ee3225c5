import { type Big, big } from '../decimal.ts';
import type { Plan } from '../model/trading.ts';
import { isCash } from '../trading/isCash.ts';
import { orderParts } from '../trading/orderParts.ts';
import { expectedPrice, titleOf, tradable } from '../trading/planContext.ts';
import type { OrderDraft } from '../trading/planDraft.ts';
import type { PlanInput } from '../trading/planInput.ts';
import { downToStep, tooSmall } from '../trading/sizing.ts';
import { reasonOf } from '../trading/whyNot.ts';
import { lotsOf, ownedOf } from './lots.ts';
import type { Want } from './rebalance.ts';

export interface Allocated {
  readonly orders: readonly OrderDraft[];
  readonly notExecutable: Plan['notExecutable'];
}

/** REB-1: a sale over the accounts that hold the asset and can trade it, the largest part first; the rest, and why. */
export function allocateSale(input: PlanInput, want: Want): Allocated {
  const { asset } = want;
  const owned = ownedOf(input, asset);
  // By the book's own price, so that what is left is worth its target.
  const quantity = want.exit ? owned : owned.times(want.notional).div(want.value);
  const orders: OrderDraft[] = [];
  const notExecutable: Plan['notExecutable'][number][] = [];
  let left = quantity;
  for (const lot of lotsOf(input, input.markets, asset)) {
    if (!left.gt(0)) break;
    const { market, strategy } = lot;
    const { account, rules } = market;
    const wanted = smaller(left, lot.quantity);
    const sold = downToStep(rules, wanted);
    const price = expectedPrice(input, market, 'sell');
    const small = 'reason' in price ? null : tooSmall(rules, sold, price.price);
    const what = `sell ${trimmed(wanted)} ${asset}`;
    if ('reason' in price) notExecutable.push({ account, what, reason: price.reason });
    else if (small !== null) notExecutable.push({ account, what, reason: small });
    else {
      // A quantity that follows from a share is always cut, which nobody needs to be told.
      const notes =
        sold.eq(wanted) || !want.exit
          ? []
          : [`rounded down from ${wanted.toString()} to the step ${rules.quantityStep}`];
      const reduceOnly = rules.allowsShort;
      const order: OrderDraft = { market, side: 'sell', quantity: sold, limit: null, reduceOnly, strategy, notes };
      orders.push(...orderParts(order, price.price));
    }
    left = left.minus(wanted);
  }
  return { orders, notExecutable: left.gt(0) ? [...notExecutable, ...rest(input, asset, left)] : notExecutable };
}

/** What stands where no order reaches it: in accounts that cannot trade, in other pockets, held back by orders. */
function rest(input: PlanInput, asset: string, quantity: Big): Plan['notExecutable'] {
  const { holdings } = input.facts.snapshot;
  const accounts = [...new Set(holdings.flatMap((one) => (one.asset === asset ? [one.account] : [])))];
  let left = quantity;
  return accounts.flatMap((account): Plan['notExecutable'] => {
    const own = holdings.filter((one) => one.account === account && one.asset === asset);
    const there = own.reduce((total, one) => total.plus(one.quantity).minus(one.borrowed), big(0));
    const part = smaller(left, there);
    const reason = whyHere(input, account, asset);
    if (!part.gt(0) || reason === null) return [];
    left = left.minus(part);
    return [{ account, what: `sell ${trimmed(part)} ${asset}`, reason }];
  });
}

function whyHere(input: PlanInput, account: string, asset: string): string | null {
  const place = tradable(input, account);
  const title = titleOf(input, account);
  if (place === undefined) return `${title}: orders cannot be given to it`;
  if (!place.ready) return `${title}: ${reasonOf(place)}`;
  const failure = input.failures.find((one) => one.account === account && one.symbol === null);
  if (failure) return `${title}: its markets could not be read: ${failure.reason}`;
  const traded = input.markets.some(
    (one) => one.account === account && one.rules.base === asset && one.rules.contract === undefined,
  );
  if (!traded) return `${title} has no market for ${asset}`;
  const paper = input.facts.snapshot.accounts.some((one) => one.id === account && one.kind === 'paper');
  const quotes = input.markets.flatMap(({ account: place, rules }) =>
    place === account && rules.base === asset && rules.contract === undefined ? [rules.quote] : [],
  );
  if (!quotes.some((quote) => isCash(input, quote))) {
    return `${title} trades ${asset} only for ${quotes.join(', ')}, which is no money here (a coin, or a stablecoin off its peg)`;
  }
  const inSpot = lotsOf(input, input.markets, asset).some(({ market }) => market.account === account);
  const own = input.facts.snapshot.holdings.filter((one) => one.account === account && one.asset === asset);
  const all = own.reduce((total, one) => total.plus(one.quantity), big(0));
  const reached = lotsOf(input, input.markets, asset).reduce(
    (total, { market, quantity }) => (market.account === account ? total.plus(quantity) : total),
    big(0),
  );
  if (inSpot && reached.gte(all)) return null;
  if (paper) return `${title}: it was bought in a market that is not against money: sell it there`;
  return `${title}: it is not in the spot pocket, or held back by working orders: move or free it first`;
}

/** A division may have forty digits; nobody trades the last of them. */
function trimmed(quantity: Big): string {
  return quantity.round(12, 1).toString();
}

function smaller(a: Big, b: Big): Big {
  return a.lt(b) ? a : b;
}
