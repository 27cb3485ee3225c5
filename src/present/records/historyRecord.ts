import type { HistoryRows } from '../../protocol/engine.ts';
import { isoTime, recordVersion } from '../records.ts';

/** `quantfolio history --json`: recorded values, ascending. */
export interface ValuesRecord {
  readonly version: number;
  readonly base_currency: string;
  readonly account: string | null;
  readonly from: string;
  readonly to: string;
  readonly values: readonly {
    readonly at: string;
    readonly value: number;
    /** Net deposits since the previous value; null: not known. */
    readonly flow: number | null;
    readonly origin: string;
  }[];
  readonly reason: string | null;
}

export function historyRecord(
  { currency, values }: HistoryRows,
  span: { readonly account: string | null; readonly from: number; readonly to: number },
): ValuesRecord {
  const own = values.filter((point) => point.account === span.account);
  return {
    version: recordVersion,
    base_currency: currency,
    account: span.account,
    from: isoTime(span.from),
    to: isoTime(span.to),
    values: own.map(({ at, equity, flow, origin }) => ({ at: isoTime(at), value: equity, flow, origin })),
    reason: own.length === 0 ? 'nothing is recorded in this span' : null,
  };
}
