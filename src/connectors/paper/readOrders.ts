import { big, parseDecimal } from '../../core/decimal.ts';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { CashFlow } from '../../core/model/trade.ts';
import type { PaperOrder } from '../../core/paper/fillOrder.ts';
import { csvTable } from '../file/csvTable.ts';
import { parseTime } from '../file/parseTime.ts';

/** `time,symbol,side,quantity[,price][,strategy][,id]`; in order of time. Reasons name rows, never content. */
export function readOrders(text: string, path: string, strategy: string | null): Reading<readonly PaperOrder[]> {
  const table = csvTable(text, path);
  if (!table.ok) return table;
  const orders: PaperOrder[] = [];
  for (const [index, row] of table.value.rows.entries()) {
    const bad = (what: string) => failed('badResponse', `${path}: row ${index + 1} ${what}`);
    const at = parseTime(row['time']);
    const side = row['side']?.toLowerCase();
    const quantity = parseDecimal(row['quantity']);
    const price = row['price'] ? parseDecimal(row['price']) : null;
    if (at === null) return bad('has no time');
    if (!row['symbol']) return bad('has no symbol');
    if (side !== 'buy' && side !== 'sell') return bad('has a side that is neither buy nor sell');
    if (quantity === null || !big(quantity).gt(0)) return bad('has no positive quantity');
    if (row['price'] && price === null) return bad('has a price that is no number');
    const id = row['id'] || `order ${index + 1}`;
    const symbol = row['symbol'].toUpperCase();
    orders.push({ id, at, symbol, side, quantity, price, strategy: row['strategy'] || strategy });
  }
  return ok(orders.sort((a, b) => a.at - b.at));
}

/** `time,asset,quantity`: positive came in, negative went out. */
export function readFlows(text: string, path: string): Reading<readonly CashFlow[]> {
  const table = csvTable(text, path);
  if (!table.ok) return table;
  const flows: CashFlow[] = [];
  for (const [index, row] of table.value.rows.entries()) {
    const bad = (what: string) => failed('badResponse', `${path}: row ${index + 1} ${what}`);
    const at = parseTime(row['time']);
    const quantity = parseDecimal(row['quantity']);
    if (at === null) return bad('has no time');
    if (!row['asset']) return bad('has no asset');
    if (quantity === null) return bad('has no quantity');
    const kind = big(quantity).lt(0) ? 'withdrawal' : 'deposit';
    flows.push({ id: row['id'] || `flow ${index + 1}`, at, asset: row['asset'].toUpperCase(), quantity, kind });
  }
  return ok(flows.sort((a, b) => a.at - b.at));
}
