import type { Big, Decimal } from '../decimal.ts';
import { big, toNumber } from '../decimal.ts';
import type { PositionReading } from '../model/account.ts';
import type { Change, PriceUse } from '../model/snapshot.ts';
import type { BookAccount } from './book.ts';
import type { BookContext } from './bookContext.ts';
import { contractPnl } from './contractPnl.ts';
import type { Rate } from './conversion.ts';
import type { ValuedPosition } from './valuedPosition.ts';
import { flat } from './valuedPosition.ts';
import { priceChange, stateOf, valueThen } from './valueHoldings.ts';

interface Mark {
  readonly price: Big;
  readonly source: string;
  readonly at: number;
  readonly stale: boolean;
}

/**
 * Values a derivative position or a row of a position file (POS-1). Prices and P&L are in the row's `currency`; the `base…`
 * fields in the book's. An inverse contract earns in coin: its P&L is turned into `currency` at the mark, unless the row is
 * kept in that coin. Without a mark of its own the price chain gives one. null: the row is flat.
 */
export function valueRow(
  account: BookAccount,
  row: PositionReading,
  id: string,
  context: BookContext,
): ValuedPosition | null {
  const size = big(row.size).abs();
  if (size.lte(flat)) return null;
  const prices = context.pricesOf(account);
  const known = row.contract === 'linear' || row.contract === 'inverse' ? row.contract : null;
  const mark = known && markOf(row, account, context);
  const entry = positive(row.entryPrice);
  const contractSize = big(row.contractSize);
  const signed = row.side === 'long' ? size : size.times(-1);
  const toBase = prices.rate(row.currency, context.base);
  const missing: Record<string, string> = {};

  const inCoin = known === 'inverse' && row.currency === row.asset;
  let notional: Big | null = null;
  let pnl: Big | null = null;
  if (known && mark) {
    // An inverse contract's size is already in quote; a row kept in coin turns it into coin.
    const units = size.times(contractSize);
    notional = known === 'linear' ? units.times(mark.price) : inCoin ? units.div(mark.price) : units;
    if (entry) {
      const gain = contractPnl(known, signed, contractSize, entry, mark.price);
      pnl = known === 'inverse' && !inCoin ? gain.times(mark.price) : gain;
    }
  }
  const why = known ? (mark ? null : `no mark price of ${row.symbol} is known`) : unpricedContract(row);
  if (why) missing['markPrice'] = missing['notional'] = why;
  if (!entry) missing['entryPrice'] = 'the source does not tell it';
  if (pnl === null) missing['unrealizedPnl'] = why ?? 'its entry price is not known';
  if (row.realizedPnl === null) missing['realizedPnl'] = 'the source does not tell it';

  const margin = row.margin === null ? null : big(row.margin);
  const leverage = row.leverage === null ? null : big(row.leverage);
  const cost = known === 'linear' && entry ? size.times(contractSize).times(entry) : notional;
  const stake = margin?.gt(0) ? margin : leverage?.gt(0) && cost ? cost.div(leverage) : cost;
  const roi = pnl && stake?.gt(0) ? toNumber(pnl) / toNumber(stake) : null;
  if (roi === null) missing['roi'] = pnl === null ? (missing['unrealizedPnl'] ?? '') : 'its cost is not known';

  const inBase = (amount: Big | null): Big | null => amount && toBase && amount.times(toBase.rate);
  const state = rowState(account, row, mark, toBase, why, context);
  const baseNotional = inBase(notional);
  const change24h = rowChange(row, double(baseNotional), prices.rate(row.asset, quoteOf(row)), why);
  const unrealized = inBase(pnl);
  const instrument = instrumentOf(row);
  const price: PriceUse | null =
    mark && toBase && !inCoin
      ? {
          price: toNumber(mark.price.times(toBase.rate)),
          source: toBase.at === null ? mark.source : `${mark.source} → ${toBase.source}`,
          at: Math.min(mark.at, toBase.at ?? mark.at),
        }
      : null;
  return {
    view: {
      id,
      symbol: row.symbol,
      asset: row.asset,
      account: account.id,
      instrument,
      side: row.side,
      size: size.toString(),
      currency: row.currency,
      entryPrice: entry && toNumber(entry),
      markPrice: mark ? toNumber(mark.price) : null,
      notional: notional && toNumber(notional),
      unrealizedPnl: pnl && toNumber(pnl),
      realizedPnl: double(row.realizedPnl),
      roi,
      leverage: double(row.leverage),
      margin: double(row.margin),
      liquidationPrice: double(row.liquidationPrice),
      fundingPaid: double(row.fundingPaid),
      openedAt: row.openedAt,
      strategy: row.strategy ?? account.strategy,
      baseNotional: double(baseNotional),
      baseUnrealizedPnl: double(unrealized),
      baseRealizedPnl: double(inBase(row.realizedPnl === null ? null : big(row.realizedPnl))),
      share: null,
      change24h,
      price,
      ...state,
      missing,
    },
    bookValue: unrealized,
    worth: unrealized && toNumber(unrealized),
    notional: baseNotional,
    unrealized,
    realized: inBase(row.realizedPnl === null ? null : big(row.realizedPnl)),
    // A short of the simulated broker is paid in full; anybody else's row that does not tell its margin has an unknown one.
    margin: account.kind === 'paper' && margin === null ? big(0) : inBase(margin),
    counted: instrument !== 'spot' || context.settings.countSpot || !(account.reading?.hasEquity ?? true),
  };
}

