import { type Big, big, sum, toNumber } from '../decimal.ts';
import { duration } from '../duration.ts';
import type { AccountView, Position } from '../model/snapshot.ts';
import type { TradableAccount } from '../model/trading.ts';
import { rateOf } from '../risk/rates.ts';
import { isCash } from './isCash.ts';
import type { PlanInput, PlanMarket } from './planInput.ts';

/** A live price older than this sizes no order. */
const livePriceMs = 60_000;

/**
 * Left of all cash when a live order at the market is to use it up: the price may move before the order arrives, and an order
 * that costs more than there is would be rejected whole.
 */
export const liveCushion = big('0.005');

/** "Binance · main" */
export function titleOf({ facts }: Pick<PlanInput, 'facts'>, account: string): string {
  return viewOf({ facts }, account)?.title ?? account;
}

export function viewOf({ facts }: Pick<PlanInput, 'facts'>, account: string): AccountView | undefined {
  return facts.snapshot.accounts.find(({ id }) => id === account);
}

export function tradable({ accounts }: Pick<PlanInput, 'accounts'>, account: string): TradableAccount | undefined {
  return accounts.find((one) => one.account === account);
}

/** What an order at the market will cost or bring a unit, in quote: the price with its slippage; or why that is not known. */
export function expectedPrice(
  input: PlanInput,
  market: PlanMarket,
  side: 'buy' | 'sell',
): { readonly price: Big; readonly at: number; readonly source: string } | { readonly reason: string } {
  const { account, rules } = market;
  const quote = market[side];
  if (quote === null) {
    const failure = input.failures.find((one) => one.account === account && one.symbol === rules.symbol);
    return { reason: `no price of ${rules.symbol} could be had: ${failure?.reason ?? 'the account has none'}` };
  }
  const price = big(quote.price);
  if (!price.gt(0)) return { reason: `no price of ${rules.symbol} could be had: it is ${quote.price}` };
  const live = tradable(input, account)?.live === true;
  const age = input.now - quote.at;
  if (age > (live ? livePriceMs : input.priceMaxAgeMs)) {
    return { reason: `the price of ${rules.symbol} is ${duration(age)} old (${quote.source})` };
  }
  const slip = big(rules.slippage ?? 0);
  return {
    price: price.times(side === 'buy' ? slip.plus(1) : big(1).minus(slip)),
    at: quote.at,
    source: quote.source,
  };
}

/**
 * What an order is valued at: at the market its expected price, with a limit that one, because it may cost as much. A sale whose
 * limit is below the market is filled at the market, so it is worth that: a limit of nearly nothing makes no order small.
 */
export function orderPrice(
  input: PlanInput,
  market: PlanMarket,
  side: 'buy' | 'sell',
  limit: Big | null,
): ReturnType<typeof expectedPrice> {
  const expected = expectedPrice(input, market, side);
  if (limit === null) return expected;
  const own = { price: limit, at: input.now, source: 'your limit' };
  if (side === 'buy') return own;
  if ('price' in expected) return expected.price.gt(limit) ? expected : own;
  const [worth, rate] = [rateOf(input.facts.snapshot, market.rules.base), quoteRate(input, market)];
  if (worth === null || rate === null) return market.rules.allowsShort ? expected : own;
  const told = worth.div(rate);
  return told.gt(limit) ? { price: told, at: input.facts.snapshot.asOf, source: 'the book' } : own;
}

/**
 * Base currency for one unit of a market's quote: as the book prices it, else by what the book says an asset is worth over its
 * price in that quote, in this market or in another one that a price was asked for.
 */
export function quoteRate({ facts, markets }: Pick<PlanInput, 'facts' | 'markets'>, market: PlanMarket): Big | null {
  const { quote } = market.rules;
  const rate = rateOf(facts.snapshot, quote);
  if (rate !== null) return rate;
  for (const { rules, sell, buy } of [market, ...markets]) {
    const price = sell?.price ?? buy?.price;
    if (rules.quote !== quote || rules.contract !== undefined || price === undefined || !big(price).gt(0)) continue;
    const worth = rateOf(facts.snapshot, rules.base);
    if (worth !== null) return worth.div(price);
  }
  return null;
}

