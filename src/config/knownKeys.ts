import { type ConfigTree, nodeAt, type Path, textOf } from './configTree.ts';
import { configJsonSchema } from './jsonSchema.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
}

/** The keys the configuration knows at a path, for "did you mean": read off the JSON schema. */
export function knownKeys(tree: ConfigTree, path: Path): readonly string[] {
  let schema: Schema | undefined = configJsonSchema();
  for (const [index, part] of path.entries()) {
    schema = resolve(schema, tree, path.slice(0, index));
    if (typeof part === 'number') schema = schema?.items;
    else
      schema =
        schema?.properties?.[part] ??
        (typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined);
  }
  return Object.keys(resolve(schema, tree, path)?.properties ?? {}).filter((key) => key !== '$schema');
}

/** The branch of a union that is meant: by `kind`, else the first that has keys. */
function resolve(schema: Schema | undefined, tree: ConfigTree, path: Path): Schema | undefined {
  const branches = schema?.oneOf ?? schema?.anyOf;
  if (!branches) return schema;
  const kind = textOf(nodeAt(tree.root, [...path, 'kind']));
  return branches.find((one) => one.properties?.['kind']?.const === kind) ?? branches.find((one) => one.properties);
}
