import type { CcxtExchange, Dict } from '../ccxtExchange.ts';
import { currentOperation } from '../operation.ts';
import { isDict } from '../wellFormed.ts';
import { WireFault } from '../wireFault.ts';

/** An endpoint of the exchange's own, through ccxt's signing and our gate, where no unified method tells as much. */
export async function raw(exchange: CcxtExchange, method: string, params: Dict): Promise<unknown> {
  const call = (exchange as unknown as Readonly<Record<string, unknown>>)[method];
  if (typeof call !== 'function') throw new WireFault('config', `ccxt has no ${method}`);
  return call.call(exchange, params);
}

/** The rows of an answer; anything else is no answer, because a missing list would be a silent hole. */
export function rowsOf(body: unknown, ...path: readonly string[]): readonly Dict[] {
  let value = body;
  for (const key of path) value = isDict(value) ? value[key] : undefined;
  if (!Array.isArray(value)) throw new WireFault('badResponse', 'no list of entries in its answer');
  return value.filter(isDict);
}

/** The last answer of the call under way, before ccxt made something of it. */
export function lastBody(): unknown {
  return currentOperation()?.answers.at(-1)?.body;
}

/** A call of a unified method that the typed shape does not name. */
export async function unified(
  exchange: CcxtExchange,
  method: string,
  ...values: readonly unknown[]
): Promise<readonly Dict[]> {
  const call = (exchange as unknown as Readonly<Record<string, unknown>>)[method];
  if (typeof call !== 'function') throw new WireFault('config', `ccxt has no ${method}`);
  const answer: unknown = await call.call(exchange, ...values);
  if (!Array.isArray(answer)) throw new WireFault('badResponse', 'no list of entries in its answer');
  return answer.filter(isDict);
}
