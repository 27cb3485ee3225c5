import type { Big } from '../decimal.ts';
import { big, sum, toNumber } from '../decimal.ts';
import { uncovered } from '../ledger/coverage.ts';
import type { DataState, Holding } from '../model/snapshot.ts';
import type { BookAccount } from './book.ts';
import type { BookContext } from './bookContext.ts';
import type { ValuedPosition } from './valuedPosition.ts';
import { flat } from './valuedPosition.ts';
import type { ValuedHolding } from './valueHoldings.ts';
import { priceChange, valueThen } from './valueHoldings.ts';

const order: readonly DataState[] = ['ok', 'stale', 'unpriced', 'failed'];

/**
 * Spot holdings as positions (POS-2a): one per asset, strategy and entry currency of an account, its pockets netted (what is
 * owed of an asset is short). The symbol is the market it was bought in where the source tells it (`BTC/USD`), else the asset.
 */
export function spotPositions(
  account: BookAccount,
  holdings: readonly ValuedHolding[],
  context: BookContext,
): readonly ValuedPosition[] {
  const groups = new Map<string, ValuedHolding[]>();
  for (const holding of holdings) {
    if (holding.view.kind === 'cash') continue;
    const { asset, strategy } = holding.view;
    const symbol = holding.balance.entryCurrency ? `${asset}/${holding.balance.entryCurrency}` : asset;
    const key = strategy && strategy !== account.strategy ? `${symbol}/${strategy}` : symbol;
    const group = groups.get(key);
    if (group) group.push(holding);
    else groups.set(key, [holding]);
  }
  return [...groups].flatMap(([key, group]) => {
    const position = spotPosition(account, key, group, context);
    return position ? [position] : [];
  });
}

function spotPosition(
  account: BookAccount,
  key: string,
  group: readonly ValuedHolding[],
  context: BookContext,
): ValuedPosition | null {
  const [first] = group;
  if (!first) return null;
  const alone = group.length === 1;
  const net = alone ? first.net : sum(group.map((holding) => holding.net));
  if (net.abs().lte(flat)) return null;
  const { asset, strategy } = first.view;
  const currency = first.balance.entryCurrency ?? context.base;
  const prices = context.pricesOf(account);
  const mark = prices.rate(asset, currency);
  const toBase = prices.rate(asset, context.base);
  const entry = averageEntry(group);
  const missing: Record<string, string> = { ...spotHasNone };
  const value = alone ? first.value : toBase && net.times(toBase.rate);
  const worth = alone ? first.view.value : double(value);
  const notional = currency === context.base ? worth && Math.abs(worth) : mark && toNumber(net.abs().times(mark.rate));
  const pnl = mark && entry ? mark.rate.minus(entry).times(net) : null;
  const cost = entry?.times(net.abs()) ?? null;
  const realized = realizedOf(account, asset, currency, first.balance.strategy ?? null);
  if (!mark) missing['markPrice'] = missing['notional'] = `no price leads from ${asset} to ${currency}`;
  if (!entry) missing['entryPrice'] = entryWords(account);
  if (!pnl) missing['unrealizedPnl'] = missing['roi'] = entry ? 'it has no price' : 'its entry price is not known';
  if (!realized) missing['realizedPnl'] = realizedWords(account, asset, currency);
  const currencyRate = prices.rate(currency, context.base);
  const inBase = (amount: Big | null): Big | null => amount && currencyRate && amount.times(currencyRate.rate);
  const worst = group.reduce((a, b) => (order.indexOf(b.view.state) > order.indexOf(a.view.state) ? b : a), first);
  const unrealized = inBase(pnl);
  return {
    view: {
      id: `${account.id}/position/${key}`,
      symbol: first.balance.entryCurrency ? `${asset}/${currency}` : asset,
      asset,
      account: account.id,
      instrument: 'spot',
      side: net.lt(0) ? 'short' : 'long',
      size: alone && net.gt(0) && first.view.borrowed === '0' ? first.view.quantity : net.abs().toString(),
      currency,
      entryPrice: double(entry),
      markPrice: mark?.price ?? null,
      notional,
      unrealizedPnl: double(pnl),
      realizedPnl: double(realized),
      roi: pnl && cost?.gt(0) ? toNumber(pnl) / toNumber(cost) : null,
      leverage: null,
      margin: null,
      liquidationPrice: null,
      fundingPaid: null,
      openedAt: null,
      strategy: strategy ?? null,
      baseNotional: worth && Math.abs(worth),
      baseUnrealizedPnl: double(unrealized),
      baseRealizedPnl: double(inBase(realized)),
      share: null,
      change24h: alone
        ? first.view.change24h
        : priceChange(asset, worth, worth !== null && toBase ? valueThen(worth, toBase) : null, toBase),
      price: first.view.price,
      state: worst.view.state,
      reason: worst.view.reason,
      missing,
    },
    bookValue: value,
    worth,
    notional: value?.abs() ?? null,
    unrealized,
    realized: inBase(realized),
    margin: big(0),
    counted: context.settings.countSpot,
  };
}

