import type { AccountConfig } from '../config/schema.ts';

/** What may change without the account holding anything else than before. */
const cosmetic: ReadonlySet<string> = new Set(['title', 'strategy', 'maxAge']);

/** Tells one account from another under the same id: another file, exchange or starting cash is another account. */
export function accountIdentity(settings: AccountConfig): string {
  return JSON.stringify(
    Object.entries(settings)
      .filter(([name]) => !cosmetic.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
