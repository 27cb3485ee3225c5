import { readEndpoints } from './readEndpoints.ts';

/**
 * Verbs that make a GET a write where an exchange speaks JSON-RPC over GET (deribit) or broadcasts transactions (dydx).
 * Matched at the start of a path segment, followed by its end or by a new word.
 */
const writingVerb =
  /(^|\/)(buy|sell|edit|amend|cancel|close_position|submit|create|execute|approve|remove|delete|set|reset|update|add|enable|disable|change|broadcast|place|invalidate|toggle|move|verify|logout|unsubscribe|subscribe)(?=$|\/|_|-|[A-Z])|(^|\/)send_/;

/** Exchanges whose private GETs are reads only under these names: everything else there is refused. */
const readingGets: Readonly<Record<string, RegExp>> = {
  deribit: /^(get_|ticker$|test$|auth$|list_)/,
};

/** Whole sections that only ever write. */
const writingSections: Readonly<Record<string, readonly string[]>> = { dydx: ['nodeRpc'] };

/**
 * SEC-4. Null where the endpoint is a read; else why it is refused. A GET is a read unless its name says otherwise;
 * anything but GET is a write unless `readEndpoints` lists it.
 */
export function refuseWrite(
  exchange: string,
  api: string | readonly string[],
  method: string,
  path: string,
): string | null {
  const section = typeof api === 'string' ? api : api.join('/');
  const endpoint = `${method} ${section} ${path}`;
  const refusal = `${exchange}: ${method} ${path} could change something and was not sent; Quantfolio only reads`;
  if (method !== 'GET') return readEndpoints[exchange]?.includes(endpoint) === true ? null : refusal;
  if (writingSections[exchange]?.includes(section) === true) return refusal;
  const reading = readingGets[exchange];
  if (reading !== undefined) return reading.test(path) ? null : refusal;
  return writingVerb.test(path) ? refusal : null;
}
