import Big from 'big.js';
import { loadExchangeClass } from '../../src/connectors/exchange/ccxt.ts';
import type { ExchangeClass } from '../../src/connectors/exchange/ccxtExchange.ts';
import { createExchangeConnector } from '../../src/connectors/exchange/createExchangeConnector.ts';
import { createPool } from '../../src/connectors/exchange/createPool.ts';
import type { AccountReading, Scope } from '../../src/core/model/account.ts';
import type { Income, LedgerBatch, Order } from '../../src/core/model/ledger.ts';
import type { Reading } from '../../src/core/model/reading.ts';
import type { CashFlow, Trade } from '../../src/core/model/trade.ts';
import type { LedgerRequest, Source } from '../../src/core/ports.ts';
import { exchangeContext } from './exchangeContext.ts';
import type { Simulator } from './startSimulator.ts';

/** What a history would hold after batches: entries by id, orders by their newest state. */
export interface Stored {
  readonly trades: Map<string, Trade>;
  readonly flows: Map<string, CashFlow>;
  readonly income: Map<string, Income>;
  readonly orders: Map<string, Order>;
  cursor: string | null;
  last: LedgerBatch | null;
  batches: number;
}

export function emptyStore(): Stored {
  return {
    trades: new Map(),
    flows: new Map(),
    income: new Map(),
    orders: new Map(),
    cursor: null,
    last: null,
    batches: 0,
  };
}

/** Real ccxt with hardly any rate limit: hundreds of questions would take minutes. */
async function hurried(id: string): Promise<ExchangeClass> {
  const Real = (await loadExchangeClass(id)) as unknown as new (
    settings: Readonly<Record<string, unknown>>,
  ) => { rateLimit: number };
  class Hurried extends Real {
    constructor(settings: Readonly<Record<string, unknown>>) {
      super(settings);
      this.rateLimit = 0.01;
    }
  }
  return Hurried as unknown as ExchangeClass;
}

/** An account of the simulated world through the whole product: real ccxt, real HTTP. */
export async function simulatedSource(
  simulator: Simulator,
  account: string,
  scopes: readonly Scope[],
  budget?: { readonly pages: number; readonly ms: number },
): Promise<Source> {
  const { exchange, apiKey, secret } = simulator.live.account(account);
  const { context } = await exchangeContext(simulator.url, { account }, () => ({ apiKey, secret }));
  const source = createExchangeConnector(
    createPool({ loadClass: hurried, ...(budget === undefined ? {} : { ledgerBudget: budget }) }),
  ).open(context, {
    kind: 'exchange',
    exchange,
    scopes: [...scopes],
    sandbox: false,
    mode: 'read',
  });
  if (!source.ok) throw new Error(source.failure.reason);
  return source.value;
}

export async function readingOf(source: Source): Promise<AccountReading> {
  const reading = await source.read(AbortSignal.timeout(60_000));
  if (!reading.ok) throw new Error(reading.failure.reason);
  return reading.value;
}

export async function askLedger(
  source: Source,
  store: Stored,
  reading: AccountReading,
  more: Partial<LedgerRequest> = {},
): Promise<Reading<LedgerBatch>> {
  if (source.ledger === undefined) throw new Error('the source has no ledger');
  const symbols = [...new Set([...store.trades.values()].map(({ symbol }) => symbol))];
  const assets = [...new Set([...store.flows.values(), ...store.income.values()].map(({ asset }) => asset))];
  return source.ledger(
    {
      cursor: store.cursor,
      reading,
      symbols,
      assets,
      thorough: false,
      ...(store.last?.more === true && store.last.upToDate === true ? { olderOnly: true } : {}),
      ...more,
    },
    AbortSignal.timeout(120_000),
  );
}

/** Stores a batch as a history does: entries that are there count once. */
export function keep(store: Stored, batch: LedgerBatch): void {
  for (const trade of batch.trades) if (!store.trades.has(trade.id)) store.trades.set(trade.id, trade);
  for (const flow of batch.flows) if (!store.flows.has(flow.id)) store.flows.set(flow.id, flow);
  for (const income of batch.income) if (!store.income.has(income.id)) store.income.set(income.id, income);
  for (const order of batch.orders) {
    const known = store.orders.get(order.id);
    if (known === undefined || known.updatedAt <= order.updatedAt) store.orders.set(order.id, order);
  }
  store.cursor = batch.cursor;
  store.last = batch;
  store.batches += 1;
}

/** Asks until nothing more waits. */
export async function importAll(
  source: Source,
  store: Stored = emptyStore(),
  more: Partial<LedgerRequest> = {},
): Promise<Stored> {
  const reading = await readingOf(source);
  for (let batches = 0; batches < 5000; batches += 1) {
    const batch = await askLedger(source, store, reading, more);
    if (!batch.ok) throw new Error(batch.failure.reason);
    keep(store, batch.value);
    if (!batch.value.more) return store;
  }
  throw new Error('the ledger has no end');
}

/** What the stored entries leave of each asset: LED-5's implied balances, in decimals. */
export function impliedBalances({ trades, flows, income }: Stored): ReadonlyMap<string, string> {
  const sums = new Map<string, Big>();
  const add = (asset: string | null, amount: Big | string): void => {
    if (asset !== null) sums.set(asset, (sums.get(asset) ?? new Big(0)).plus(amount));
  };
  for (const trade of trades.values()) {
    const sign = trade.side === 'buy' ? 1 : -1;
    if (trade.contract === undefined) {
      add(trade.base, new Big(trade.quantity).times(sign));
      add(trade.quote, new Big(trade.price).times(trade.quantity).times(-sign));
    } else add(trade.contract === 'inverse' ? trade.base : trade.quote, trade.realizedPnl ?? '0');
    add(trade.feeCurrency, new Big(trade.fee ?? '0').times(-1));
  }
  for (const flow of flows.values()) add(flow.asset, flow.quantity);
  for (const entry of income.values()) add(entry.asset, entry.quantity);
  return nonZero(sums);
}

/** What the account holds of each asset over all its pockets, what it owes taken off. */
export function heldBalances({ balances }: AccountReading): ReadonlyMap<string, string> {
  const sums = new Map<string, Big>();
  for (const { asset, quantity, borrowed } of balances)
    sums.set(asset, (sums.get(asset) ?? new Big(0)).plus(quantity).minus(borrowed ?? '0'));
  return nonZero(sums);
}

function nonZero(sums: ReadonlyMap<string, Big>): ReadonlyMap<string, string> {
  return new Map(
    [...sums]
      .filter(([, sum]) => !sum.eq(0))
      .map(([asset, sum]): [string, string] => [asset, sum.toFixed()])
      .sort(),
  );
}
