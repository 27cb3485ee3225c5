import { type Big, big } from '../decimal.ts';
import type { OrderDraft } from './planDraft.ts';
import { downToStep, tooSmall, upToStep } from './sizing.ts';

/**
 * An order above the market's largest quantity, or above `bound`, in parts as large as each other; as it is where it is not, or
 * where such parts would be too small for the market. `price`: in quote, what they are expected to be filled at.
 */
export function orderParts(order: OrderDraft, price: Big, bound: Big | null = null): readonly OrderDraft[] {
  const { market, quantity } = order;
  const { rules } = market;
  const own = rules.maxQuantity === null ? null : big(rules.maxQuantity);
  const most = own !== null && (bound === null || own.lt(bound)) ? own : bound;
  if (most === null || quantity.lte(most)) return [order];
  const largest = downToStep(rules, most);
  if (tooSmall(rules, largest, price) !== null) return [order];
  const count = quantity.div(largest).round(0, 3);
  const each = upToStep(rules, quantity.div(count));
  const notes = [...order.notes, 'one of several parts, for the largest order'];
  const parts: OrderDraft[] = [];
  for (let left = quantity; left.gt(0); left = left.minus(each)) {
    parts.push({ ...order, quantity: left.lt(each) ? left : each, notes });
  }
  return parts;
}
