import type { EnginePorts } from './engine.ts';
import { createMemory, type Memory } from './memory.ts';
import { setAsideWords } from './setAsideWords.ts';

/** A portfolio's memory, opened; `setAside` says once, in words, that a damaged history was put aside for it. */
export async function openMemory(
  ports: Pick<EnginePorts, 'openHistory' | 'log'>,
  folder: string,
): Promise<{ readonly memory: Memory; readonly setAside: string | null }> {
  const memory = createMemory(await openHistory(ports, folder), ports.log);
  const damaged = await memory.setAside();
  if (damaged === null || damaged.told) return { memory, setAside: null };
  await memory.saveTold(damaged.path);
  return { memory, setAside: setAsideWords(damaged.path) };
}

async function openHistory(
  ports: Pick<EnginePorts, 'openHistory'>,
  folder: string,
): Promise<Awaited<ReturnType<EnginePorts['openHistory']>>> {
  try {
    return await ports.openHistory(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, failure: { kind: 'unavailable', reason } };
  }
}
