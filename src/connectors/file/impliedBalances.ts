import { type Big, big } from '../../core/decimal.ts';
import { assumedFlow } from '../../core/ledger/assumedFlow.ts';
import type { Balance, PositionReading } from '../../core/model/account.ts';
import type { Income } from '../../core/model/ledger.ts';
import type { CashFlow, Trade } from '../../core/model/trade.ts';
import { fiatCurrencies } from '../../core/valuation/fiat.ts';
import { createContracts } from './contractPositions.ts';

/** What an export tells of an account's past; each list ascending in time. */
export interface Entries {
  readonly trades: readonly Trade[];
  readonly flows: readonly CashFlow[];
  readonly income: readonly Income[];
}

export interface Implied {
  /** The trades with what each realised; without that where it is not known: more was sold than bought, or bought in another currency. */
  readonly trades: readonly Trade[];
  readonly balances: readonly Balance[];
  /** Open contracts. */
  readonly positions: readonly PositionReading[];
  readonly flows: readonly CashFlow[];
  readonly notes: readonly string[];
}

/** Decimal places of the cost of a part: what rounding leaves stays with the rest, and more digits only take time. */
const costPlaces = 20;

interface Lot {
  quantity: Big;
  cost: Big;
  quote: string | null;
}

/**
 * Balances that entries imply, at average cost. A trade file tells no deposits, or not all: where a purchase needs more cash than
 * there is, the difference is taken as paid in at that time (a flow, so never a profit). Where more of an asset is sold than was
 * bought, the difference is owed (`borrowed`). Both are said in a note. So is a fee in a token that is not there: it was paid in. A contract moves no asset: what it realises and its fee
 * go to and from its currency. What a fill tells itself that it realised stays.
 */
export function impliedBalances({ trades, flows: told, income }: Entries, stablecoins: ReadonlySet<string>): Implied {
  const held = new Map<string, Lot>();
  const realized: Trade[] = [];
  const assumed: CashFlow[] = [];
  const contracts = createContracts();
  const isCash = (asset: string) => fiatCurrencies.has(asset) || stablecoins.has(asset);
  const lotOf = (asset: string): Lot => {
    const lot = held.get(asset) ?? { quantity: big(0), cost: big(0), quote: null };
    held.set(asset, lot);
    return lot;
  };
  const move = (asset: string, change: Big, cost: Big | null, quote: string | null) => {
    const lot = lotOf(asset);
    const known = lot.quantity.gt(0) && lot.quote !== quote && quote !== null ? null : quote;
    if (change.gt(0)) {
      // What is owed is bought back first: only what is left over is held, and cost something.
      const kept = lot.quantity.lt(0) ? lot.quantity.plus(change) : change;
      if (kept.gt(0) && cost !== null) lot.cost = lot.cost.plus(kept === change ? cost : cost.times(kept).div(change));
      lot.quote = lot.quantity.lte(0) ? quote : known;
    } else if (lot.quantity.gt(0) && !lot.cost.eq(0)) {
      const left = lot.quantity.plus(change);
      lot.cost = left.lte(0) ? big(0) : lot.cost.minus(costOf(lot, change.neg()));
    }
    lot.quantity = lot.quantity.plus(change);
  };
  const trade = (fill: Trade) => {
    const { base, quote, fee, feeCurrency } = fill;
    if (fill.contract !== undefined) {
      const made = contracts.add(fill);
      realized.push({ ...fill, realizedPnl: made });
      move(quote, big(made), null, null);
    } else {
      const quantity = big(fill.quantity);
      const value = quantity.times(fill.price);
      const own = fill.realizedPnl ?? (fill.side === 'buy' ? '0' : realizedBy(quantity, value, quote, lotOf(base)));
      realized.push(own === null ? fill : { ...fill, realizedPnl: own });
      const buys = fill.side === 'buy';
      move(base, buys ? quantity : quantity.neg(), value, quote);
      move(quote, buys ? value.neg() : value, null, null);
    }
    if (fee !== null && feeCurrency !== null) move(feeCurrency, big(fee).neg(), null, null);
    for (const asset of new Set([quote, feeCurrency])) {
      // A fee in a third token was paid, not borrowed: it was there.
      if (asset === null || (!isCash(asset) && (asset === quote || asset === base))) continue;
      const lot = lotOf(asset);
      if (lot.quantity.gte(0)) continue;
      const quantity = lot.quantity.neg().toString();
      assumed.push({ id: assumedFlow(fill.id, asset), at: fill.at, asset, quantity, kind: 'deposit' });
      lot.quantity = big(0);
    }
  };
  for (const entry of inTime({ trades, flows: told, income })) {
    if ('price' in entry) trade(entry);
    else move(entry.asset, big(entry.quantity), null, null);
  }
  const balances: Balance[] = [];
  const notes: string[] = [];
  const strategies = strategiesByAsset(trades);
  for (const [asset, { quantity, cost, quote }] of held) {
    if (quantity.eq(0)) continue;
    if (quantity.lt(0)) {
      balances.push({ asset, scope: 'spot', quantity: '0', borrowed: quantity.neg().toString() });
      notes.push(`more ${asset} was sold than bought: the difference counts as owed; add the missing purchases if not`);
    } else {
      const entry = quote === null ? {} : { entryPrice: cost.div(quantity).toString(), entryCurrency: quote };
      const strategy = isCash(asset) ? null : strategies.get(asset);
      const owned = { asset, scope: 'spot' as const, quantity: quantity.toString(), ...entry };
      balances.push(strategy ? { ...owned, strategy } : owned);
    }
  }
  if (assumed.length > 0)
    notes.push(
      'purchases and fees without the money for them count as paid in, because a trade file tells no deposits',
    );
  const flows = told.length === 0 ? assumed : [...told, ...assumed].sort((a, b) => a.at - b.at);
  return { trades: realized, balances, positions: contracts.positions(), flows, notes };
}

/** Money comes in before it is spent; of the same time, fills as they were told. */
function inTime({ trades, flows, income }: Entries): readonly (Trade | CashFlow | Income)[] {
  if (flows.length === 0 && income.length === 0) return trades;
  return [...flows, ...trades, ...income].sort((a, b) => a.at - b.at);
}

/** Of a part of what is held, at average cost. */
function costOf({ quantity, cost }: Lot, part: Big): Big {
  return part.eq(quantity) ? cost : cost.times(part).div(quantity).round(costPlaces);
}

/** Sold × (price − average), in the trade's quote currency, before its fee (SRC-2); null where it is not known. */
function realizedBy(quantity: Big, value: Big, quote: string, lot: Lot): string | null {
  if (lot.quantity.lt(quantity) || lot.quote !== quote) return null;
  return value.minus(costOf(lot, quantity)).toString();
}

/** The strategy that all trades of an asset name; null where they name several, or none. */
function strategiesByAsset(trades: readonly Trade[]): ReadonlyMap<string, string | null> {
  const strategies = new Map<string, string | null>();
  for (const { base, strategy } of trades) {
    const known = strategies.get(base);
    strategies.set(base, known === undefined || known === strategy ? strategy : null);
  }
  return strategies;
}
