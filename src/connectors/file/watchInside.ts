import { type FSWatcher, unwatchFile, watch, watchFile } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Closable } from '../../core/ports.ts';
import type { ConnectorContext } from '../connector.ts';
import { resolveInside } from './readInside.ts';

/** A save is several events (write, rename, attributes); one call follows the last of them. */
const settleMs = 100;
/** Where a folder cannot be watched (it is missing, or the system has no watches left) the file is looked at this often. */
const pollMs = 2_000;

/** Calls back when one of these files of the workspace changes. Editors save by renaming, so the folders are watched. */
export function watchInside(context: ConnectorContext, paths: readonly string[], changed: () => void): Closable {
  let settling: Closable | null = null;
  let closed = false;
  const closables: Closable[] = [];
  const notify = () => {
    void settling?.close();
    settling = closed ? null : context.clock.after(settleMs, changed);
  };
  const own = (closable: Closable) => (closed ? closable.close() : closables.push(closable));
  for (const path of paths) {
    const file = resolve(context.folder, path);
    // A folder outside of the workspace (through a link) is never watched.
    void resolveInside(context.folder, dirname(path)).then((folder) => {
      if (closed) return;
      if (folder.ok) own(watchFolder(folder.value, basename(path), file, notify));
      else if (folder.failure.kind !== 'refused') own(poll(file, notify));
    });
  }
  return {
    close: () => {
      closed = true;
      void settling?.close();
      for (const closable of closables.splice(0)) void closable.close();
    },
  };
}

function watchFolder(folder: string, name: string, file: string, notify: () => void): Closable {
  let watcher: FSWatcher;
  let polling: Closable | null = null;
  try {
    watcher = watch(folder, { persistent: false }, (_event, changedName) => {
      if (changedName === null || changedName === name) notify();
    });
  } catch {
    return poll(file, notify);
  }
  watcher.on('error', () => {
    watcher.close();
    polling ??= poll(file, notify);
  });
  return {
    close: () => {
      watcher.close();
      void polling?.close();
    },
  };
}

function poll(file: string, notify: () => void): Closable {
  watchFile(file, { persistent: false, interval: pollMs }, notify);
  return { close: () => unwatchFile(file, notify) };
}
