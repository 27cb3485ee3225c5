import type { Config } from './schema.ts';

export interface ChangedAccounts {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** Which accounts an edit touches: only these are connected, closed or connected anew (CFG-3). Order of keys is no change. */
export function changedAccounts(before: Config | null, after: Config): ChangedAccounts {
  const old = new Map(Object.entries(before?.accounts ?? {}));
  const now = new Map(Object.entries(after.accounts));
  const kept = [...now].filter(([id]) => old.has(id));
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !now.has(id)),
    changed: kept.filter(([id, settings]) => inOrder(settings) !== inOrder(old.get(id))).map(([id]) => id),
  };
}

function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
