import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { EngineProcess } from './engineProcess.ts';
import { settings } from './ids.ts';

/** A place where a portfolio's configuration is, or would be. */
export interface Place {
  /** Absolute path; the portfolio's id. */
  readonly folder: string;
  readonly configPath: string;
  readonly exists: boolean;
  readonly demo: boolean;
}

export interface Portfolios extends vscode.Disposable {
  places(): readonly Place[];
  /** Of the portfolio whose configuration this document is. */
  placeOf(document: vscode.TextDocument): Place | null;
  readonly onChange: vscode.Event<void>;
  /** Whether the folders were looked at at least once. */
  readonly looked: boolean;
  /** Looks at the folders, the setting and the files again, and hands changes to the engine. */
  sync(): Promise<void>;
}

/** A save often is several events (truncate, write, rename). */
const settleMs = 120;

/** One portfolio per folder with a configuration, and the demo while it is open: CFG-1. Opens nothing in Restricted Mode. */
export function createPortfolios(
  engine: EngineProcess,
  demoFolder: () => string | null,
  log: vscode.LogOutputChannel,
): Portfolios {
  const changed = new vscode.EventEmitter<void>();
  const watchers = new Map<string, vscode.Disposable>();
  const texts = new Map<string, string>();
  const opened = new Map<string, { readonly configPath: string; readonly text: string }>();
  let places: readonly Place[] = [];
  let looked = false;
  let timer: NodeJS.Timeout | null = null;
  let last: Promise<void> = Promise.resolve();

  const soon = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void sync(), settleMs);
  };

  const look = async (): Promise<void> => {
    const wanted = wantedPlaces(demoFolder());
    for (const [path, watcher] of watchers) {
      if (wanted.some((place) => place.configPath === path)) continue;
      watcher.dispose();
      watchers.delete(path);
    }
    texts.clear();
    places = await Promise.all(
      wanted.map(async (place) => {
        if (!watchers.has(place.configPath)) watchers.set(place.configPath, watch(place.configPath, soon));
        const text = await read(place.configPath, log);
        if (text !== null) texts.set(place.folder, text);
        return { ...place, exists: text !== null };
      }),
    );
    looked = true;
    changed.fire();
    await tell();
  };

  const tell = async (): Promise<void> => {
    const existing = places.filter((place) => place.exists);
    const gone = [...opened.keys()].filter((folder) => !existing.some((place) => place.folder === folder));
    const requests: Promise<unknown>[] = gone.map((folder) => {
      opened.delete(folder);
      return engine.request('close', { folder });
    });
    for (const { folder, configPath } of existing) {
      const text = texts.get(folder) ?? '';
      const before = opened.get(folder);
      if (before?.configPath === configPath && before.text === text) continue;
      opened.set(folder, { configPath, text });
      const request = engine.request('open', { folder, configPath, text });
      // Not taken: the next look tries again.
      requests.push(request.catch((error: unknown) => Promise.reject(forget(folder, error))));
    }
    for (const result of await Promise.allSettled(requests)) {
      if (result.status === 'rejected') log.error(`A portfolio could not be opened: ${String(result.reason)}`);
    }
  };

  const forget = (folder: string, error: unknown): unknown => {
    opened.delete(folder);
    return error;
  };

  const sync = (): Promise<void> => {
    if (!vscode.workspace.isTrusted) return Promise.resolve();
    last = last.then(look).catch((error: unknown) => log.error(`Configurations could not be read: ${String(error)}`));
    return last;
  };

  const subscriptions = vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(() => void sync()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void sync()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`quantfolio.${settings.configFile}`)) void sync();
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (places.some((place) => samePath(place.configPath, document.uri.fsPath))) void sync();
    }),
    // A new engine knows nothing yet.
    engine.onStatus((status) => {
      if (status.kind === 'restarting') opened.clear();
      if (status.kind === 'starting' && opened.size === 0) void sync();
    }),
  );

  return {
    places: () => places,
    get looked() {
      return looked;
    },
    placeOf: (document) =>
      document.uri.scheme === 'file'
        ? (places.find((place) => samePath(place.configPath, document.uri.fsPath)) ?? null)
        : null,
    onChange: changed.event,
    sync,
    dispose() {
      if (timer !== null) clearTimeout(timer);
      subscriptions.dispose();
      for (const watcher of watchers.values()) watcher.dispose();
      changed.dispose();
    },
  };
}

function wantedPlaces(demo: string | null): readonly Omit<Place, 'exists'>[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
  const places = folders.map((folder) => {
    const name = vscode.workspace.getConfiguration('quantfolio', folder).get<string>(settings.configFile, '').trim();
    const file = name === '' ? 'quantfolio.json' : name;
    const path = isAbsolute(file) ? file : join(folder.uri.fsPath, file);
    return { folder: folder.uri.fsPath, configPath: path, demo: false };
  });
  if (demo === null || places.some((place) => place.folder === demo)) return places;
  return [...places, { folder: demo, configPath: join(demo, 'quantfolio.json'), demo: true }];
}

function watch(path: string, changed: () => void): vscode.Disposable {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(path)), basename(path));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
  );
}

async function read(path: string, log: vscode.LogOutputChannel): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.warn(`${path} could not be read: ${String(error)}`);
    return null;
  }
}

function samePath(a: string, b: string): boolean {
  return process.platform === 'win32' ? a.toLowerCase() === b.toLowerCase() : a === b;
}
