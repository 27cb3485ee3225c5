import type { Parameters } from './metric.ts';

/**
 * Parameters of a metric, the given ones over its defaults. Throws TypeError on a name the metric does not have or a value of
 * another type: surfaces check what users type against `Metric.parameters`.
 */
export function parametersOf<D extends Parameters>(
  defaults: D,
  given: Parameters | undefined,
): { readonly [K in keyof D]: Widened<D[K]> } {
  const merged: Record<string, number | string | boolean> = { ...defaults };
  for (const [name, value] of Object.entries(given ?? {})) {
    const usual = defaults[name];
    if (usual === undefined) throw new TypeError(`there is no parameter '${name}'`);
    if (typeof usual !== typeof value) throw new TypeError(`parameter '${name}' is a ${typeof usual}`);
    merged[name] = value;
  }
  return merged as { readonly [K in keyof D]: Widened<D[K]> };
}

type Widened<T> = T extends number ? number : T extends string ? string : boolean;

/** "method is arithmetic or geometric, not 'foo'": the answer to a choice a metric does not have. */
export function notOneOf(name: string, choices: readonly string[], given: string): { readonly reason: string } {
  return { reason: `${name} is ${choices.join(' or ')}, not '${given}'` };
}
