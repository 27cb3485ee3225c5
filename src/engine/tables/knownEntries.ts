import type { Ledger } from '../../core/model/ledger.ts';
import type { OwnTrade } from '../../core/tables/table.ts';
import { identitiesNote } from '../ledgerKeeper.ts';
import type { Portfolio } from '../portfolio.ts';

/** All entries of a portfolio, each list ascending in time, fills with what they realised. */
export interface KnownEntries {
  /** The same for as long as the entries are. */
  readonly key: string;
  entries(): Promise<Ledger>;
}

interface One extends KnownEntries {
  readonly id: string;
}

/**
 * From memory where the ledger keeper or a reading has them (files, paper: they tell all of it), else as they were stored:
 * of accounts that were not read yet, and of those that have left the configuration.
 */
export async function knownEntries(
  portfolio: Portfolio,
  identity: (of: object | null | undefined) => number,
): Promise<KnownEntries> {
  const config = portfolio.config();
  const memory = portfolio.memory();
  const readings = portfolio.book()?.accounts ?? [];
  const realised = config === null ? null : portfolio.ledgers().realised(readings, config);
  const ids = Object.keys(config?.accounts ?? {});
  const stored = (id: string, why: string): One => ({
    id,
    key: `${id} stored ${identity(memory)}`,
    async entries() {
      const none: Ledger = { trades: [], flows: [], income: [] };
      const ledger = await memory.use('reading the ledger', none, (history) =>
        history.ledger(id, 0, Number.MAX_SAFE_INTEGER),
      );
      const isTold = (trade: OwnTrade): boolean =>
        trade.realizedPnl !== undefined || trade.realizedReason !== undefined;
      return {
        ...ledger,
        trades: ledger.trades.map((trade) => (isTold(trade) ? trade : { ...trade, realizedReason: why })),
      };
    },
  });
  const ones = ids.map((id): One => {
    const known = portfolio.ledgers().known(id);
    const reading = readings.find((account) => account.id === id)?.reading ?? null;
    if (known !== null) {
      const fills = realised?.get(id)?.trades;
      const { trades, flows, income } = known.book;
      return {
        id,
        key: `${id} ${identity(fills ?? trades)} ${identity(flows)} ${identity(income)}`,
        entries: async () => owned(id, fills ?? trades.values(), flows.values(), income.values()),
      };
    }
    if (reading === null || reading.trades === null || reading.ledger !== undefined) {
      return stored(id, 'its account was not read yet');
    }
    const { trades, flows, income } = reading;
    return {
      id,
      key: `${id} ${[trades, flows ?? [], income ?? []].map(fingerprint).join(' ')}`,
      entries: async () => owned(id, trades, flows ?? [], income ?? []),
    };
  });
  const left = await leftAccounts(portfolio, ids);
  const all = [...ones, ...left.map((id) => stored(id, 'its account is not configured any more'))];
  return {
    key: all.map(({ key }) => key).join('\n'),
    async entries() {
      const parts = await Promise.all(all.map((one) => one.entries()));
      return {
        trades: inTime(parts.flatMap(({ trades }) => trades)),
        flows: inTime(parts.flatMap(({ flows }) => flows)),
        income: inTime(parts.flatMap(({ income }) => income)),
      };
    },
  };
}

/** Accounts that were read once and are not in the configuration any more; what they did is in the ledger all the same. */
async function leftAccounts(portfolio: Portfolio, ids: readonly string[]): Promise<readonly string[]> {
  const text = await portfolio
    .memory()
    .use('reading the ledger', null as string | null, (history) => history.note(identitiesNote));
  return Object.keys(parsed(text)).filter((id) => !ids.includes(id));
}

/** Our own note; one that was damaged counts as none. */
function parsed(text: string | null): object {
  try {
    const value: unknown = JSON.parse(text === null || text === '' ? '{}' : text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function owned(
  account: string,
  trades: Iterable<Omit<Ledger['trades'][number], 'account'>>,
  flows: Iterable<Omit<Ledger['flows'][number], 'account'>>,
  income: Iterable<Omit<Ledger['income'][number], 'account'>>,
): Ledger {
  return {
    trades: Array.from(trades, (trade) => ({ ...trade, account })),
    flows: Array.from(flows, (flow) => ({ ...flow, account })),
    income: Array.from(income, (entry) => ({ ...entry, account })),
  };
}

const fingerprints = new WeakMap<object, string>();

/** Readings are made anew though nothing happened: lists of the same entries are the same. */
function fingerprint(list: readonly { readonly id: string; readonly at: number; readonly quantity: string }[]): string {
  const known = fingerprints.get(list);
  if (known !== undefined) return known;
  let sum = 0;
  for (const [index, { at, quantity }] of list.entries()) sum = (sum + (index + 1) * (Number(quantity) + at)) % 1e12;
  const made = `${list.length} ${list.at(-1)?.id ?? ''} ${sum}`;
  fingerprints.set(list, made);
  return made;
}

function inTime<T extends { readonly at: number }>(entries: readonly T[]): readonly T[] {
  return entries.every((entry, index) => index === 0 || (entries[index - 1]?.at ?? 0) <= entry.at)
    ? entries
    : entries.toSorted((a, b) => a.at - b.at);
}
