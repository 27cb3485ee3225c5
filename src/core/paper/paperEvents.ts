import type { CashFlow } from '../model/trade.ts';
import type { JournalEntry } from '../ports.ts';
import type { PaperOrder } from './fillOrder.ts';

/** All that ever happens to a paper account; the starting cash is its first flow. Each list in order of time. */
export interface PaperEvents {
  /** Of the workspace: filled at the market of their time, or at their own price. */
  readonly orders: readonly PaperOrder[];
  readonly flows: readonly CashFlow[];
  /** What was done in Quantfolio: fills as they were, and resets; in order of `seq`. */
  readonly journal: readonly JournalEntry[];
}

/** One of them, in its place. */
export type Happening =
  | { readonly at: number; readonly rank: 0; readonly flow: CashFlow }
  | { readonly at: number; readonly rank: 1; readonly order: PaperOrder }
  | { readonly at: number; readonly rank: 2; readonly entry: JournalEntry };

/**
 * What happens within (after, to], in order of time: of the same time a flow before an order, an order before the journal.
 * Entries of the journal have happened, even where a clock that was set back says that they lie ahead: all from `seen` on come,
 * and none before another that was written earlier.
 */
export function happenings(
  { orders, flows, journal }: PaperEvents,
  { after, to, seen }: { readonly after: number; readonly to: number; readonly seen: number },
): readonly Happening[] {
  const due = ({ at }: { readonly at: number }) => at > after && at <= to;
  let latest = Number.NEGATIVE_INFINITY;
  const entries = journal.slice(seen).map((entry): Happening => {
    latest = Math.max(latest, entry.at);
    return { at: latest, rank: 2, entry };
  });
  const planned: Happening[] = [
    ...flows.filter(due).map((flow): Happening => ({ at: flow.at, rank: 0, flow })),
    ...orders.filter(due).map((order): Happening => ({ at: order.at, rank: 1, order })),
  ];
  return planned.length === 0 ? entries : [...planned, ...entries].sort((a, b) => a.at - b.at || a.rank - b.rank);
}
