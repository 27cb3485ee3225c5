import type { Market, World } from './world.ts';
import { priceOf } from './world.ts';

const day = 86_400_000;

/** Uniform in (0, 1), a pure function of its text: the same world, the same past. FNV-1a with an avalanche step. */
function uniform(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 4_294_967_296;
}

/** Standard normal by Box–Muller. */
export function normal(text: string): number {
  return Math.sqrt(-2 * Math.log(uniform(`${text}/a`))) * Math.cos(2 * Math.PI * uniform(`${text}/b`));
}

const calm = /^(USD|USDT|USDC|DAI|FDUSD|EUR|GBP|ZUSD|ZEUR|ZGBP)$/;

/** Log return of an asset on the k-th day before the world began: one common factor, so that coins correlate. */
function shock(asset: string, k: number): number {
  if (calm.test(asset)) return 0.0005 * normal(`${asset}/${k}`);
  const name = asset.replace(/^X(?=[A-Z]{3}$)/, '').replace('XBT', 'BTC');
  const beta = 0.6 + 0.9 * uniform(`beta/${name}`);
  return 0.022 * beta * normal(`market/${k}`) + 0.018 * normal(`${name}/${k}`);
}

/**
 * Price at a time. Before the world began: a random walk back from the first price (the knot 24 hours before is the
 * market's own open24h). After: what setPrice did.
 */
export function priceHistory(world: World, market: Market): (at: number) => number {
  const price = priceOf(world, market);
  const first = Math.log(Number(price.changes[0]?.price ?? price.last));
  const knots = [first, Math.log(Number(price.open24h))];
  const knot = (k: number): number => {
    for (let i = knots.length; i <= k; i += 1) {
      knots.push((knots[i - 1] ?? first) - shock(market.base, i) + shock(market.quote, i));
    }
    return knots[k] ?? first;
  };
  return (at) => {
    if (at >= world.startedAt) {
      let found = price.changes[0]?.price ?? price.last;
      for (const change of price.changes) if (change.at <= at) found = change.price;
      return Number(found);
    }
    const days = (world.startedAt - at) / day;
    const k = Math.floor(days);
    const within = days - k;
    const wiggle = 0.004 * normal(`${market.base}/${k}/intraday`) * Math.sin(2 * Math.PI * within);
    return Math.exp(knot(k) * (1 - within) + knot(k + 1) * within + wiggle);
  };
}

export interface Candle {
  readonly at: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

/** Candles whose start lies in [from, to], aligned to UTC, at most `limit` (the first ones when `first`, else the last). */
export function candles(
  world: World,
  market: Market,
  interval: number,
  range: { readonly from: number | null; readonly to: number; readonly limit: number },
): readonly Candle[] {
  const last = Math.floor(range.to / interval) * interval;
  const earliest = last - (range.limit - 1) * interval;
  const start = range.from === null ? earliest : Math.ceil(range.from / interval) * interval;
  const end = Math.min(last, start + (range.limit - 1) * interval);
  const at = priceHistory(world, market);
  const text = (value: number): string => value.toFixed(market.pricePlaces);
  const result: Candle[] = [];
  for (let open = start; open <= end; open += interval) {
    const close = Math.min(open + interval - 1, range.to);
    const seen = [0, 1, 2, 3, 4, 5, 6].map((step) => at(open + ((close - open) * step) / 6));
    result.push({
      at: open,
      open: text(at(open)),
      high: text(Math.max(...seen)),
      low: text(Math.min(...seen)),
      close: text(at(close)),
      volume: (Number(priceOf(world, market).volume) * (interval / day)).toFixed(market.amountPlaces),
    });
  }
  return result;
}
