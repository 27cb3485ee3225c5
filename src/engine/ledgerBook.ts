import { type Big, big } from '../core/decimal.ts';
import type { AccountReading } from '../core/model/account.ts';
import type { Income, LedgerBatch, LedgerCoverage, Order } from '../core/model/ledger.ts';
import type { CashFlow, Trade } from '../core/model/trade.ts';

/** One account's entries as far as they are known, by id. */
export interface LedgerBook {
  readonly trades: ReadonlyMap<string, Trade>;
  readonly flows: ReadonlyMap<string, CashFlow>;
  readonly income: ReadonlyMap<string, Income>;
  readonly orders: ReadonlyMap<string, Order>;
}

export const emptyBook: LedgerBook = { trades: new Map(), flows: new Map(), income: new Map(), orders: new Map() };

/** A book with a batch's entries in it; those that are there already count once. */
export function withBatch(
  book: LedgerBook,
  batch: Pick<LedgerBatch, 'trades' | 'flows' | 'income'> & Partial<Pick<LedgerBatch, 'orders'>>,
): LedgerBook {
  return {
    trades: merged(book.trades, batch.trades),
    flows: merged(book.flows, batch.flows),
    income: merged(book.income, batch.income),
    orders: merged(book.orders, batch.orders ?? []),
  };
}

function merged<T extends { readonly id: string }>(
  known: ReadonlyMap<string, T>,
  more: readonly T[],
): ReadonlyMap<string, T> {
  return more.length === 0 ? known : new Map([...known, ...more.map((entry) => [entry.id, entry] as const)]);
}

/** What an account owns by asset, what it owes subtracted. */
export function ownedBy(reading: AccountReading): ReadonlyMap<string, Big> {
  const owned = new Map<string, Big>();
  for (const { asset, quantity, borrowed } of reading.balances) {
    owned.set(asset, (owned.get(asset) ?? big(0)).plus(quantity).minus(borrowed ?? 0));
  }
  return owned;
}

/** Signed contracts by symbol. */
export function contractsOf(reading: AccountReading): ReadonlyMap<string, Big> {
  const contracts = new Map<string, Big>();
  for (const { symbol, side, size } of reading.positions) {
    const signed = side === 'long' ? big(size) : big(size).neg();
    contracts.set(symbol, (contracts.get(symbol) ?? big(0)).plus(signed));
  }
  return contracts;
}

/** The same text for as long as nothing flowed and nothing was traded. */
export function quantitiesOf(reading: AccountReading): string {
  const balances = reading.balances.map(({ asset, code, scope, quantity, borrowed }) =>
    [scope, code ?? asset, big(quantity).toString(), big(borrowed ?? 0).toString()].join(' '),
  );
  const positions = reading.positions.map(({ scope, symbol, side, size }) =>
    [scope, symbol, side, big(size).toString()].join(' '),
  );
  return [...balances, ...positions].sort().join('\n');
}

/** Coverage that reaches `until`, where nothing has changed since it was last complete. */
export function extended(coverage: LedgerCoverage, until: number): LedgerCoverage {
  const reach = (covered: LedgerCoverage['trades']): LedgerCoverage['trades'] =>
    'reason' in covered ? covered : { ...covered, until: Math.max(covered.until, until) };
  return { trades: reach(coverage.trades), flows: reach(coverage.flows), income: reach(coverage.income) };
}

export function notCovered(reason: string): LedgerCoverage {
  return { trades: { reason }, flows: { reason }, income: { reason } };
}
