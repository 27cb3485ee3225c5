import type { EnginePorts, HistoryChoice } from './engine.ts';
import { createMemory, type Memory } from './memory.ts';
import { setAsideWords } from './setAsideWords.ts';

/** A portfolio's memory, opened; `setAside` says once, in words, that a damaged history was put aside for it. */
export async function openMemory(
  ports: Pick<EnginePorts, 'openHistory' | 'log'>,
  folder: string,
  wanted: HistoryChoice | null,
): Promise<{ readonly memory: Memory; readonly setAside: string | null }> {
  const memory = createMemory(await openHistory(ports, folder, wanted), ports.log);
  const damaged = await memory.setAside();
  if (damaged === null || damaged.told) return { memory, setAside: null };
  await memory.saveTold(damaged.path);
  return { memory, setAside: setAsideWords(damaged.path) };
}

/** Keeps the text of a good configuration in the embedded history, whatever history it wants itself. */
export async function saveInEmbedded(
  ports: Pick<EnginePorts, 'openHistory' | 'log'>,
  folder: string,
  text: string,
): Promise<void> {
  const { memory } = await openMemory(ports, folder, null);
  await memory.saveGoodConfig(text);
  await memory.close();
}

async function openHistory(
  ports: Pick<EnginePorts, 'openHistory'>,
  folder: string,
  wanted: HistoryChoice | null,
): Promise<Awaited<ReturnType<EnginePorts['openHistory']>>> {
  try {
    return await ports.openHistory(folder, wanted);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, failure: { kind: 'unavailable', reason } };
  }
}
