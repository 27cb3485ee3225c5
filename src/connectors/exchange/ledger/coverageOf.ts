import type { Covered, LedgerCoverage } from '../../../core/model/ledger.ts';
import type { Cursor } from './cursor.ts';
import type { Kind, Plan } from './stream.ts';

/** What is known without a hole, by kind: as much as every stream of it knows; or which of them knows nothing, and why. */
export function coverageOf(plan: Plan, cursor: Cursor, title: string): LedgerCoverage {
  const covered = (kind: Kind): Covered => {
    const lacking = plan.lacking[kind];
    if (lacking !== undefined) return { reason: lacking };
    const streams = plan.streams.filter(({ kinds }) => kinds.includes(kind));
    let from = 0;
    let until = Number.POSITIVE_INFINITY;
    let before: string | null = null;
    for (const stream of streams) {
      const place = cursor.places[stream.key];
      const progress = place?.progress ? ` (${place.progress})` : '';
      const reading = `${title}: ${stream.title} are still being read${progress}`;
      if (place === undefined || place.from === null || place.until === null) {
        if (place?.failure) return { reason: `${title}: ${stream.title} cannot be read (${place.failure})` };
        return { reason: reading };
      }
      if (place.from > from) before = place.older ? reading : null;
      from = Math.max(from, place.from);
      until = Math.min(until, place.until);
    }
    if (!Number.isFinite(until)) return { reason: `${title} does not tell them` };
    // What began with the first balances reaches as far as they do: nothing, until the next ones.
    if (from > until && before !== null) return { from, until: from, before };
    if (from > until) return { reason: `${title}: what it still remembers begins after what was read` };
    return { from, until, ...(before === null ? {} : { before }) };
  };
  return { trades: covered('trades'), flows: covered('flows'), income: covered('income') };
}
