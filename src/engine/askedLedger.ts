import { big } from '../core/decimal.ts';
import { beingRead } from '../core/ledger/coverage.ts';
import type { HeldThen, LedgerBatch, LedgerCoverage } from '../core/model/ledger.ts';
import type { Owned } from './explains.ts';
import { emptyBook, type LedgerBook, notCovered } from './ledgerBook.ts';
import type { Difference, Gap } from './ledgerGap.ts';

/** What is known of one account's ledger, and when and how to ask again. Replaced as a whole. */
export interface AskedLedger {
  readonly book: LedgerBook;
  /** Of the last batch; null: nothing was ever answered. */
  readonly cursor: string | null;
  readonly coverage: LedgerCoverage;
  /** What the account held when nothing of it was on its way any more; null: something may be. */
  readonly complete: { readonly quantities: string; readonly at: number } | null;
  /** When these quantities were first seen. */
  readonly seen: { readonly quantities: string; readonly at: number } | null;
  readonly thoroughAt: number;
  readonly failures: number;
  readonly retryAt: number;
  /** Batches that the history could not take yet; they are kept for the session. */
  readonly unsaved: readonly LedgerBatch[];
  /** What the account held when the last question was answered to its end. */
  readonly owned: Owned | null;
  /** The entries then. */
  readonly settled: LedgerBook;
  readonly settledAt: number;
  /** A change that no entry told: nothing before it is claimed to be known. */
  readonly gap: Gap | null;
  /** Older entries are still to be asked for. */
  readonly older: boolean;
  /** What it held at past times by the exchange's own record. */
  readonly anchors: readonly HeldThen[];
  /** A part of the last answer failed: it is asked again then. */
  readonly againAt: number;
  /**
   * Flows that came into the balance after the time the exchange gives them (a deposit is dated when it is seen, and credited
   * minutes later): when they did, by id.
   */
  readonly late: ReadonlyMap<string, number>;
  /** What the user should know of this ledger. */
  readonly notes: readonly string[];
  /** Changes with everything that realised P&L depends on. */
  readonly version: number;
}

export const emptyAsked: AskedLedger = {
  book: emptyBook,
  cursor: null,
  coverage: notCovered(beingRead),
  complete: null,
  seen: null,
  thoroughAt: 0,
  failures: 0,
  retryAt: 0,
  unsaved: [],
  owned: null,
  settled: emptyBook,
  settledAt: 0,
  gap: null,
  older: false,
  anchors: [],
  againAt: Number.POSITIVE_INFINITY,
  late: new Map(),
  notes: [],
  version: 0,
};

/** The book with every flow at the time when it came into the balance. */
export function bookOf({ book, late }: AskedLedger): LedgerBook {
  if (late.size === 0) return book;
  const flows = [...book.flows].map(([id, flow]) => [id, { ...flow, at: late.get(id) ?? flow.at }] as const);
  return { ...book, flows: new Map(flows) };
}

/** Older ones are in records that are complete. */
const mostLate = 200;

interface SavedAsked {
  readonly complete: AskedLedger['complete'];
  readonly thoroughAt: number;
  readonly assets: readonly (readonly [string, string])[] | null;
  readonly contracts: readonly (readonly [string, string])[];
  readonly settledAt: number;
  readonly late: readonly (readonly [string, number])[];
  readonly older?: boolean;
  readonly gap?: { readonly at: number; readonly amounts: readonly Difference[] } | null;
}

/** What is kept of it between sessions, beside the entries. */
export function printed({ complete, thoroughAt, owned, settledAt, late, againAt, gap, older }: AskedLedger): string {
  const texts = (of: Owned['assets']) => [...of].map(([key, each]) => [key, each.toString()] as const);
  const saved: SavedAsked = {
    // A part that failed is asked again by the next process at once.
    complete: againAt === Number.POSITIVE_INFINITY ? complete : null,
    thoroughAt,
    assets: owned === null ? null : texts(owned.assets),
    contracts: owned === null ? [] : texts(owned.contracts),
    settledAt,
    late: [...late].slice(-mostLate),
    older,
    gap: gap === null ? null : { at: gap.at, amounts: gap.amounts },
  };
  return JSON.stringify(saved);
}

/** Our own note; one that was damaged counts as none. */
export function parsed(text: string | null): Partial<AskedLedger> {
  if (text === null || text === '') return {};
  try {
    const { complete, thoroughAt, assets, contracts, settledAt, late, gap, older } = JSON.parse(text) as SavedAsked;
    const bigs = (of: SavedAsked['contracts']) => new Map(of.map(([key, each]) => [key, big(each)] as const));
    const owned = assets === null ? null : { assets: bigs(assets), contracts: bigs(contracts) };
    return {
      complete,
      thoroughAt,
      owned,
      settledAt,
      late: new Map(late),
      older: older !== false,
      gap: gap == null ? null : { ...gap, since: null },
    };
  } catch {
    return {};
  }
}
