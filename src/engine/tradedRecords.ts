import { big, toNumber } from '../core/decimal.ts';
import type { Trade } from '../core/model/trade.ts';
import type { HoldingRecord } from '../core/ports.ts';
import { ownsTrade, type Strategy } from './strategies.ts';

export interface TradedRecords {
  readonly records: readonly HoldingRecord[];
  /** What they do not tell, in words. */
  readonly notes: readonly string[];
}

type OwnTrade = Trade & { readonly account: string };

/**
 * What a strategy that is told apart by its orders held at each record: the sum of its spot fills until then, at the price the
 * record had for the asset in any account. Without a price the record says so (null), and a position sold short is none that
 * a return could be told of.
 */
export function tradedRecords(
  trades: readonly OwnTrade[],
  strategy: Strategy,
  all: readonly HoldingRecord[],
): TradedRecords {
  const own = trades.filter((trade) => ownsTrade(strategy, trade));
  const spot = own.filter((trade) => trade.contract === undefined);
  const pricesAt = new Map<number, Map<string, number>>();
  for (const { at, asset, price } of all) {
    const prices = pricesAt.get(at) ?? new Map<string, number>();
    if (price !== null) prices.set(asset, price);
    pricesAt.set(at, prices);
  }
  const quantities = new Map<string, { readonly account: string; readonly asset: string; quantity: number }>();
  const records: HoldingRecord[] = [];
  let next = 0;
  for (const [at, prices] of pricesAt) {
    for (let trade = spot[next]; trade !== undefined && trade.at <= at; trade = spot[next]) {
      next += 1;
      const key = `${trade.account}/${trade.base}`;
      const held = quantities.get(key) ?? { account: trade.account, asset: trade.base, quantity: 0 };
      const signed = toNumber(big(trade.quantity).times(trade.side === 'buy' ? 1 : -1));
      quantities.set(key, { ...held, quantity: held.quantity + signed });
    }
    for (const { account, asset, quantity } of quantities.values()) {
      // Beyond the digits of binary sums nothing is held.
      if (Math.abs(quantity) < 1e-9) continue;
      const price = prices.get(asset) ?? null;
      records.push({ at, account, asset, quantity: String(quantity), price, value: price && price * quantity });
    }
  }
  const contracts = own.length - spot.length;
  const notes = [
    'Valued at the end of each day from its fills: what was bought and sold within a day is not in its return.',
  ];
  if (contracts > 0)
    notes.push(
      `${contracts === 1 ? '1 fill of a derivative holds' : `${contracts} fills of derivatives hold`} no asset, so not in its value.`,
    );
  return { records, notes };
}
