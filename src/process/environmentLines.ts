import { dataFolder } from './dataFolder.ts';
import { clashingAccounts, databaseUrlName, environmentName } from './environmentKeys.ts';
import type { FoundConfig } from './findConfig.ts';
import { exchangeAccounts } from './readOnce.ts';

export function versionLine(versions: Readonly<Record<string, string>>): string {
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `versions     ${parts.join(', ')}`;
}

/** The doctor's lines on the environment: which variables are set, never what is in them. */
export function environmentLines(
  environment: Readonly<Record<string, string | undefined>>,
  found: FoundConfig | null,
): readonly string[] {
  const accounts = found === null ? [] : exchangeAccounts(found);
  const keys = accounts.map((account) => {
    const name = environmentName(account);
    const set = ['API_KEY', 'SECRET', 'PASSWORD', 'EXCHANGE'].filter((field) => environment[`${name}_${field}`]);
    return `keys         ${account}: ${set.length === 0 ? `none (set ${name}_API_KEY and ${name}_SECRET)` : `${set.map((field) => `${name}_${field}`).join(', ')} set`}`;
  });
  const clashes = clashingAccounts(accounts).map(
    (group) => `keys         ${group.join(' and ')} map to one name and are refused; rename one of them`,
  );
  const shared =
    found?.config?.history.storage === 'postgres'
      ? [`database     ${environment[databaseUrlName] ? `${databaseUrlName} set` : `none (set ${databaseUrlName})`}`]
      : [];
  return [`data         ${dataFolder(environment)}`, ...shared, ...keys, ...clashes];
}
