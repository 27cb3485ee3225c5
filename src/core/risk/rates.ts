import { type Big, big } from '../decimal.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** What one unit of `currency` is worth in base currency by the snapshot's own fresh prices; null where none leads there. */
export function rateOf(snapshot: Snapshot, currency: string): Big | null {
  if (currency === snapshot.baseCurrency) return big(1);
  for (const view of [...snapshot.assets, ...snapshot.holdings]) {
    if (view.asset === currency && view.state === 'ok' && view.price) return big(view.price.price);
  }
  // A position's own conversion: its notional in its currency and in base.
  for (const position of snapshot.positions) {
    const { notional, baseNotional } = position;
    if (position.currency === currency && position.state === 'ok' && notional && baseNotional) {
      return big(baseNotional).div(big(notional));
    }
  }
  return null;
}
