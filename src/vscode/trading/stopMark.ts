import { watch } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether trading was turned off on this machine, beside the settings: every window looks before every order. */
export interface StopMark {
  /** `settled`: the settings say so too; `held`: they could not be written; null: nothing was turned off since. Rejects where it cannot be told. */
  read(): Promise<'settled' | 'held' | null>;
  raise(how: 'settled' | 'held'): Promise<void>;
  lower(): Promise<void>;
  /** Another window may have raised or lowered it. */
  watch(changed: () => void): { dispose(): void };
}

const name = 'trading-stopped';

/** A file in the extension's own storage, which all windows of the machine share and no workspace can reach. */
export function createStopMark(folder: string): StopMark {
  const path = join(folder, name);
  return {
    async read() {
      try {
        return (await readFile(path, 'utf8')).trim() === 'settled' ? 'settled' : 'held';
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async raise(how) {
      await mkdir(folder, { recursive: true });
      await writeFile(path, `${how}\n`);
    },
    lower: () => rm(path, { force: true }),
    watch(changed) {
      let stop: (() => void) | null = null;
      let disposed = false;
      const begin = async (): Promise<void> => {
        await mkdir(folder, { recursive: true });
        if (disposed) return;
        const watcher = watch(folder, { persistent: false }, (_event, file) => {
          if (file === null || file === name) changed();
        });
        watcher.on('error', () => watcher.close());
        stop = () => watcher.close();
      };
      // Only what is shown depends on it: every order looks for itself.
      begin().catch(() => undefined);
      return {
        dispose() {
          disposed = true;
          stop?.();
        },
      };
    },
  };
}
