import { type Big, big, parseDecimal } from '../../core/decimal.ts';
import type { Balance } from '../../core/model/account.ts';
import type { CashFlow, Trade } from '../../core/model/trade.ts';
import { fiatCurrencies } from '../../core/valuation/fiat.ts';
import type { Row, Table } from './csvTable.ts';
import { parseSymbol } from './parseSymbol.ts';
import { parseTime } from './parseTime.ts';

/** Coins that are cash in a trade file: a purchase with them is paid from cash. */
export const cashCoins = new Set(['USDT', 'USDC', 'DAI', 'FDUSD', 'TUSD', 'PYUSD', 'EURC']);

export type TradesRead =
  | { readonly ok: true; readonly trades: readonly Trade[] }
  | { readonly ok: false; readonly reason: string };

/**
 * `time,symbol,side,quantity,price[,fee,fee_currency,id,strategy]`, sorted by time. Every fill has an id of its own that stays
 * when rows are added, wherever: a row without one is told by what it says, and how often that was said before; a row that says
 * the same under the same id again is the same fill.
 */
export function readTrades(table: Table, currency: string, strategy: string | null): TradesRead {
  const trades: Trade[] = [];
  const counts = new Map<string, number>();
  const contents = new Map<string, Set<string>>();
  for (const [index, row] of table.rows.entries()) {
    const trade = readTrade(row, currency, strategy);
    if (typeof trade === 'string') return { ok: false, reason: `row ${index + 1} ${trade}` };
    const { at, symbol, side, quantity, price, fee } = trade;
    const content = [at, symbol, side, quantity, price, ...(fee === null ? [] : [fee])].join('/');
    if (trade.id !== '') {
      const known = contents.get(trade.id) ?? new Set<string>();
      if (known.has(content)) continue;
      contents.set(trade.id, known.add(content));
      // Partial fills under one order's id: the others are told by what they say.
      trades.push(known.size === 1 ? trade : { ...trade, id: `${trade.id} ${content}` });
      continue;
    }
    const count = (counts.get(content) ?? 0) + 1;
    counts.set(content, count);
    trades.push({ ...trade, id: count === 1 ? content : `${content} #${count}` });
  }
  return { ok: true, trades: trades.sort((a, b) => a.at - b.at) };
}

function readTrade(row: Row, currency: string, strategy: string | null): Trade | string {
  const at = parseTime(row['time'] ?? row['timestamp'] ?? row['date']);
  if (at === null) return 'has no time';
  const symbol = row['symbol'] ?? row['pair'] ?? row['trading_pair'] ?? '';
  if (symbol === '') return 'has no symbol';
  const said = (row['side'] ?? row['trade_type'] ?? '').toLowerCase();
  const side = ['buy', 'b', 'long'].includes(said) ? 'buy' : ['sell', 's', 'short'].includes(said) ? 'sell' : null;
  if (side === null) return 'has a side that is neither buy nor sell';
  const quantity = parseDecimal(row['quantity'] ?? row['amount'] ?? row['qty']);
  const price = parseDecimal(row['price']);
  if (quantity === null || price === null || big(quantity).lte(0) || big(price).lt(0)) {
    return 'needs a positive quantity and a price';
  }
  const fee = (row['fee'] ?? '') === '' ? null : parseDecimal(row['fee']);
  if (fee === null && (row['fee'] ?? '') !== '') return 'has a fee that is no number';
  const parsed = parseSymbol(symbol);
  const quote = parsed.currency ?? currency;
  return {
    id: row['id'] || row['exchange_trade_id'] || '',
    at,
    symbol,
    base: parsed.asset,
    quote,
    side,
    quantity,
    price,
    fee,
    feeCurrency: fee === null ? null : (row['fee_currency'] || quote).toUpperCase(),
    strategy: row['strategy'] || strategy,
  };
}

