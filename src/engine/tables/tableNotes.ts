import { aboutAccount } from '../../core/aboutAccount.ts';
import { coverageGap } from '../../core/ledger/coverage.ts';
import type { Covered, LedgerCoverage } from '../../core/model/ledger.ts';
import type { Subject } from '../../core/model/performance.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { ScenePart } from '../../core/tables/table.ts';
import type { Portfolio } from '../portfolio.ts';

const kinds: Readonly<Record<'trades' | 'flows' | 'income', string>> = {
  trades: 'trades',
  flows: 'deposits and withdrawals',
  income: 'funding, interest and other income',
};

/** What is missing in a table of these parts, and why. */
export function tableNotes(
  portfolio: Portfolio,
  snapshot: Snapshot | null,
  parts: readonly ScenePart[],
  subject: Subject,
  wanted: readonly (keyof LedgerCoverage)[],
): readonly string[] {
  const notes = parts.includes('snapshot') ? [...gapNotes(snapshot)] : [];
  const trouble = portfolio.memory().trouble();
  const past = parts.some((part) => part !== 'snapshot');
  if (past && trouble !== null) notes.push(trouble);
  if (!past) return notes;
  const silent: string[] = [];
  const filling: string[] = [];
  for (const [id, settings] of Object.entries(portfolio.config()?.accounts ?? {})) {
    if (subject.kind === 'account' && subject.id !== id) continue;
    const title = snapshot?.accounts.find((account) => account.id === id)?.title ?? id;
    if (parts.includes('orders') && settings.kind !== 'exchange') {
      (settings.kind === 'paper' ? filling : silent).push(title);
    }
    for (const kind of wanted) notes.push(...coverageNotes(portfolio, id, title, kind));
  }
  if (silent.length > 0) notes.push(`No orders are told by ${silent.join(', ')}.`);
  if (filling.length > 0) {
    notes.push(
      `Paper accounts fill orders at once (${filling.join(', ')}): of theirs only orders that Quantfolio sent are listed.`,
    );
  }
  return [...new Set(notes)];
}

function coverageNotes(portfolio: Portfolio, id: string, title: string, kind: keyof LedgerCoverage): readonly string[] {
  const what = `${kinds[kind]} of ${title}`;
  const reading = portfolio.book()?.accounts.find((account) => account.id === id)?.reading ?? null;
  const known = portfolio.ledgers().known(id);
  if (known !== null) {
    const covered: Covered = known.coverage[kind];
    // What is new is on its way all the time; only what was never asked for is missing.
    const gap = coverageGap(covered, 0, 'until' in covered ? covered.until : 0, what);
    return gap === null ? [] : [sentence(gap)];
  }
  if (reading === null) return [sentence(`${what} are not known: it was not read yet`)];
  const entries = kind === 'income' ? (reading.income ?? []) : reading[kind];
  return entries === null ? [sentence(`${what} are not known: its source does not tell them`)] : [];
}

/** What is unpriced, stale or was never read: sums go without it. */
export function gapNotes(snapshot: Snapshot | null): readonly string[] {
  if (snapshot === null) return ['The book was not read yet.'];
  return snapshot.gaps.map(({ account, asset, state, reason }) =>
    sentence(aboutAccount(`${asset ?? account} is ${state === 'failed' ? 'not known' : state}`, reason)),
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`.replace(/\.\.$/, '.');
}