/** Money that an account can spend: what is owned of a cash currency where its spot orders settle. */
export function moneyOf({ facts }: Pick<PlanInput, 'facts'>, account: string, currency: string): Big {
  return sum(
    facts.snapshot.holdings.flatMap((one) =>
      one.account === account && one.asset === currency && one.scope === 'spot'
        ? [big(one.free ?? one.quantity).minus(one.borrowed)]
        : [],
    ),
  );
}

/** Money that a purchase in one market can be paid with. */
export function spendableOf(input: Pick<PlanInput, 'facts'>, { account, rules }: PlanMarket): Big {
  const money = moneyOf(input, account, rules.quote);
  const { spendable } = rules;
  return spendable !== undefined && big(spendable).lt(money) ? big(spendable) : money;
}

/**
 * What an account can sell of an asset in one market: what stands in its spot pocket, or, on paper, the long in that market and
 * what was paid in of it.
 */
export function sellable(
  input: Pick<PlanInput, 'facts' | 'stablecoins'>,
  market: PlanMarket,
  strategy: string | null,
): Big {
  const { account, rules } = market;
  // Money is no position: all of it that the account has is there.
  if (!rules.allowsShort || isCash(input, rules.base)) return moneyOf(input, account, rules.base);
  const long = paperLong(input, account, rules.symbol, strategy);
  const paidIn = paidInOf(input.facts.snapshot.positions, account, rules.base);
  return big(long?.size ?? 0).plus(paidIn?.size ?? 0);
}

/** What came to a paper account and was not bought there: its position names no market. */
export function paidInOf(positions: Iterable<Position>, account: string, asset: string): Position | undefined {
  for (const one of positions)
    if (one.account === account && one.symbol === asset && one.side === 'long' && one.instrument === 'spot') return one;
  return undefined;
}

/** The long of a paper account in a market: of the strategy, or, where none is named, the only one there is. */
export function paperLong(
  { facts }: Pick<PlanInput, 'facts'>,
  account: string,
  symbol: string,
  strategy: string | null,
): Position | undefined {
  const own = facts.snapshot.positions.filter(
    (one) => one.account === account && one.symbol === symbol && one.side === 'long',
  );
  return own.find((one) => one.strategy === strategy) ?? (strategy === null && own.length === 1 ? own[0] : undefined);
}

/**
 * Markets of an account where an asset is bought or sold for money, the best first: quoted in a currency that the account
 * has most of, then in the base currency, then in any other cash; markets against coins last.
 */
export function spotMarkets(
  input: Pick<PlanInput, 'facts' | 'stablecoins'>,
  markets: readonly PlanMarket[],
  account: string,
  asset: string,
): readonly PlanMarket[] {
  const { snapshot } = input.facts;
  const ranked = markets
    .filter((one) => one.account === account && one.rules.base === asset && one.rules.contract === undefined)
    .map((market) => {
      const { quote } = market.rules;
      const rate = rateOf(snapshot, quote);
      const money = isCash(input, quote);
      return {
        market,
        money: money ? 1 : 0,
        held: money && rate !== null ? toNumber(moneyOf(input, account, quote).times(rate)) : 0,
        base: quote === snapshot.baseCurrency ? 1 : 0,
        coin: input.stablecoins.includes(quote) ? input.stablecoins.length - input.stablecoins.indexOf(quote) : 0,
      };
    });
  return ranked
    .sort(
      (a, b) =>
        b.money - a.money ||
        b.held - a.held ||
        b.base - a.base ||
        b.coin - a.coin ||
        (a.market.rules.symbol < b.market.rules.symbol ? -1 : 1),
    )
    .map(({ market }) => market);
}