const spotHasNone = {
  leverage: 'a spot holding has none',
  margin: 'a spot holding has none',
  liquidationPrice: 'a spot holding has none',
  fundingPaid: 'a spot holding pays none',
  openedAt: 'no trades of it are known yet',
};

/** Average entry weighted by quantity; null as soon as one part's entry is not known. */
function averageEntry(group: readonly ValuedHolding[]): Big | null {
  let cost = big(0);
  let quantity = big(0);
  for (const { balance, net } of group) {
    if (balance.entryPrice === undefined || !big(balance.entryPrice).gt(0)) return null;
    cost = cost.plus(net.times(balance.entryPrice));
    quantity = quantity.plus(net);
  }
  return quantity.eq(0) ? null : cost.div(quantity);
}

/** What the account's own trades of this strategy say was realised in this market; null where they are not known. */
function realizedOf(account: BookAccount, asset: string, currency: string, strategy: string | null): Big | null {
  if (account.reading?.ledger !== undefined && uncovered(account.reading, 'trades', account.reading.at, ''))
    return null;
  if (account.reading?.realized !== undefined) {
    const own = account.reading.realized.filter((market) => market.base === asset && market.quote === currency);
    const amounts = own.flatMap(({ amount }) => amount ?? []);
    return own.length > 0 && amounts.length === own.length ? sum(amounts) : null;
  }
  const trades = account.reading?.trades?.filter(
    (trade) => trade.base === asset && trade.quote === currency && trade.strategy === strategy,
  );
  if (!trades || trades.length === 0) return null;
  const realized = trades.flatMap((trade) => (trade.realizedPnl === undefined ? [] : [trade.realizedPnl]));
  return realized.length === trades.length ? sum(realized) : null;
}

function double(value: Big | null): number | null {
  return value && toNumber(value);
}

/** Why an entry price is not known: a source without trades, or a ledger that does not tell what all of it cost. */
function entryWords({ reading, title }: BookAccount): string {
  if (reading?.ledger === undefined) return 'no trades of it are known yet, and its source does not tell what it cost';
  return uncovered(reading, 'trades', reading.at, title) ?? 'a part of it came in without a cost that is known';
}

function realizedWords({ reading, title }: BookAccount, asset: string, currency: string): string {
  const told = reading?.realized?.find((market) => market.base === asset && market.quote === currency);
  if (told?.reason != null) return told.reason;
  const gap = reading?.ledger === undefined ? null : uncovered(reading, 'trades', reading.at, title);
  return gap ?? (reading?.ledger === undefined ? 'no trades of it are known yet' : 'it was not traded in this market');
}

/** The worst state first in question: for sums of holdings and positions. */
export function worstOf<T extends Pick<Holding, 'state' | 'reason'>>(
  parts: readonly T[],
): Pick<Holding, 'state' | 'reason'> {
  return parts.reduce<Pick<Holding, 'state' | 'reason'>>(
    (worst, part) => (order.indexOf(part.state) > order.indexOf(worst.state) ? part : worst),
    { state: 'ok', reason: null },
  );
}