function unpricedContract(row: PositionReading): string {
  const what = row.contract === 'option' ? 'options' : 'quanto contracts';
  return `${what} are not priced yet, so ${row.symbol} has no value here`;
}

/** The row's own mark where it has one, else the chain's price of the asset. */
function markOf(row: PositionReading, account: BookAccount, context: BookContext): Mark | null {
  const own = positive(row.markPrice);
  if (own) {
    const at = row.at ?? account.reading?.at ?? context.at;
    return {
      price: own,
      source: `${account.title} ${row.symbol}`,
      at,
      stale: context.at - at > context.settings.priceMaxAgeMs,
    };
  }
  const rate = context.pricesOf(account).rate(row.asset, quoteOf(row));
  return rate && { price: rate.rate, source: rate.source, at: rate.at ?? context.at, stale: rate.stale };
}

/** Currency of the row's prices: its own, or, for an inverse row kept in coin, the quote named in its symbol. */
function quoteOf(row: PositionReading): string {
  if (row.currency !== row.asset) return row.currency;
  return /^[^/]+\/([^:]+)/.exec(row.symbol)?.[1] ?? 'USD';
}

function rowState(
  account: BookAccount,
  row: PositionReading,
  mark: Mark | null,
  toBase: Rate | null,
  why: string | null,
  context: BookContext,
): ReturnType<typeof stateOf> {
  if (why) return { state: 'unpriced', reason: why };
  const pocket = account.reading?.failedScopes.find((failed) => failed.scope === row.scope);
  const pocketReason = pocket && `${pocket.scope}: ${pocket.failure.reason}`;
  const currency = stateOf(account, row.currency, toBase, pocketReason, context);
  if (currency.state === 'ok' && mark?.stale) {
    return { state: 'stale', reason: `the mark price of ${row.symbol} is stale (${mark.source})` };
  }
  return currency;
}

/**
 * Change of the position over 24 h by the move of its asset's price in the chain: linear and inverse alike, today's notional
 * held over that relative move, in base currency.
 */
function rowChange(row: PositionReading, notional: number | null, rate: Rate | null, why: string | null): Change {
  if (why || notional === null || rate === null) {
    return { abs: null, pct: null, basis: null, reason: why ?? `no price of 24 h ago is known for ${row.symbol}` };
  }
  const held = row.side === 'long' ? notional : -notional;
  return priceChange(row.symbol, held, valueThen(held, rate), rate);
}

function instrumentOf(row: PositionReading): 'spot' | 'swap' | 'future' | 'option' {
  if (row.contract === 'option') return 'option';
  return row.scope === 'swap' || row.scope === 'future' ? row.scope : 'spot';
}

function positive(price: Decimal | null): Big | null {
  if (price === null) return null;
  const value = big(price);
  return value.gt(0) ? value : null;
}

function double(value: Decimal | Big | null): number | null {
  return value === null ? null : toNumber(value);
}
