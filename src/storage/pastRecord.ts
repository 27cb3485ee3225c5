import type { HistoryRecord } from '../core/ports.ts';

/** A record of the past; `holdings` null: not told, which is not the same as none. */
export type PastRecord = Omit<HistoryRecord, 'holdings'> & { readonly holdings: HistoryRecord['holdings'] | null };
