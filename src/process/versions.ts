import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Versions of the product and of what it runs on. Source and bundle both stand two folders below the manifest. */
export function versions(): Readonly<Record<string, string>> {
  const { node, sqlite, electron } = process.versions as Readonly<Record<string, string | undefined>>;
  return {
    quantfolio: ownVersion(),
    node: node ?? 'unknown',
    ...(sqlite === undefined ? {} : { sqlite }),
    ...(electron === undefined ? {} : { electron }),
    platform: `${process.platform} ${process.arch}`,
  };
}

function ownVersion(): string {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'));
    const version = (manifest as { readonly version?: unknown }).version;
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
