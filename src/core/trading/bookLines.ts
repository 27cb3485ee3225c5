import { type Big, big, sum, toNumber } from '../decimal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { BookLine, PlannedOrder } from '../model/trading.ts';
import type { RiskFacts } from '../risk/limit.ts';
import { marketSymbol } from './marketSymbol.ts';
import { projectBook } from './projectBook.ts';
import { isRow } from './projectedSnapshot.ts';

/**
 * The book before and after, one line for every asset, money and contract that the orders touch in an account. Of a contract
 * and of a paper short: its symbol, its signed size, and its notional as value.
 */
export function bookLines(facts: RiskFacts, orders: readonly PlannedOrder[]): readonly BookLine[] {
  const after = projectBook(facts, orders).snapshot;
  const touched = new Map<string, { readonly account: string; readonly asset: string; readonly contract: boolean }>();
  const touch = (account: string, asset: string, contract: boolean) =>
    touched.set(`${account} ${asset}`, { account, asset, contract });
  for (const { ticket } of orders) {
    const { account, symbol } = ticket;
    const { base, quote, settle } = marketSymbol(symbol);
    if (settle !== null) {
      touch(account, symbol, true);
      touch(account, settle, false);
      continue;
    }
    const short = [...facts.snapshot.positions, ...after.positions].some(
      (one) => one.account === account && one.symbol === symbol && isRow(one),
    );
    if (short) touch(account, symbol, true);
    touch(account, base, false);
    touch(account, quote, false);
  }
  return [...touched.values()].flatMap(({ account, asset, contract }) => {
    const place = contract ? rowOf : holdingOf;
    const line = { account, asset, before: place(facts.snapshot, account, asset), after: place(after, account, asset) };
    const empty = big(line.before.quantity).eq(0) && big(line.after.quantity).eq(0);
    return empty ? [] : [line];
  });
}

type Side = BookLine['before'];

function holdingOf(snapshot: Snapshot, account: string, asset: string): Side {
  const own = snapshot.holdings.filter((one) => one.account === account && one.asset === asset);
  const quantity = sum(own.map((one) => big(one.quantity).minus(one.borrowed)));
  return sideOf(
    snapshot,
    quantity,
    own.map(({ value }) => value),
  );
}

function rowOf(snapshot: Snapshot, account: string, symbol: string): Side {
  const own = snapshot.positions.filter((one) => one.account === account && one.symbol === symbol && isRow(one));
  const sign = (side: 'long' | 'short') => (side === 'long' ? 1 : -1);
  const quantity = sum(own.map(({ size, side }) => big(size).times(sign(side))));
  return sideOf(
    snapshot,
    quantity,
    own.map(({ baseNotional, side }) => (baseNotional === null ? null : baseNotional * sign(side))),
  );
}

function sideOf({ equity }: Snapshot, quantity: Big, values: readonly (number | null)[]): Side {
  const value = values.includes(null) ? null : toNumber(sum(values.flatMap((one) => one ?? [])));
  return {
    quantity: quantity.toString(),
    value,
    share: value === null || equity === null || equity <= 0 ? null : value / equity,
  };
}
