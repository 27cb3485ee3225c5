import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaText } from './schemaText.ts';

/** Writes the JSON schema of `quantfolio.json` that the manifest contributes; a test fails when it drifts. */
const target = join(import.meta.dirname, '../../media/quantfolio.schema.json');
mkdirSync(join(target, '..'), { recursive: true });
writeFileSync(target, schemaText());
