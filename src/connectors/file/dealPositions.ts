import type { Row } from './csvTable.ts';

/**
 * The position that a deal of a report belongs to, which its row does not say: a position is numbered by the order that opened it,
 * and its row in the table Positions tells when, at which price and how much of it was closed. So two programs that trade one
 * symbol are told apart. null: not known (an account that nets, another table left out).
 */
export function dealPositions(closed: readonly Row[], open: readonly Row[]): (deal: Row) => string | null {
  const numbers = new Set([...closed, ...open].flatMap(({ position }) => position || []));
  const closings = new Map<string, string[]>();
  for (const row of closed) {
    const { position, symbol, volume, close_time: time, close_price: price } = row;
    if (!position) continue;
    const key = [time, symbol, volume, price].join(' ');
    closings.set(key, [...(closings.get(key) ?? []), position]);
  }
  return ({ order, time, symbol, volume, price, direction }) => {
    if (direction?.toLowerCase().startsWith('in')) return order !== undefined && numbers.has(order) ? order : null;
    // Several closed alike at one moment: each deal takes one of them.
    return closings.get([time, symbol, volume, price].join(' '))?.shift() ?? null;
  };
}
