interface Redirectable {
  urls: unknown;
}

/** Turns every address of a raw ccxt exchange, http and ws, into `<base>/<original host>/<path>`, at every depth. */
export function redirectExchange<E extends Redirectable>(exchange: E, base: string): E {
  const redirect = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const found = /^(https?|wss?):\/\/(.*)$/.exec(value);
      return found === null
        ? value
        : `${base.replace('http', found[1]?.startsWith('ws') === true ? 'ws' : 'http')}/${found[2]}`;
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, redirect(one)]));
  };
  const urls = exchange.urls as Record<string, unknown>;
  exchange.urls = { ...urls, api: redirect(urls['api']) };
  return exchange;
}
