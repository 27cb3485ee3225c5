import type { Config } from '../config/schema.ts';

/** The configuration with the accounts of one exchange alone (CLI `--exchange`). */
export function onlyExchange(config: Config, exchange: string | null): Config {
  if (exchange === null) return config;
  const kept = Object.entries(config.accounts).filter(
    ([, each]) => each.kind === 'exchange' && each.exchange === exchange,
  );
  return { ...config, accounts: Object.fromEntries(kept) };
}
