import { z } from 'zod';
import { exchangeList } from '../connectors/settings/exchangeList.ts';
import { configSchema } from './schema.ts';

/** The JSON schema of `quantfolio.json` for the editor (completion, hovers, checks), from the zod schema: CFG-2. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(configSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      if (z.globalRegistry.get(zodSchema)?.['completion'] === 'exchanges') offerExchanges(jsonSchema);
    },
  });
  return { ...schema, title: 'Quantfolio', allowComments: true, allowTrailingCommas: true };
}

/**
 * Offers every exchange by name while typing. `anyOf` with free text, because an unknown exchange is our own diagnostic
 * ("did you mean"), and no error is to be shown twice.
 */
function offerExchanges(schema: z.core.JSONSchema.BaseSchema): void {
  const { type, minLength, completion, ...rest } = schema;
  for (const key of ['type', 'minLength', 'completion']) delete schema[key];
  Object.assign(schema, rest, {
    anyOf: [
      { enum: exchangeList.map(({ id }) => id), enumDescriptions: exchangeList.map(({ name }) => name) },
      { type, minLength },
    ],
  });
}
