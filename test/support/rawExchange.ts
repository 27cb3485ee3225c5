import ccxt from 'ccxt';
import { redirectExchange } from './redirectExchange.ts';
import type { Simulator } from './startSimulator.ts';

/**
 * Real ccxt pro, untouched but for its addresses, signed in as an account of the simulated world. Its nonces are milliseconds:
 * two calls within one would get the same, which Kraken refuses, so they grow by one at least.
 */
export function rawExchange(
  simulator: Simulator,
  account: string,
  settings: Readonly<Record<string, unknown>> = {},
): InstanceType<typeof ccxt.pro.binance> {
  const { exchange, apiKey, secret } = simulator.live.account(account);
  const made = new ccxt.pro[exchange]({ apiKey, secret, enableRateLimit: false, timeout: 3000, ...settings });
  const clock = made.nonce.bind(made);
  let last = 0;
  made.nonce = () => {
    const at = clock();
    // Within one burst only: a clock that is set back is what some tests are about.
    last = at <= last && last - at < 20 ? last + 1 : at;
    return last;
  };
  return redirectExchange(made as InstanceType<typeof ccxt.pro.binance>, simulator.url);
}
