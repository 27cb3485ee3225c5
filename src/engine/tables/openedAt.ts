import { big } from '../../core/decimal.ts';
import type { OwnTrade } from '../../core/tables/table.ts';

/**
 * When a spot holding was opened: the fill (`fills` ascending) after which it was never empty again, epoch ms. null where its
 * fills alone do not make what is held (`size`): then it came in another way, too, and nobody knows when it began.
 */
export function openedAt(fills: readonly OwnTrade[], size: string): number | null {
  let held = big(0);
  let since: number | null = null;
  for (const { at, side, quantity } of fills) {
    held = side === 'buy' ? held.plus(quantity) : held.minus(quantity);
    if (held.lte(0)) since = null;
    else since ??= at;
  }
  const off = held.minus(size).abs();
  // Fees that were taken in kind leave a little less than was bought.
  return off.lte(big(size).times('0.005')) ? since : null;
}
