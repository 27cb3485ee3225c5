import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Dict } from './ccxtExchange.ts';

/** What `loadMarkets` learned, as it survives a restart. `helpers` are the tables some exchanges keep in their options. */
export interface MarketRecord {
  readonly savedAt: number;
  readonly markets: readonly unknown[];
  readonly currencies: Dict;
  readonly helpers: Dict;
}

/** Null where there is no usable file; a broken one is no error, because it is only a cache. */
export async function readMarketRecord(path: string): Promise<MarketRecord | null> {
  try {
    const record = JSON.parse(await readFile(path, 'utf8')) as Partial<MarketRecord> | null;
    if (record === null || typeof record.savedAt !== 'number') return null;
    if (!Array.isArray(record.markets) || record.markets.length === 0) return null;
    return {
      savedAt: record.savedAt,
      markets: record.markets,
      currencies: record.currencies ?? {},
      helpers: record.helpers ?? {},
    };
  } catch {
    return null;
  }
}

/** Whole or not at all: written beside and renamed, because two windows may write at once. */
export async function writeMarketRecord(path: string, record: MarketRecord): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
  await writeFile(beside, JSON.stringify(record));
  await rename(beside, path);
}
