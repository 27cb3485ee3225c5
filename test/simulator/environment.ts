import type { World } from './world.ts';

/** The environment in which Quantfolio uses the simulator: every URL redirected, a key for every account. */
export function environment(world: World, url: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = { QUANTFOLIO_EXCHANGE_BASE_URL: url };
  for (const account of world.accounts) {
    const name = account.id.toUpperCase().replace(/[^A-Z0-9]/g, '_');
    values[`QUANTFOLIO_${name}_API_KEY`] = account.apiKey;
    values[`QUANTFOLIO_${name}_SECRET`] = account.secret;
  }
  return values;
}
