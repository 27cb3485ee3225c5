import type { Config } from '../config/schema.ts';
import type { ValuePoint } from '../core/model/series.ts';
import { accountIdentity } from './accountIdentity.ts';

/** What the last record covered; kept as a note so that a restart knows what "since then" means. */
export interface LastRecord {
  readonly at: number;
  readonly currency: string;
  /** Equity by account. */
  readonly accounts: Readonly<Record<string, number>>;
  readonly priced: readonly string[];
  readonly unpriced: readonly string[];
  /** What each account was: `accountIdentity`. Absent in records of older versions: taken as the same. */
  readonly identities?: Readonly<Record<string, string>>;
  /**
   * What had flowed in and out by then, by account and asset, where a file tells all of it (paper accounts, trade files): a row
   * that is written later with an earlier date counts when it shows.
   */
  readonly told?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** When an account joined the book, or became another one under its id, since records began. */
  readonly began?: Readonly<Record<string, number>>;
}

/** Whether the last record covers this very account; one that became another has left, and joined again. */
export function isCovered(last: LastRecord, id: string, config: Config): boolean {
  return Object.hasOwn(last.accounts, id) && isSame(last, id, config);
}

function isSame(last: LastRecord, id: string, config: Config): boolean {
  const settings = config.accounts[id];
  const known = last.identities?.[id];
  return settings !== undefined && (known === undefined || known === accountIdentity(settings));
}

/** What was recorded of an account under its id is no past of another one. Rebuilt values were rebuilt for this one. */
export function ownPoints(last: LastRecord | null, id: string, config: Config): (point: ValuePoint) => boolean {
  if (last === null) return () => true;
  const same = isSame(last, id, config);
  const began = last.began?.[id] ?? Number.NEGATIVE_INFINITY;
  return (point) => point.origin !== 'recorded' || (same && point.at >= began);
}
