import type { Decimal } from '../decimal.ts';
import { big } from '../decimal.ts';
import type { DailyCloses, Quote } from '../model/quote.ts';
import { gaussian } from './noise.ts';
import type { SimulatedAsset } from './simulatedAssets.ts';
import { simulatedAssets } from './simulatedAssets.ts';

/** A market that never was, the same for everyone who has its seed. Always open. */
export interface Market {
  /** Assets with a price; USD, the money of account, is one of them. */
  readonly assets: readonly string[];
  /** Price of one `asset` in `currency` (both from `assets`) at any time; null for names it does not know. */
  priceAt(asset: string, currency: string, at: number): Decimal | null;
  /** Closes of the whole UTC days within [from, to]; `day` is the start of the day, the close its end. null as above. */
  dailyCloses(asset: string, currency: string, from: number, to: number): DailyCloses | null;
  /** Prices in `currency` at `at`, with those of 24 h before; names it does not know are left out. */
  quotes(assets: readonly string[], currency: string, at: number): readonly Quote[];
}

const dayMs = 86_400_000;
/** Day 0 of the walk. Days before are its mirror image, so every time has a price. */
const epoch = Date.UTC(2020, 0, 1);
/** When an asset stands around its nominal price. */
const reference = (Date.UTC(2026, 11, 31) - epoch) / dayMs;
/** A day is halved this often: 2^11 parts of 42 s, straight lines within. */
const halvings = 11;

/**
 * The simulated market of a seed: a pure function of seed and time, so that two windows and the CLI see the same prices. Daily
 * log prices revert to a growing level (Ornstein–Uhlenbeck, exact discretisation), driven by correlated normal shocks whose
 * volatility comes in clusters; within a day a Brownian bridge by midpoint displacement joins the daily closes. Days are
 * computed once, when first asked for, and kept in this object.
 */
export function simulatedMarket(seed: number): Market {
  const shared = new SharedShocks(seed);
  const walks = new Map(simulatedAssets.map((asset, index) => [asset.asset, new Walk(seed, index, asset, shared)]));
  const dollars = (asset: string, at: number): number | null =>
    asset === 'USD' ? 1 : (walks.get(asset)?.priceAt(at) ?? null);
  const cross = (asset: string, currency: string, at: number): number | null => {
    if (asset === currency) return asset === 'USD' || walks.has(asset) ? 1 : null;
    const price = dollars(asset, at);
    const unit = dollars(currency, at);
    return price === null || unit === null ? null : rounded(price / unit);
  };
  const source = 'simulated market';
  return {
    assets: ['USD', ...walks.keys()],
    priceAt(asset, currency, at) {
      const price = cross(asset, currency, at);
      if (price === null) return null;
      const text = String(price);
      return text.includes('e') ? big(price).toString() : text;
    },
    dailyCloses(asset, currency, from, to) {
      const closes: { readonly day: number; readonly close: number }[] = [];
      for (let day = Math.ceil(from / dayMs) * dayMs; day + dayMs <= to; day += dayMs) {
        const close = cross(asset, currency, day + dayMs);
        if (close === null) return null;
        closes.push({ day, close });
      }
      return cross(asset, currency, from) === null ? null : { asset, currency, source, closes };
    },
    quotes(assets, currency, at) {
      return assets.flatMap((base): readonly Quote[] => {
        const price = base === currency ? null : this.priceAt(base, currency, at);
        const open24h = this.priceAt(base, currency, at - dayMs);
        return price === null || open24h === null
          ? []
          : [{ base, quote: currency, price, at, source: `${source} ${base}/${currency}`, open24h }];
      });
    },
  };
}

/** Seven significant digits, as a broker would show. */
function rounded(price: number): number {
  return Number(price.toPrecision(7));
}

/** Streams of random numbers that assets share. */
const equityStream = 1001;
const cryptoStream = 1002;
const clusterStream = 1003;

/** What all assets share on a day: the two common shocks, and how much wilder than usual the day is. Kept once computed. */
class SharedShocks {
  readonly equity: number[] = [];
  readonly crypto: number[] = [];
  readonly wildness: number[] = [];
  private cluster = 0;
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  extend(days: number): void {
    for (let day = this.equity.length; day < days; day++) {
      this.equity.push(gaussian(this.seed, equityStream, day, 0));
      this.crypto.push(gaussian(this.seed, cryptoStream, day, 0));
      this.cluster = 0.94 * this.cluster + 0.12 * gaussian(this.seed, clusterStream, day, 0);
      this.wildness.push(Math.exp(this.cluster));
    }
  }
}

/** Log price of one asset, day by day. */
class Walk {
  /** Deviation from the level at the start of day i, and the day's volatility. */
  private readonly deviation: number[] = [0];
  private readonly daily: number[] = [];
  private readonly seed: number;
  private readonly stream: number;
  private readonly asset: SimulatedAsset;
  private readonly own: number;
  private readonly shared: SharedShocks;

  constructor(seed: number, stream: number, asset: SimulatedAsset, shared: SharedShocks) {
    this.seed = seed;
    this.shared = shared;
    this.stream = stream;
    this.asset = asset;
    this.own = Math.sqrt(Math.max(0, 1 - asset.equity ** 2 - asset.crypto ** 2));
  }

  priceAt(at: number): number {
    const time = Math.abs((at - epoch) / dayMs);
    const day = Math.floor(time);
    this.extend(day + 1);
    const start = this.level(day);
    return Math.exp(time === day ? start : this.bridge(day, time - day, start, this.level(day + 1)));
  }

  private level(day: number): number {
    const { price, growth } = this.asset;
    return Math.log(price) + (growth * (day - reference)) / 365 + (this.deviation[day] ?? 0);
  }

  private extend(days: number): void {
    const keep = 0.5 ** (1 / this.asset.halfLife);
    const calm = this.asset.volatility / Math.sqrt(365);
    this.shared.extend(days);
    const { equity, crypto, wildness } = this.shared;
    for (let day = this.deviation.length - 1; day < days; day++) {
      const volatility = calm * (wildness[day] ?? 1);
      const common = this.asset.equity * (equity[day] ?? 0) + this.asset.crypto * (crypto[day] ?? 0);
      const shock = common + this.own * gaussian(this.seed, this.stream, day, 0);
      this.daily.push(volatility);
      this.deviation.push(keep * (this.deviation[day] ?? 0) + volatility * shock);
    }
  }

  /** The same mixture within a day, for one node of the bridge. */
  private shock(day: number, node: number): number {
    const { equity, crypto } = this.asset;
    let shock = this.own * gaussian(this.seed, this.stream, day, node);
    if (equity !== 0) shock += equity * gaussian(this.seed, equityStream, day, node);
    if (crypto !== 0) shock += crypto * gaussian(this.seed, cryptoStream, day, node);
    return shock;
  }

  /** Log price at a fraction of the day between its two ends: each halving displaces the middle by half a step's deviation. */
  private bridge(day: number, fraction: number, start: number, end: number): number {
    let from = 0;
    let width = 1;
    let low = start;
    let high = end;
    let node = 1;
    let deviation = (this.daily[day] ?? 0) / 2;
    for (let level = 0; level < halvings; level++) {
      const middle = (low + high) / 2 + deviation * this.shock(day, node);
      width /= 2;
      if (fraction < from + width) {
        high = middle;
        node = 2 * node;
      } else {
        low = middle;
        from += width;
        node = 2 * node + 1;
      }
      deviation /= Math.SQRT2;
    }
    return low + ((high - low) * (fraction - from)) / width;
  }
}
