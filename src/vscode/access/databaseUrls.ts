import * as vscode from 'vscode';
import type { Hosts } from './hosts.ts';

/**
 * Connection URLs of shared histories (HIST-2) in VS Code's SecretStorage, each bound to its folder. They hold a password, so
 * only the engine gets them, and only while the user approves of the host they lead to (SEC-2).
 */
export interface DatabaseUrls {
  /** For the engine. null: none is stored, the host is not approved, or the workspace is not trusted. */
  approved(folder: string): Promise<string | null>;
  store(folder: string, url: string): Promise<void>;
  remove(folder: string): Promise<void>;
  /** Folders that have one, with the host; no secret in them. */
  places(): readonly { readonly folder: string; readonly host: string }[];
  readonly onChange: vscode.Event<void>;
}

const indexKey = 'sharedHistories';

export function createDatabaseUrls(
  secrets: vscode.SecretStorage,
  memory: vscode.Memento,
  hosts: Pick<Hosts, 'approved'>,
): DatabaseUrls & vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  // SecretStorage cannot tell what it holds: folders and hosts, never a secret, are listed beside it.
  const index = (): Readonly<Record<string, string>> => memory.get<Readonly<Record<string, string>>>(indexKey, {});
  const without = (folder: string) => {
    const { [folder]: _removed, ...others } = index();
    return others;
  };
  return {
    async approved(folder) {
      if (!vscode.workspace.isTrusted) return null;
      const url = await secrets.get(secretName(folder));
      const host = url === undefined ? null : hostOf(url);
      if (url === undefined || host === null) return null;
      return (await hosts.approved({ folder, host })) ? url : null;
    },
    async store(folder, url) {
      await secrets.store(secretName(folder), url);
      await memory.update(indexKey, { ...without(folder), [folder]: hostOf(url) ?? '' });
      changed.fire();
    },
    async remove(folder) {
      await secrets.delete(secretName(folder));
      await memory.update(indexKey, without(folder));
      changed.fire();
    },
    places: () => Object.entries(index()).map(([folder, host]) => ({ folder, host })),
    onChange: changed.event,
    dispose: () => changed.dispose(),
  };
}

function secretName(folder: string): string {
  return `databaseUrl:${JSON.stringify([folder])}`;
}

/** "db.example.com:5432" of a PostgreSQL URL, as it stands in it: what is approved. null: it is none. */
export function hostOf(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^postgres(ql)?:$/.test(parsed.protocol) || parsed.hostname === '') return null;
  return parsed.host;
}

/** What is wrong with a URL, for the input box; null: nothing. Never quotes it, for it holds a password. */
export function urlProblem(text: string): string | null {
  const url = text.trim();
  if (url === '') return 'Paste the URL';
  if (hostOf(url) === null) return 'Write it as postgresql://user:password@host:5432/database';
  const { username, pathname } = new URL(url);
  if (username === '') return 'The user is missing: postgresql://user:password@host:5432/database';
  return pathname.replace('/', '') === '' ? 'The name of the database is missing at its end' : null;
}
