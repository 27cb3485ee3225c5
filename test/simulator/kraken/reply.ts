import type { Reply } from '../exchange.ts';
import { json } from '../exchange.ts';

/** Kraken answers 200 to nearly everything: errors are texts in a list. */
export function result(value: unknown): Reply {
  return json({ error: [], result: value });
}

export function krakenError(text: string): Reply {
  return json({ error: [text] });
}
