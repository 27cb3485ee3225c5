import type { ExchangeContext } from './exchange.ts';
import type { ExchangeId, Market } from './world.ts';
import { marketKey } from './world.ts';

/** Batches price changes of an exchange: one call per turn of the event loop, however many markets moved. */
export function priceFeed(
  context: ExchangeContext,
  exchange: ExchangeId,
  changed: (markets: readonly Market[]) => void,
): () => void {
  const waiting = new Map<string, Market>();
  let due: NodeJS.Immediate | null = null;
  const stop = context.live.subscribe((event) => {
    if (event.kind !== 'price' || event.market.exchange !== exchange) return;
    waiting.set(marketKey(event.market), event.market);
    due ??= setImmediate(() => {
      due = null;
      const markets = [...waiting.values()];
      waiting.clear();
      changed(markets);
    });
  });
  return () => {
    stop();
    if (due !== null) clearImmediate(due);
  };
}
