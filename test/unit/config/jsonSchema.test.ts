import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaText } from '../../../src/build/schemaText.ts';
import { configJsonSchema } from '../../../src/config/jsonSchema.ts';
import { exchangeList } from '../../../src/connectors/settings/exchangeList.ts';
import { limits } from '../../../src/core/risk/index.ts';
import { unjudgedLimits } from '../../../src/core/risk/unjudged.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription?: string;
  readonly default?: unknown;
}

const schema = configJsonSchema() as Schema & Record<string, unknown>;

describe('the JSON schema of quantfolio.json', () => {
  it('is the one in media/ (node src/build/schema.ts writes it)', () => {
    const path = join(import.meta.dirname, '../../../media/quantfolio.schema.json');
    assert.equal(readFileSync(path, 'utf8'), schemaText());
  });

  it('allows comments and trailing commas, and is draft 7', () => {
    assert.equal(schema['$schema'], 'http://json-schema.org/draft-07/schema#');
    assert.equal(schema['allowComments'], true);
    assert.equal(schema['allowTrailingCommas'], true);
  });

  it('describes every key', () => {
    const bare: string[] = [];
    const visit = (of: Schema, path: string) => {
      for (const [key, part] of Object.entries(of.properties ?? {})) {
        if (!part.markdownDescription) bare.push(`${path}${key}`);
        visit(part, `${path}${key}.`);
      }
      if (of.additionalProperties) visit(of.additionalProperties, `${path}*.`);
      for (const branch of [...(of.oneOf ?? []), ...(of.anyOf ?? []), ...(of.items ? [of.items] : [])])
        visit(branch, path);
    };
    visit(schema, '');
    assert.deepEqual(bare, []);
  });

  it('knows every limit, and its defaults elsewhere', () => {
    const keys = Object.keys(schema.properties?.['limits']?.properties ?? {});
    assert.deepEqual(
      keys,
      [...limits, ...unjudgedLimits].map(({ id }) => id),
    );
    assert.equal(schema.properties?.['risk']?.properties?.['warningThreshold']?.default, 0.8);
    assert.equal(schema.properties?.['updateInterval']?.default, 60);
  });

  it('offers every exchange by name, and leaves the unknown one to our own diagnostic', () => {
    const accounts = schema.properties?.['accounts']?.additionalProperties;
    const branch = (accounts === false ? undefined : accounts)?.oneOf?.find((one) => one.properties?.['exchange']);
    const [offered, free] = branch?.properties?.['exchange']?.anyOf ?? [];
    assert.deepEqual(
      offered?.enum,
      exchangeList.map(({ id }) => id),
    );
    assert.equal(offered?.enumDescriptions?.length, exchangeList.length);
    assert.deepEqual(free, { type: 'string', minLength: 1 });
  });
});
