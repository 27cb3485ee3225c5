import type { AccountReading } from '../model/account.ts';
import type { Covered, LedgerCoverage } from '../model/ledger.ts';

export type LedgerKind = keyof LedgerCoverage;

/** Why an account's ledger is not known while the first question about it runs. */
export const beingRead = 'they are being read';

const names: Readonly<Record<LedgerKind, string>> = {
  trades: 'trades',
  flows: 'deposits and withdrawals',
  income: 'funding, interest and other income',
};

/**
 * Why a reading's entries of one kind are not known without a hole from `since` to the reading, in words; null where they are.
 * What the reading shows must be told: entries up to its own time, not up to now.
 */
export function uncovered(reading: AccountReading, kind: LedgerKind, since: number, title: string): string | null {
  const entries = kind === 'income' ? reading.income : reading[kind];
  const { ledger } = reading;
  if (ledger === undefined) return entries === null ? `${names[kind]} of ${title} are not known` : null;
  return coverageGap(ledger[kind], since, reading.at, `${names[kind]} of ${title}`);
}

/** Why a span (since, until] is not within what is covered; null where it is. */
export function coverageGap(covered: Covered, since: number, until: number, what: string): string | null {
  if ('reason' in covered) {
    return covered.reason === beingRead ? `${what} are being read` : `${what} are not known: ${covered.reason}`;
  }
  if (covered.from > Math.max(since, 0)) {
    const from = covered.before === undefined ? dayInWords(covered.from) : timeInWords(covered.from);
    return `${what} are known only from ${from} on${covered.before === undefined ? '' : `: ${covered.before}`}`;
  }
  if (covered.until < until) return `${what} are being read: they are known until ${timeInWords(covered.until)}`;
  return null;
}

/** "3 Nov 2026" */
function dayInWords(at: number): string {
  const date = new Date(at);
  const month = date.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' });
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}

/** "3 Nov 2026 14:03 UTC" */
function timeInWords(at: number): string {
  return `${dayInWords(at)} ${new Date(at).toISOString().slice(11, 16)} UTC`;
}
