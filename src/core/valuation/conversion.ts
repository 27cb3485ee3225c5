import type { Big } from '../decimal.ts';
import { big, toNumber } from '../decimal.ts';
import type { Quote } from '../model/quote.ts';
import type { PriceUse } from '../model/snapshot.ts';

/** What one unit of an asset is worth in another, exactly, and how that is known. */
export interface Rate {
  readonly rate: Big;
  /** The same, rounded once. */
  readonly price: number;
  /** The same conversion 24 h before; null where a quote of the path does not tell it. For changes a double is enough. */
  readonly price24h: number | null;
  /** "binance BTC/USDT → kraken USDT/USD" */
  readonly source: string;
  /** Epoch ms of the oldest quote on the path; null for the identity, which has no age. */
  readonly at: number | null;
  readonly stale: boolean;
}

/** Prices as one account sees them: its own marks first, then the chain. */
export interface Prices {
  /** null: no path of at most three markets leads from `from` to `to`. */
  rate(from: string, to: string): Rate | null;
}

/** The only stops between an asset and its target, in the order they are tried among paths of equal length: SRC-5. */
const hubs = ['USDT', 'USDC', 'USD', 'BTC', 'EUR'] as const;

/** The hubs that are money. BTC is a coin: where it is held, it follows the chain like any other. */
const moneyHubs: ReadonlySet<string> = new Set(hubs.filter((hub) => hub !== 'BTC'));

/** One link of the chain, indexed by base: the first quote of each market that has a usable price. */
export type PriceLink = ReadonlyMap<string, readonly Quote[]>;

/** Indexes a link. A quote without a positive, finite price is no quote: a missing price is never zero. */
export function priceLink(quotes: readonly Quote[]): PriceLink {
  const link = new Map<string, Quote[]>();
  for (const quote of quotes) {
    const price = Number(quote.price);
    if (!(price > 0 && price < Number.POSITIVE_INFINITY)) continue;
    const markets = link.get(quote.base);
    if (!markets) link.set(quote.base, [quote]);
    else if (!marketOf(markets, quote.quote)) markets.push(quote);
  }
  return link;
}

function marketOf(markets: readonly Quote[] | undefined, quote: string): Quote | undefined {
  return markets?.find((market) => market.quote === quote);
}

/**
 * Conversion over quotes. The first link of the chain that can answer for an asset wins; within it the fewest markets win
 * (direct, inverse, then through one or two hubs). Later steps of the path take the first link that has the market.
 *
 * A currency (USD, EUR, or one of `currencies`: stablecoins, money of states; BTC is a coin like any other where it is held)
 * has no link of its own: through as few markets
 * as possible, each of the first link that has it. Else a coin that lost its peg would be valued around its own price.
 *
 * Fresh quotes are tried first, so a stale answer never hides a fresh one further down; only then stale ones, and the rate
 * says so. Nothing is assumed to be worth 1 but an asset in itself. Rates are remembered, so a book of thousands of
 * balances costs one search per asset.
 */
export function openPrices(
  chain: readonly PriceLink[],
  at: number,
  maxAgeMs: number,
  currencies: ReadonlySet<string> = new Set(),
): Prices {
  const links = chain.filter((link) => link.size > 0);
  const known = new Map<string, Map<string, Rate | null>>();
  return {
    rate(from, to) {
      const rates = known.get(to) ?? new Map<string, Rate | null>();
      const found = rates.get(from);
      if (found !== undefined) return found;
      const firsts = moneyHubs.has(from) || currencies.has(from) ? [links] : links.map((link) => [link]);
      const find = (oldest: number | null) => search(links, firsts, from, to, oldest);
      const rate = from === to ? identity : (find(at - maxAgeMs) ?? find(null));
      known.set(to, rates.set(from, rate));
      return rate;
    },
  };
}

const identity: Rate = { rate: big(1), price: 1, price24h: 1, source: 'base currency', at: null, stale: false };

interface Step {
  readonly quote: Quote;
  readonly inverse: boolean;
}

/**
 * `firsts`: where the first market may come from, one attempt after the other. `oldest`: quotes before this are passed over;
 * null takes any, and the answer is stale.
 */
function search(
  links: readonly PriceLink[],
  firsts: readonly (readonly PriceLink[])[],
  from: string,
  to: string,
  oldest: number | null,
): Rate | null {
  const stops = hubs.filter((hub) => hub !== from && hub !== to);
  const step = (chain: readonly PriceLink[], a: string, b: string): Step | null => {
    for (const link of chain) {
      const direct = marketOf(link.get(a), b);
      if (direct && (oldest === null || direct.at >= oldest)) return { quote: direct, inverse: false };
      const inverse = marketOf(link.get(b), a);
      if (inverse && (oldest === null || inverse.at >= oldest)) return { quote: inverse, inverse: true };
    }
    return null;
  };
  for (const first of firsts) {
    const direct = step(first, from, to);
    if (direct) return along([direct], oldest === null);
    const starts = stops.flatMap((stop) => {
      const found = step(first, from, stop);
      return found ? [{ stop, found }] : [];
    });
    for (const { stop, found } of starts) {
      const last = step(links, stop, to);
      if (last) return along([found, last], oldest === null);
    }
    for (const { stop, found } of starts) {
      for (const second of stops) {
        const middle = second === stop ? null : step(links, stop, second);
        const last = middle && step(links, second, to);
        if (middle && last) return along([found, middle, last], oldest === null);
      }
    }
  }
  return null;
}

function along(steps: readonly Step[], stale: boolean): Rate {
  let rate = big(1);
  let price24h: number | null = 1;
  let at = Number.POSITIVE_INFINITY;
  for (const { quote, inverse } of steps) {
    const price = big(quote.price);
    rate = inverse ? rate.div(price) : rate.times(price);
    const open = Number(quote.open24h);
    price24h = price24h !== null && open > 0 ? (inverse ? price24h / open : price24h * open) : null;
    at = Math.min(at, quote.at);
  }
  return {
    rate,
    price: toNumber(rate),
    price24h,
    source: steps.map((step) => step.quote.source).join(' → '),
    at,
    stale,
  };
}

/** For people and JSON: rounded once. `asOf` dates the identity. */
export function priceUse(rate: Rate, asOf: number): PriceUse {
  return { price: rate.price, source: rate.source, at: rate.at ?? asOf };
}
