import { big } from '../core/decimal.ts';
import type { AccountLedger } from '../core/ledger/movements.ts';
import type { AccountReading } from '../core/model/account.ts';
import type { LedgerBatch, LedgerCoverage } from '../core/model/ledger.ts';
import type { AskedLedger } from './askedLedger.ts';
import { explains, type Owned } from './explains.ts';
import { contractsOf, extended, type LedgerBook, ownedBy, quantitiesOf, withBatch } from './ledgerBook.ts';
import { adjustmentsOf, differences, withoutGap } from './ledgerGap.ts';

/** Entries that come late have come by then. */
export const adjustAfter = 600_000;

/**
 * The end of a question. A connector counts the last seconds as not known, because entries come late; where the entries explain
 * every change since the account was last complete, or the account has held the same since before the known span ended, there
 * is nothing on its way, and what is known holds for the reading too. A change that nothing explains by then is a gap.
 */
export function finished(asked: AskedLedger, reading: AccountReading): AskedLedger {
  const owned: Owned = { assets: ownedBy(reading), contracts: contractsOf(reading) };
  const { coverage, seen, book } = asked;
  const spans = [coverage.trades, coverage.flows, coverage.income].flatMap((each) => ('until' in each ? [each] : []));
  const reached = Math.min(...spans.map((each) => each.until));
  const { fresh, settled, explained } = toldSince(book, asked.settled, asked.owned, owned, reading.at);
  if (asked.owned !== null && !explained && reached < (seen?.at ?? reading.at)) {
    // Until it is told, nothing of what came after the last change that was is claimed.
    return { ...asked, complete: null, coverage: endingAt(coverage, asked.settledAt) };
  }
  // Before the last settled reading its quantities did not have them.
  const moved = explained && asked.complete?.quantities !== quantitiesOf(reading);
  const late = moved ? fresh.flows.filter(({ at }) => at <= asked.settledAt) : [];
  const next: AskedLedger = {
    ...asked,
    complete: { quantities: quantitiesOf(reading), at: reading.at },
    coverage: extended(coverage, reading.at),
    owned,
    settled,
    settledAt: reading.at,
    late: new Map([...asked.late, ...late.map(({ id }) => [id, asked.settledAt + 1] as const)]),
  };
  if (asked.owned === null || explained) return healed(next);
  const { owned: held, settled: known, settledAt, gap } = asked;
  const since = gap === null ? { owned: held, settled: known, settledAt } : gap.since;
  const at = seen?.at ?? reading.at;
  return { ...next, gap: { at, amounts: [...(gap?.amounts ?? []), ...differences(fresh, held, owned, at)], since } };
}

/** Coverage that claims nothing after `end`. */
export function endingAt(coverage: LedgerCoverage, end: number): LedgerCoverage {
  const cut = (covered: LedgerCoverage['trades']): LedgerCoverage['trades'] =>
    'reason' in covered ? covered : { ...covered, until: Math.max(covered.from, Math.min(covered.until, end)) };
  return { trades: cut(coverage.trades), flows: cut(coverage.flows), income: cut(coverage.income) };
}

/** An entry that came late may explain a gap after all. */
function healed(asked: AskedLedger): AskedLedger {
  const { gap, owned, book } = asked;
  if (gap?.since == null || owned === null) return asked;
  const { settled, settledAt } = gap.since;
  const { fresh, explained } = toldSince(book, settled, gap.since.owned, owned, asked.settledAt);
  if (!explained) return asked;
  const late = fresh.flows.filter(({ at }) => at <= settledAt);
  return { ...asked, gap: null, late: new Map([...asked.late, ...late.map(({ id }) => [id, settledAt + 1] as const)]) };
}

/** What is new since a settled book, and whether it explains the change; entries after the reading wait for the next one. */
function toldSince(book: LedgerBook, before: LedgerBook, from: Owned | null, now: Owned, readAt: number) {
  const fresh = added(book, before);
  if (from === null || explains(fresh, from, now)) return { fresh, settled: book, explained: from !== null };
  const early = until(fresh, readAt);
  if (!explains(early, from, now)) return { fresh, settled: book, explained: false };
  return { fresh: early, settled: withBatch(before, early), explained: true };
}

