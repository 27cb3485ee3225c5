import ccxt from 'ccxt';
import { redirectExchange } from './redirectExchange.ts';
import type { Simulator } from './startSimulator.ts';

/** Real ccxt pro, untouched but for its addresses, signed in as an account of the simulated world. */
export function rawExchange(
  simulator: Simulator,
  account: string,
  settings: Readonly<Record<string, unknown>> = {},
): InstanceType<typeof ccxt.pro.binance> {
  const { exchange, apiKey, secret } = simulator.live.account(account);
  const made = new ccxt.pro[exchange]({ apiKey, secret, enableRateLimit: false, timeout: 3000, ...settings });
  return redirectExchange(made as InstanceType<typeof ccxt.pro.binance>, simulator.url);
}
