import { createHash } from 'node:crypto';

/**
 * The schema that holds one portfolio of a shared database, the same on every machine: from the `name` of its configuration, which
 * lies in the repository. The name can be read in it; the hash keeps "Main book" and "main-book" apart.
 */
export function schemaName(portfolio: string): string {
  const name = portfolio.normalize('NFC').trim();
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 40);
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return ['quantfolio', slug, hash].filter((part) => part !== '').join('_');
}
