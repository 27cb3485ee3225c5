import type { Row } from './csvTable.ts';
import { parseTime } from './parseTime.ts';

/** Hummingbot's table of position snapshots has each position many times: of each only the newest row is what is held. */
export function latestOnly(rows: readonly Row[]): readonly Row[] {
  const [first] = rows;
  if (first?.['breakeven_price'] === undefined || first['trading_pair'] === undefined) return rows;
  const newest = new Map<string, Row>();
  for (const row of rows) {
    const key = [row['controller_id'], row['connector_name'], row['trading_pair'], row['side']].join('\n');
    const before = newest.get(key);
    const at = parseTime(row['timestamp']) ?? 0;
    if (before === undefined || at >= (parseTime(before['timestamp']) ?? 0)) newest.set(key, row);
  }
  return [...newest.values()];
}
