import { environmentName as accountName } from '../config/crossChecks.ts';
import { failed, ok, type Reading } from '../core/model/reading.ts';
import type { Credentials, HostApproval, Secrets } from '../core/ports.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `QUANTFOLIO_BINANCE_MAIN` for account `binance-main`: upper-cased, other characters become `_`. */
export function environmentName(account: string): string {
  return `QUANTFOLIO_${accountName(account)}`;
}

/** HIST-2: where the shared history of the command line's portfolio is. */
export const databaseUrlName = 'QUANTFOLIO_DATABASE_URL';

/** Accounts that would share one key by their environment names (SEC-2); each group has at least two. */
export function clashingAccounts(accounts: readonly string[]): readonly (readonly string[])[] {
  const names = new Set(accounts.map(environmentName));
  const groups = [...names].map((name) => accounts.filter((account) => environmentName(account) === name));
  return groups.filter((group) => group.length > 1);
}

/**
 * Keys from the environment, for the CLI. `QUANTFOLIO_<ACCOUNT>_EXCHANGE`, when set, must match the configuration, so that
 * an edited file cannot send a key to another exchange.
 */
export function environmentKeys(environment: Environment, accounts: () => readonly string[]): Secrets {
  return {
    async credentials({ account, exchange }): Promise<Reading<Credentials>> {
      const clash = clashingAccounts(accounts()).find((group) => group.includes(account));
      const name = environmentName(account);
      if (clash !== undefined) {
        return failed(
          'refused',
          `accounts ${clash.join(' and ')} would share the key in ${name}_API_KEY; rename one of them`,
        );
      }
      const wanted = environment[`${name}_EXCHANGE`];
      if (wanted !== undefined && wanted !== exchange) {
        return failed(
          'refused',
          `${name}_EXCHANGE is ${wanted}, but the configuration says ${exchange}: the key is not sent`,
        );
      }
      const apiKey = environment[`${name}_API_KEY`];
      const secret = environment[`${name}_SECRET`];
      const password = environment[`${name}_PASSWORD`];
      const uid = environment[`${name}_UID`];
      const missing = [apiKey ? null : `${name}_API_KEY`, secret ? null : `${name}_SECRET`].filter(
        (each) => each !== null,
      );
      if (!apiKey || !secret) return failed('credentials', `no key: set ${missing.join(' and ')} in the environment`);
      return ok({ apiKey, secret, ...(password ? { password } : {}), ...(uid ? { uid } : {}) });
    },
    async databaseUrl(): Promise<Reading<string>> {
      const url = environment[databaseUrlName];
      return url ? ok(url) : failed('credentials', `no URL of the database: set ${databaseUrlName} in the environment`);
    },
  };
}

/** Hosts of a configuration that the user approved in QUANTFOLIO_APPROVED_HOSTS, separated by commas. */
export function environmentApprovals(environment: Environment): HostApproval {
  const approved = new Set(
    (environment['QUANTFOLIO_APPROVED_HOSTS'] ?? '')
      .split(/[,\s]+/)
      .filter((host) => host !== '')
      .map((host) => host.toLowerCase()),
  );
  return { approved: async (_folder, host) => approved.has(host.toLowerCase()) };
}