/** The coverage that entries and balances leave standing: nothing before a change that no entry tells. */
export function standing(asked: AskedLedger): AskedLedger {
  const reached = asked.complete === null ? asked.coverage : extended(asked.coverage, asked.complete.at);
  const coverage = widened(reached, asked);
  return { ...asked, coverage: asked.gap === null ? coverage : withoutGap(coverage, asked.gap) };
}

/** What is older than what was settled explains no later change. */
export function withOlder(asked: AskedLedger, batch: LedgerBatch): AskedLedger {
  const { gap } = asked;
  const settled = withBatch(asked.settled, until(batch, asked.settledAt));
  if (gap?.since == null) return { ...asked, settled };
  const since = { ...gap.since, settled: withBatch(gap.since.settled, until(batch, gap.since.settledAt)) };
  return healed({ ...asked, settled, gap: { ...gap, since } });
}

function until({ trades, flows, income }: AccountLedger, end: number): AccountLedger {
  const upTo = <T extends { readonly at: number }>(entries: readonly T[]) => entries.filter(({ at }) => at <= end);
  return { trades: upTo(trades), flows: upTo(flows), income: upTo(income) };
}

/**
 * While markets that hold nothing are still being asked one by one: where the told entries make all that is held now out of
 * what was held at an earlier time, no fill since then can be missing, for it would have left a difference behind.
 */
function widened(coverage: LedgerCoverage, { book, owned, anchors, complete }: AskedLedger): LedgerCoverage {
  const { trades, flows, income } = coverage;
  if ('reason' in trades || 'reason' in flows || 'reason' in income) return coverage;
  if (trades.before === undefined || owned === null || complete === null) return coverage;
  const all = { trades: [...book.trades.values()], flows: [...book.flows.values()], income: [...book.income.values()] };
  if (owned.contracts.size > 0 || all.trades.some(({ contract }) => contract !== undefined)) return coverage;
  const told = until(all, complete.at);
  for (const anchor of [{ at: 0, assets: {} }, ...anchors].sort((a, b) => a.at - b.at)) {
    if (anchor.at >= trades.from || anchor.at < Math.max(flows.from, income.from)) continue;
    const after = <T extends { readonly at: number }>(entries: readonly T[]) =>
      entries.filter(({ at }) => at > anchor.at);
    const since = { trades: after(told.trades), flows: after(told.flows), income: after(told.income) };
    const assets = new Map(Object.entries(anchor.assets).map(([asset, each]) => [asset, big(each)] as const));
    if (!explains(since, { assets, contracts: new Map() }, owned)) continue;
    const { before, ...rest } = trades;
    return { ...coverage, trades: { ...rest, from: anchor.at, ...(anchor.at === 0 ? {} : { before }) } };
  }
  return coverage;
}

/** What a gap hid counts as paid in or out once a thorough question well after it has found nothing either; null: not yet. */
export function adjustmentFor(asked: AskedLedger, batch: LedgerBatch): LedgerBatch | null {
  const { gap } = asked;
  if (gap === null || asked.thoroughAt < gap.at + adjustAfter) return null;
  // Where an exchange does not tell every kind of entry, nobody can say that this was no profit and no loss.
  if (Object.values(batch.coverage).some((each: LedgerCoverage['trades']) => 'reason' in each)) return null;
  const flows = adjustmentsOf(gap);
  return flows === null ? null : { ...batch, trades: [], income: [], orders: [], flows };
}

/** With what a gap hid as flows of their own: everything is told again. */
export function adjusted(asked: AskedLedger, adjustment: LedgerBatch): AskedLedger {
  return standing({
    ...asked,
    book: withBatch(asked.book, adjustment),
    settled: withBatch(asked.settled, adjustment),
    coverage: adjustment.coverage,
    gap: null,
    version: asked.version + 1,
  });
}

function added(book: LedgerBook, before: LedgerBook): AccountLedger {
  return {
    trades: [...book.trades.values()].filter(({ id }) => !before.trades.has(id)),
    flows: [...book.flows.values()].filter(({ id }) => !before.flows.has(id)),
    income: [...book.income.values()].filter(({ id }) => !before.income.has(id)),
  };
}
