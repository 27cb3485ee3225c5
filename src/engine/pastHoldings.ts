import { type Big, big, toNumber } from '../core/decimal.ts';
import { movementsOf } from '../core/ledger/movements.ts';
import type { AccountReading } from '../core/model/account.ts';
import type { DailyCloses } from '../core/model/quote.ts';
import type { Trade } from '../core/model/trade.ts';
import type { HoldingRecord } from '../core/ports.ts';
import type { AskCloses, PastSource } from './accountPast.ts';
import { pastSourceOf } from './accountPast.ts';
import { ownedBy } from './ledgerBook.ts';
import type { KnownLedger } from './ledgerKeeper.ts';

const day = 86_400_000;
/** A close of some days ago stands for days without one (weekends, holidays), not for a market that is gone. */
const reach = 4;
/** Exchanges round; less than this part of the largest quantity ever held is nothing. */
const dust = '0.000001';

export interface PastHoldingsRequest {
  readonly account: string;
  readonly reading: AccountReading;
  readonly known: KnownLedger | null;
  readonly currency: string;
  /** Before this there is no record. */
  readonly until: number;
  readonly closesOf: AskCloses;
}

/**
 * PERF-7: what an account held at the end of each day before it was recorded: what it owns now less every entry since, at the
 * day's closes. Only as far back as all entries are known; what had no close then has no price.
 */
export async function pastHoldings(request: PastHoldingsRequest): Promise<readonly HoldingRecord[]> {
  const { account, reading, known, currency, until, closesOf } = request;
  const source = pastSourceOf(reading, known) ?? simulatedSource(reading);
  if (source === null) return [];
  const { ledger, coverage } = source;
  const entries = [...ledger.trades, ...ledger.flows, ...ledger.income];
  const first = entries.reduce((earliest, { at }) => Math.min(earliest, at), until);
  const since = Math.max(
    ...[coverage.trades, coverage.flows, coverage.income].map((each) => ('from' in each ? each.from : until)),
  );
  const begin = Math.ceil(Math.max(first, since) / day) * day;
  if (begin >= until) return [];
  const owned = ownedAsFilled(reading, ledger.trades);
  const movements = movementsOf(ledger).filter(({ at }) => at <= reading.at);
  const assets = new Set([...owned.keys(), ...movements.map(({ asset }) => asset)]);
  assets.delete(currency);
  const followed = [...assets].map((asset) => ({ asset, simulated: reading.simulated }));
  const closes = await closesOf(followed, Math.ceil((reading.at - begin) / day) + reach);
  const priceAt = pricesOf(closes, currency);
  const largest = new Map<string, Big>();
  const records: HoldingRecord[] = [];
  const days: { readonly at: number; readonly held: ReadonlyMap<string, Big> }[] = [];
  let next = movements.length - 1;
  for (let at = Math.floor((reading.at - 1) / day) * day; at >= begin; at -= day) {
    for (let movement = movements[next]; movement !== undefined && movement.at > at; movement = movements[next]) {
      owned.set(movement.asset, (owned.get(movement.asset) ?? big(0)).minus(movement.quantity));
      next -= 1;
    }
    for (const [asset, quantity] of owned) {
      if (quantity.abs().gt(largest.get(asset) ?? big(0))) largest.set(asset, quantity.abs());
    }
    if (at < until) days.push({ at, held: new Map(owned) });
  }
  for (const { at, held } of days.reverse()) {
    for (const [asset, quantity] of held) {
      if (quantity.abs().lte((largest.get(asset) ?? big(0)).times(dust))) continue;
      const price = priceAt(asset, at);
      const value = price === null ? null : toNumber(quantity.times(price));
      records.push({ at, account, asset, quantity: quantity.toString(), price, value });
    }
  }
  return records;
}

/**
 * What is owned, by the fills' own accounting: a position that spot fills made (a short sale on paper) is a quantity below zero
 * and the money that it brought, not a profit beside the balances.
 */
function ownedAsFilled(reading: AccountReading, trades: readonly Trade[]): Map<string, Big> {
  const owned = new Map(ownedBy(reading));
  const add = (asset: string, quantity: Big): void =>
    void owned.set(asset, (owned.get(asset) ?? big(0)).plus(quantity));
  const spot = new Set(trades.flatMap(({ symbol, contract }) => (contract === undefined ? [symbol] : [])));
  for (const { symbol, asset, currency, side, size, contractSize, entryPrice } of reading.positions) {
    if (!spot.has(symbol) || entryPrice === null) continue;
    const signed = big(size)
      .times(contractSize)
      .times(side === 'long' ? 1 : -1);
    add(asset, signed);
    add(currency, signed.times(entryPrice).neg());
  }
  return owned;
}

/** A paper account tells all that it did. */
function simulatedSource(reading: AccountReading): PastSource | null {
  const { trades, flows, income = [], simulated } = reading;
  if (!simulated || trades === null || flows === null) return null;
  const span = { from: 0, until: reading.at };
  return { reading, ledger: { trades, flows, income }, coverage: { trades: span, flows: span, income: span }, key: '' };
}

/** Close of the day that ends at `at`. */
function pricesOf(closes: readonly DailyCloses[], currency: string): (asset: string, at: number) => number | null {
  const index = new Map(
    closes.map(({ asset, closes: own }) => [
      asset,
      new Map(own.map((each) => [Math.floor(each.day / day), each.close])),
    ]),
  );
  return (asset, at) => {
    if (asset === currency) return 1;
    const own = index.get(asset);
    const date = Math.floor((at - 1) / day);
    for (let back = 0; own !== undefined && back <= reach; back += 1) {
      const close = own.get(date - back);
      if (close !== undefined && close > 0) return close;
    }
    return null;
  };
}
