import type { Ledger } from '../core/model/ledger.ts';
import type { CashFlow, Trade } from '../core/model/trade.ts';
import type { Portfolio } from './portfolio.ts';

const inTime = <T extends { readonly at: number }>(entries: readonly T[]): readonly T[] =>
  [...entries].sort((a, b) => a.at - b.at);

/**
 * Fills, flows and income of a span: from the stored ledger where an account has one, else (files, paper) from its reading,
 * which tells all of it. Fills of a stored ledger carry what they realised by cost basis.
 */
export async function entriesOf(
  portfolio: Portfolio,
  account: string | null,
  from: number,
  to: number,
): Promise<Ledger> {
  const history = portfolio.memory().history;
  const stored = (await history?.ledger(account, from, to)) ?? { trades: [], flows: [], income: [] };
  const trades: (Trade & { readonly account: string })[] = [];
  const flows: (CashFlow & { readonly account: string })[] = [];
  const income: Ledger['income'][number][] = [];
  const within = ({ at }: { readonly at: number }): boolean => at >= from && at <= to;
  const readings = portfolio.book()?.accounts ?? [];
  const kept = new Set<string>();
  const config = portfolio.config();
  const realised = config === null ? null : portfolio.ledgers().realised(readings, config);
  for (const { id, reading } of readings) {
    if (account !== null && id !== account) continue;
    const isStored = (await history?.ledgerState(id)) != null;
    if (isStored) {
      kept.add(id);
      const told = new Map((realised?.get(id)?.trades ?? reading?.trades ?? []).map((trade) => [trade.id, trade]));
      for (const trade of stored.trades) if (trade.account === id) trades.push({ ...trade, ...told.get(trade.id) });
    } else {
      for (const trade of reading?.trades ?? []) if (within(trade)) trades.push({ ...trade, account: id });
      for (const flow of reading?.flows ?? []) if (within(flow)) flows.push({ ...flow, account: id });
      for (const entry of reading?.income ?? []) if (within(entry)) income.push({ ...entry, account: id });
    }
  }
  // Accounts that are not in the book (any more) are in the ledger all the same.
  const others = (entry: { readonly account: string }): boolean => !readings.some(({ id }) => id === entry.account);
  return {
    trades: inTime([...trades, ...stored.trades.filter(others)]),
    flows: inTime([...flows, ...stored.flows.filter((entry) => kept.has(entry.account) || others(entry))]),
    income: inTime([...income, ...stored.income.filter((entry) => kept.has(entry.account) || others(entry))]),
  };
}
