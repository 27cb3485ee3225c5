import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The JSON schema of `quantfolio.json` for the editor (completion, hovers, checks), from the zod schema: CFG-2. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' });
  return {
    ...schema,
    title: 'Quantfolio',
    allowComments: true,
    allowTrailingCommas: true,
  };
}
