import { big, type Decimal, parseDecimal } from '../../core/decimal.ts';
import type { CcxtExchange, CcxtMarket } from './ccxtExchange.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Each market is one request; what is not asked in this round is asked in the next. */
const mostAtOnce = 8;
/** A price farther from 24 h ago than this is none of then. */
const toleranceMs = 2 * hourMs;
const retryMs = 10 * 60_000;

/** Prices of 24 h ago for exchanges whose tickers do not tell them, from hourly candles, at most half an hour off. */
export interface DayOpens {
  /** Asks for those of `markets` that are not known for this hour, the first ones first. Never rejects. */
  fill(exchange: CcxtExchange, markets: readonly CcxtMarket[], now: number, ask: Asker): Promise<void>;
  at(symbol: string, now: number): Decimal | null;
}

/** One request, within the limits of the exchange; null where it failed, because a missing price of then harms nothing. */
export type Asker = (work: () => Promise<readonly Candle[]>) => Promise<readonly Candle[] | null>;
type Candle = readonly unknown[];

interface Known {
  /** The full hour whose price this is; it does not change any more. */
  readonly hour: number;
  readonly open: Decimal | null;
  readonly retryAt: number;
}

export function createDayOpens(): DayOpens {
  const known = new Map<string, Known>();
  const asking = new Set<string>();
  return {
    async fill(exchange, markets, now, ask) {
      if (exchange.has['fetchOHLCV'] !== true || exchange.timeframes?.['1h'] === undefined) return;
      const hour = Math.round((now - dayMs) / hourMs) * hourMs;
      const due = markets.filter(({ symbol }) => {
        const entry = known.get(symbol);
        if (asking.has(symbol)) return false;
        return entry === undefined || (entry.hour !== hour && now >= entry.retryAt);
      });
      await Promise.all(
        due.slice(0, mostAtOnce).map(async ({ symbol }) => {
          asking.add(symbol);
          const candles = await ask(() => exchange.fetchOHLCV(symbol, '1h', hour, 3));
          asking.delete(symbol);
          if (candles !== null) known.set(symbol, { hour, open: openAt(candles, hour), retryAt: 0 });
          else known.set(symbol, { ...(known.get(symbol) ?? { hour: 0, open: null }), retryAt: now + retryMs });
        }),
      );
    },
    at(symbol, now) {
      const entry = known.get(symbol);
      return entry !== undefined && Math.abs(now - dayMs - entry.hour) <= toleranceMs ? entry.open : null;
    },
  };
}

/** What the first candle from then on opened with; hours without a trade may have none. */
function openAt(candles: readonly Candle[], hour: number): Decimal | null {
  for (const candle of candles) {
    const at = Number(candle[0]);
    if (!(at >= hour && at <= hour + toleranceMs)) continue;
    const open = parseDecimal(candle[1]);
    if (open !== null && big(open).gt(0)) return open;
  }
  return null;
}
