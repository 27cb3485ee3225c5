import { configJsonSchema } from '../config/jsonSchema.ts';

/** The JSON schema as it is written to media/. */
export function schemaText(): string {
  return `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
}
