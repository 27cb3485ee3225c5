import type { SymbolPage } from './bySymbol.ts';
import { fields, numberOf, textOf } from './json.ts';
import type { Entries, Json } from './stream.ts';

interface Ids {
  readonly limit: number;
  /** The oldest that the exchange still tells; 0: everything. */
  readonly from: number;
  /** Rows from this id on, ascending, and the ids in them. */
  fetch(fromId: string, limit: number): Promise<{ readonly entries: Entries; readonly ids: readonly string[] }>;
}

/** Pages of one market by ascending ids: nothing comes late, because ids are given out as things happen. */
export function byId({ limit, from, fetch }: Ids): (state: Json) => Promise<SymbolPage> {
  return async (state) => {
    const asked = textOf(fields(state)['id']) ?? '0';
    const begun = numberOf(fields(state)['from']) ?? from;
    const { entries, ids } = await fetch(asked, limit);
    const start = BigInt(asked);
    const next = ids.reduce((highest, id) => (BigInt(id) >= highest ? BigInt(id) + 1n : highest), start);
    // A page that does not lead on would be asked for ever.
    const done = ids.length < limit || next === start;
    return { entries, state: { id: String(next), from: begun }, done, from: begun, found: next !== start };
  };
}