export interface Implied {
  /** The trades with what each realised; without that where it is not known: more was sold than bought, or bought in another currency. */
  readonly trades: readonly Trade[];
  readonly balances: readonly Balance[];
  readonly flows: readonly CashFlow[];
  readonly notes: readonly string[];
}

interface Lot {
  quantity: Big;
  cost: Big;
  quote: string | null;
}

/**
 * Balances that trades imply, at average cost. A trade file tells no deposits: where a purchase needs more cash than there
 * is, the difference is taken as paid in at that time (a flow, so never a profit). Where more of an asset is sold than was
 * bought, the difference is owed (`borrowed`). Both are said in a note.
 */
export function impliedBalances(trades: readonly Trade[], stablecoins: ReadonlySet<string>): Implied {
  const held = new Map<string, Lot>();
  const realized: Trade[] = [];
  const flows: CashFlow[] = [];
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
      if (kept.gt(0)) lot.cost = lot.cost.plus((cost ?? big(0)).times(kept).div(change));
      lot.quote = lot.quantity.lte(0) ? quote : known;
    } else if (lot.quantity.gt(0)) {
      const left = lot.quantity.plus(change);
      lot.cost = left.lte(0) ? big(0) : lot.cost.times(left).div(lot.quantity);
    }
    lot.quantity = lot.quantity.plus(change);
  };
  for (const trade of trades) {
    const sign = trade.side === 'buy' ? 1 : -1;
    const value = big(trade.quantity).times(trade.price);
    const realizedPnl = trade.side === 'buy' ? '0' : realizedBy(trade, lotOf(trade.base));
    realized.push(realizedPnl === null ? trade : { ...trade, realizedPnl });
    move(trade.base, big(trade.quantity).times(sign), value, trade.quote);
    move(trade.quote, value.times(-sign), null, null);
    if (trade.fee !== null && trade.feeCurrency !== null) move(trade.feeCurrency, big(trade.fee).neg(), null, null);
    for (const asset of [trade.quote, trade.feeCurrency]) {
      if (asset === null || !isCash(asset)) continue;
      const lot = lotOf(asset);
      if (lot.quantity.gte(0)) continue;
      const quantity = lot.quantity.neg().toString();
      flows.push({ id: `paid in for ${trade.id}: ${asset}`, at: trade.at, asset, quantity, kind: 'deposit' });
      lot.quantity = big(0);
    }
  }
  const balances: Balance[] = [];
  const notes: string[] = [];
  for (const [asset, { quantity, cost, quote }] of held) {
    if (quantity.eq(0)) continue;
    if (quantity.lt(0)) {
      balances.push({ asset, scope: 'spot', quantity: '0', borrowed: quantity.neg().toString() });
      notes.push(`more ${asset} was sold than bought: the difference counts as owed; add the missing purchases if not`);
    } else {
      const entry = quote === null ? {} : { entryPrice: cost.div(quantity).toString(), entryCurrency: quote };
      const strategy = isCash(asset) ? null : strategyOf(trades, asset);
      const owned = { asset, scope: 'spot' as const, quantity: quantity.toString(), ...entry };
      balances.push(strategy === null ? owned : { ...owned, strategy });
    }
  }
  if (flows.length > 0) notes.push('purchases without cash count as paid in, because a trade file tells no deposits');
  return { trades: realized, balances, flows, notes };
}

/** Sold × (price − average), in the trade's quote currency, before its fee (SRC-2); null where it is not known. */
function realizedBy(trade: Trade, lot: Lot): string | null {
  if (lot.quantity.lt(trade.quantity) || lot.quote !== trade.quote) return null;
  const cost = lot.cost.times(trade.quantity).div(lot.quantity);
  return big(trade.quantity).times(trade.price).minus(cost).toString();
}

/** The strategy that all trades of an asset name; null where they name several, or none. */
function strategyOf(trades: readonly Trade[], asset: string): string | null {
  const strategies = new Set(trades.filter((trade) => trade.base === asset).map((trade) => trade.strategy));
  const [strategy] = strategies;
  return strategies.size === 1 && strategy ? strategy : null;
}
