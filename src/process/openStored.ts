import type { Reading } from '../core/model/reading.ts';
import type { History, Log } from '../core/ports.ts';
import { dataFolder } from './dataFolder.ts';
import { environmentApprovals, environmentKeys } from './environmentKeys.ts';
import type { FoundConfig } from './findConfig.ts';
import { openHistory } from './openHistory.ts';
import { exchangeAccounts } from './readOnce.ts';

/** The history of a configuration as it is stored, without reading any account: for exports. */
export function openStored(
  found: FoundConfig,
  environment: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<Reading<History>> {
  const access = {
    environment,
    log,
    dataDir: dataFolder(environment),
    secrets: environmentKeys(environment, () => exchangeAccounts(found)),
    hosts: environmentApprovals(environment),
  };
  const { config } = found;
  const wanted = config === null ? null : { storage: config.history.storage, name: config.name };
  return openHistory(access, found.folder, wanted);
}
