import type { Config } from '../config/schema.ts';
import type { Big } from '../core/decimal.ts';
import type { RateAt } from '../core/ledger/assetLots.ts';
import { createRealiser, type Realiser } from '../core/ledger/createRealiser.ts';
import type { AccountLedger } from '../core/ledger/movements.ts';
import type { Realised } from '../core/ledger/realise.ts';
import type { AccountReading, Balance } from '../core/model/account.ts';
import type { LedgerCoverage } from '../core/model/ledger.ts';
import { fiatCurrencies } from '../core/valuation/fiat.ts';
import type { LedgerBook } from './ledgerBook.ts';
import { adjustmentNote } from './ledgerGap.ts';

export interface RealisedLedger {
  readonly id: string;
  readonly book: LedgerBook;
  readonly coverage: LedgerCoverage;
  readonly owned: ReadonlyMap<string, Big>;
  readonly contracts: ReadonlyMap<string, Big>;
}

/** Realised P&L of all ledgers of a book, so that transfers between its accounts carry their lots. */
export function realiseAll(
  ledgers: readonly RealisedLedger[],
  config: Config,
  rateAt: RateAt,
  realiser: Realiser = createRealiser(),
): ReadonlyMap<string, Realised> {
  const cash = new Set([...fiatCurrencies, ...config.risk.stablecoins]);
  const all = ledgers.map(({ id, book }) => ({ id, entries: entriesOf(book) }));
  return realiser.next({
    ledger: {
      trades: all.flatMap(({ id, entries }) => entries.trades.map((trade) => ({ ...trade, account: id }))),
      flows: all.flatMap(({ id, entries }) => entries.flows.map((flow) => ({ ...flow, account: id }))),
      income: all.flatMap(({ id, entries }) => entries.income.map((income) => ({ ...income, account: id }))),
    },
    method: config.costBasis,
    includeFees: config.includeFees,
    isCash: (asset) => cash.has(asset),
    rateAt,
    baseCurrency: config.baseCurrency,
    accounts: new Map(ledgers.map(({ id, coverage, owned, contracts }) => [id, { coverage, owned, contracts }])),
  });
}

/** Entries in order of time. */
export function entriesOf(book: LedgerBook): AccountLedger {
  const inOrder = <T extends { readonly at: number }>(entries: ReadonlyMap<string, T>): readonly T[] =>
    [...entries.values()].sort((a, b) => a.at - b.at);
  return { trades: inOrder(book.trades), flows: inOrder(book.flows), income: inOrder(book.income) };
}

/** A reading with what is known of its ledger since `since`, and what its spot holdings cost. */
export function enrichedReading(
  reading: AccountReading,
  {
    book,
    coverage,
    notes,
    realised,
    since,
    config,
  }: {
    readonly book: LedgerBook;
    readonly coverage: LedgerCoverage;
    readonly notes: readonly string[];
    readonly realised: Realised | null;
    readonly since: number;
    readonly config: Config;
  },
): AccountReading {
  const recent = <T extends { readonly at: number }>(entries: Iterable<T>): readonly T[] =>
    [...entries].filter(({ at }) => at >= since).sort((a, b) => a.at - b.at);
  // Where older entries are left out, nobody may take the lists for complete before `since`.
  const cut = (covered: LedgerCoverage['trades'], entries: Iterable<{ readonly at: number }>) => {
    const left = 'from' in covered && [...entries].some(({ at }) => at < since);
    return left ? { ...covered, from: Math.max(covered.from, since) } : covered;
  };
  return {
    ...reading,
    trades: recent(realised?.trades ?? book.trades.values()),
    flows: recent(book.flows.values()),
    income: recent(book.income.values()),
    notes: [
      ...new Set([
        ...reading.notes,
        ...notes,
        ...recent(book.flows.values()).flatMap((flow) => adjustmentNote(flow) ?? []),
      ]),
    ],
    ledger: {
      trades: cut(coverage.trades, book.trades.values()),
      flows: cut(coverage.flows, book.flows.values()),
      income: cut(coverage.income, book.income.values()),
    },
    ...(realised === null ? {} : { realized: realised.markets, balances: withEntries(reading, realised, config) }),
  };
}

/** POS-2a: what a holding cost on average, where all of it is known. Money has no entry price. */
function withEntries(reading: AccountReading, { open }: Realised, config: Config): readonly Balance[] {
  const cash = new Set([...fiatCurrencies, ...config.risk.stablecoins]);
  return reading.balances.map((balance) => {
    const lots = open.get(balance.asset);
    if (balance.entryPrice !== undefined || cash.has(balance.asset) || !lots?.cost || lots.quantity.lte(0)) {
      return balance;
    }
    return { ...balance, entryPrice: lots.cost.div(lots.quantity).toString(), entryCurrency: lots.currency };
  });
}
