import type { Income, Ledger } from '../model/ledger.ts';
import type { CashFlow, Trade } from '../model/trade.ts';
import type { AccountLedger } from './movements.ts';

export type Entry =
  | { readonly at: number; readonly account: string; readonly order: 0; readonly flow: CashFlow }
  | { readonly at: number; readonly account: string; readonly order: 1; readonly income: Income }
  | { readonly at: number; readonly account: string; readonly order: 2; readonly trade: Trade };

/** In order of time; at one time what came in is there before it is traded, and fills follow their ids. */
export function entriesOf({ trades, flows, income }: Ledger): readonly Entry[] {
  const entries: Entry[] = [
    ...flows.map((flow): Entry => ({ at: flow.at, account: flow.account, order: 0, flow })),
    ...income.map((each): Entry => ({ at: each.at, account: each.account, order: 1, income: each })),
    ...trades.map((trade): Entry => ({ at: trade.at, account: trade.account, order: 2, trade })),
  ];
  const sign = (entry: Entry): number =>
    (entry.order === 0 ? entry.flow : entry.order === 1 ? entry.income : entry.trade).quantity.startsWith('-') ? 0 : 1;
  const idOf = (entry: Entry): string =>
    (entry.order === 0 ? entry.flow : entry.order === 1 ? entry.income : entry.trade).id;
  return entries.sort((a, b) => a.at - b.at || a.order - b.order || sign(a) - sign(b) || inSequence(idOf(a), idOf(b)));
}

/** Ids that count up are in sequence by their numbers: "9" is before "10". Entries of one time have one order, however they came. */
export function inSequence(a: string, b: string): number {
  if (a === b) return 0;
  const counted = /^\d+$/;
  if (a.length !== b.length && counted.test(a) && counted.test(b)) return a.length - b.length;
  return a < b ? -1 : 1;
}

export function ledgerOf(ledger: Ledger, account: string): AccountLedger {
  return {
    trades: ofAccount(ledger.trades, account),
    flows: ofAccount(ledger.flows, account),
    income: ofAccount(ledger.income, account),
  };
}

export function ofAccount<T extends { readonly account: string }>(
  entries: readonly T[],
  account: string,
): readonly T[] {
  return entries.filter((entry) => entry.account === account);
}
