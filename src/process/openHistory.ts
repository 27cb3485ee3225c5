import { failed, ok, type Reading } from '../core/model/reading.ts';
import type { History } from '../core/ports.ts';
import type { HistoryChoice } from '../engine/engine.ts';
import type { StoredHistory } from '../storage/history.ts';
import { databaseTarget, isLoopback } from '../storage/postgres/databaseTarget.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { historyPath } from './dataFolder.ts';
import { databaseUrlName } from './environmentKeys.ts';
import { oneWriter } from './oneWriter.ts';
import type { OpenOptions } from './open.ts';
import { isGone, processName } from './processName.ts';
import { systemClock } from './systemClock.ts';

type Access = Pick<OpenOptions, 'secrets' | 'hosts' | 'log' | 'dataDir' | 'environment' | 'recorder'>;

/** What a configuration that says nothing is called: many are, so none of them can be told apart in a shared database. */
const namedByNobody = 'Portfolio';

/**
 * The history that a configuration wants: the embedded one of the folder, or the portfolio's in the team's PostgreSQL (HIST-2).
 * A shared one that cannot be opened is a failure in words, never quietly the embedded one: what is recorded must be where
 * the configuration says.
 */
export async function openHistory(
  access: Access,
  folder: string,
  wanted: HistoryChoice | null,
): Promise<Reading<History>> {
  if (wanted?.storage !== 'postgres') {
    const embedded = await openSqlite(await historyPath(access.dataDir, folder), access.log);
    return embedded.ok ? ok(oneOf(embedded.value, access)) : embedded;
  }
  if (wanted.name.trim() === '' || wanted.name.trim() === namedByNobody) {
    return failed(
      'config',
      'the history is to be shared in PostgreSQL, where the portfolio is known by its name: write one of its own under "name"',
    );
  }
  const url = await access.secrets.databaseUrl?.(folder);
  if (url === undefined) return failed('credentials', 'there is nowhere to take the URL of the shared history from');
  if (!url.ok) return url;
  const target = databaseTarget(url.value);
  if (!target.ok) return target;
  const { host, approval } = target.value;
  // On this machine, and from the user's own environment: nothing that a repository says is followed.
  const own = isLoopback(host) && url.value === access.environment[databaseUrlName];
  if (!own && !(await approved(access, folder, [approval, host]))) {
    const reason = `the book is not sent to the shared history at ${approval} before that host is approved`;
    return {
      ok: false,
      failure: { kind: 'refused', reason: `${reason} (CLI: QUANTFOLIO_APPROVED_HOSTS)`, host: approval },
    };
  }
  const { openPostgres } = await import('../storage/postgres/openPostgres.ts');
  const opened = await openPostgres(url.value, access.log, wanted.name);
  if (!opened.ok) return opened;
  return ok(oneOf(opened.value, access));
}

/** A window, a recorder and the command line may all have one history open, embedded or shared: one of them records. */
function oneOf(history: StoredHistory, { recorder, log }: Access): History {
  const rank = recorder === true ? 1 : 0;
  return oneWriter(history, { who: processName(), rank, gone: isGone, clock: systemClock, log });
}

/** The command line's list may name the host alone; a window asks once, for the host as it stands in the URL. */
async function approved(
  { hosts, environment }: Access,
  folder: string,
  names: readonly [string, string],
): Promise<boolean> {
  if (await hosts.approved(folder, names[0])) return true;
  return environment['QUANTFOLIO_APPROVED_HOSTS'] !== undefined && hosts.approved(folder, names[1]);
}
