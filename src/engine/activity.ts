import { big, toNumber } from '../core/decimal.ts';
import type { Activity } from '../core/metrics/metric.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Trade } from '../core/model/trade.ts';
import type { HoldingRecord } from '../core/ports.ts';

export interface ActivityInput {
  /** The subject's own fills within the span, ascending. */
  readonly trades: readonly (Trade & { readonly account: string })[];
  /** Its values over the span. */
  readonly points: readonly ValuePoint[];
  /** Its holdings over the span; cash is no exposure. */
  readonly holdings: readonly HoldingRecord[];
  readonly isCash: (asset: string) => boolean;
  /** What one unit of a currency was worth in base currency at a time; null: not known. */
  readonly rate: (currency: string, at: number) => number | null;
}

/** What trade-based metrics need, and what of it is not known. */
export interface ActivityAnswer {
  readonly activity: Activity;
  readonly notes: readonly string[];
}

/**
 * Trading over a span in base currency. Exposure is the mean of
 * gross spot holdings / value over the records that have both.
 */
export function activityOf({ trades, points, holdings, isCash, rate }: ActivityInput): ActivityAnswer {
  const realized: number[] = [];
  let turnover = 0;
  let unknown = 0;
  let unpriced = 0;
  for (const trade of trades) {
    const { at, contract, quantity, price, contractSize, base, quote, realizedPnl } = trade;
    const inverse = contract === 'inverse';
    const unit = rate(inverse ? base : quote, at);
    const face = rate(quote, at);
    if (unit === null || face === null) {
      unpriced += 1;
      continue;
    }
    const size = big(quantity).times(contractSize ?? 1);
    // An inverse contract is worth its face in the quote currency, whatever the price.
    turnover += Math.abs(toNumber(inverse ? size : size.times(price))) * face;
    if (realizedPnl === undefined) {
      if (trade.realizedReason !== undefined || (trade.side === 'sell' && contract === undefined)) unknown += 1;
    } else if (!big(realizedPnl).eq(0)) realized.push(toNumber(big(realizedPnl)) * unit);
  }
  const equity = points.reduce((sum, point) => sum + point.equity, 0);
  const notes: string[] = [];
  if (unknown > 0)
    notes.push(`What ${plural(unknown, 'fill')} realised is not known, so trade-based numbers go without.`);
  if (unpriced > 0)
    notes.push(`${plural(unpriced, 'fill')} in a currency without a price are in no trade-based number.`);
  const meanEquity = points.length === 0 ? 0 : equity / points.length;
  return { activity: { realized, turnover, meanEquity, exposure: exposureOf(holdings, isCash) }, notes };
}

function exposureOf(holdings: readonly HoldingRecord[], isCash: (asset: string) => boolean): number | null {
  const times = new Map<number, { gross: number; total: number; whole: boolean }>();
  for (const { at, asset, value } of holdings) {
    const sums = times.get(at) ?? { gross: 0, total: 0, whole: true };
    if (value === null) sums.whole = false;
    sums.total += value ?? 0;
    if (!isCash(asset)) sums.gross += Math.abs(value ?? 0);
    times.set(at, sums);
  }
  const known = [...times.values()].filter(({ total, whole }) => whole && total > 0);
  return known.length === 0 ? null : known.reduce((sum, { gross, total }) => sum + gross / total, 0) / known.length;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
