import { createScanner, findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';

/** Larger or deeper than any configuration a person writes; refused before it is parsed. */
const MAX_LENGTH = 1_000_000;
const MAX_DEPTH = 40;

export type Path = readonly (string | number)[];

/** A property of an object as it stands in the text. */
export interface Property {
  readonly name: string;
  readonly key: Node;
  readonly value: Node | undefined;
  readonly whole: Node;
}

/** The parsed text: JSON with comments and trailing commas, tolerant of errors, offsets as in the text. */
export interface ConfigTree {
  readonly text: string;
  readonly root: Node | undefined;
  readonly errors: readonly ParseError[];
  /** Set when the text was not parsed at all, in words. */
  readonly refused: string | null;
}

export function parseConfigTree(original: string): ConfigTree {
  // A byte order mark is no error in a file; as a space it keeps every offset.
  const text = original.startsWith('\uFEFF') ? ` ${original.slice(1)}` : original;
  const refused = tooLarge(text);
  if (refused) return { text, root: undefined, errors: [], refused };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  return { text, root, errors, refused: null };
}

export function nodeAt(root: Node | undefined, path: Path): Node | undefined {
  return root ? findNodeAtLocation(root, [...path]) : undefined;
}

/** Properties of the object at `node`; none where it is no object. */
export function propertiesOf(node: Node | undefined): readonly Property[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((whole) => {
    const [key, value] = whole.children ?? [];
    return key ? [{ name: String(key.value), key, value, whole }] : [];
  });
}

/** The text of a string node, null for anything else. */
export function textOf(node: Node | undefined): string | null {
  return node?.type === 'string' ? String(node.value) : null;
}

/** The parser is recursive, so depth is counted first, over tokens. */
function tooLarge(text: string): string | null {
  if (text.length > MAX_LENGTH) return `the file is larger than ${MAX_LENGTH.toLocaleString('en-US')} characters`;
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    // Not by the token's length: behind a comment that does not end the scanner stands past the end.
    if (offset >= text.length) return null;
    if (scanner.getTokenLength() !== 1) continue;
    const char = text[offset];
    if (char === '{' || char === '[') depth += 1;
    if (char === '}' || char === ']') depth -= 1;
    if (depth > MAX_DEPTH) return `the file is nested deeper than ${MAX_DEPTH} levels`;
  }
}
