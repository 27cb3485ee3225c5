import type { Node } from 'jsonc-parser';
import { nodeAt, type Path, parseConfigTree, propertiesOf } from './configTree.ts';
import { layoutOf, printJson } from './printJson.ts';

/**
 * Edits of JSON with comments that leave every other value and comment where it is. (The parser's own `modify` drops
 * the comments between a removed property and the next, and moves those behind the last property to a new one.)
 */

/** The text with `value` at `path`; objects on the way are made; `undefined` removes. Throws on a path that cannot be. */
export function setValue(text: string, path: Path, value: unknown): string {
  const { root, errors } = parseConfigTree(text);
  if (!root || errors.length > 0) throw new Error('the configuration has syntax errors: correct them first');
  let depth = path.length;
  while (depth > 0 && !nodeAt(root, path.slice(0, depth))) depth -= 1;
  const parent = nodeAt(root, path.slice(0, depth));
  if (!parent) throw new Error('the configuration is empty');
  const rest = path.slice(depth);
  if (value === undefined) return rest.length === 0 ? removeNode(text, parent) : text;
  if (rest.length === 0) return replaceNode(text, path, parent, value);
  const [first, ...inner] = rest;
  const made = inner.reduceRight<unknown>((content, key) => {
    if (typeof key === 'number') throw new Error(`there is no list at ${path.join('.')}`);
    return { [key]: content };
  }, value);
  return first === undefined ? text : insertInto(text, parent, first, made);
}

function replaceNode(text: string, path: Path, node: Node, value: unknown): string {
  if (node.type === 'object' && isRecord(value)) {
    let edited = text;
    for (const { name } of propertiesOf(node)) {
      if (!Object.hasOwn(value, name)) edited = setValue(edited, [...path, name], undefined);
    }
    for (const [key, part] of Object.entries(value)) edited = setValue(edited, [...path, key], part);
    return edited;
  }
  const written = text.slice(node.offset, node.offset + node.length);
  const layout = layoutOf(text);
  const printed = printJson(value, layout, indentAt(text, node.offset));
  if (sameValue(written, value)) return text;
  return splice(text, node.offset, node.offset + node.length, printed);
}

function insertInto(text: string, parent: Node, key: string | number, value: unknown): string {
  if (parent.type === 'object' ? typeof key !== 'string' : parent.type !== 'array' || typeof key !== 'number') {
    throw new Error(`there is a ${parent.type} where ${JSON.stringify(key)} should be added`);
  }
  const layout = layoutOf(text);
  const children = parent.children ?? [];
  const last = children.at(-1);
  const open = parent.offset + 1;
  const close = parent.offset + parent.length - 1;
  const inline = last ? !text.slice(open, children[0]?.offset ?? open).includes('\n') : false;
  const outer = indentAt(text, parent.offset);
  const indent = outer + layout.unit;
  const name = typeof key === 'string' ? `${JSON.stringify(key)}: ` : '';
  const printed = `${name}${printJson(value, layout, inline ? outer : indent)}`;
  if (!last) {
    // Comments inside empty braces stay before the first entry.
    const inside = text.slice(open, close).trimEnd();
    return splice(text, open + inside.length, close, `${layout.eol}${indent}${printed}${layout.eol}${outer}`);
  }
  const end = last.offset + last.length;
  const { comma, lineEnd } = afterEntry(text, end, close);
  if (inline) {
    const at = comma === null ? end : comma + 1;
    return splice(text, at, at, comma === null ? `, ${printed}` : ` ${printed},`);
  }
  const line = `${layout.eol}${indent}${printed}${comma === null ? '' : ','}`;
  const added = splice(text, lineEnd, lineEnd, line + (lineEnd === close ? layout.eol + outer : ''));
  return comma === null ? splice(added, end, end, ',') : added;
}

function removeNode(text: string, node: Node): string {
  const entry = node.parent?.type === 'property' ? node.parent : node;
  const parent = entry.parent;
  if (!parent) throw new Error('the whole configuration cannot be removed');
  const close = parent.offset + parent.length - 1;
  const siblings = parent.children ?? [];
  const index = siblings.indexOf(entry);
  const end = entry.offset + entry.length;
  const { comma } = afterEntry(text, end, close);
  let edited = text;
  if (comma !== null) edited = splice(edited, comma, comma + 1, '');
  edited = cut(edited, entry.offset, end);
  const before = siblings[index - 1];
  if (comma === null && before) {
    // The entry before became the last: its comma goes with the one removed.
    const { comma: dangling } = afterEntry(text, before.offset + before.length, entry.offset);
    if (dangling !== null) edited = splice(edited, dangling, dangling + 1, '');
  }
  return edited;
}

/** Takes out [from, to), and the line it stood on if nothing else is left there. */
function cut(text: string, from: number, to: number): string {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const newline = text.indexOf('\n', to);
  const lineEnd = newline === -1 ? text.length : newline;
  const left = text.slice(lineStart, from).trim() === '';
  const right = text.slice(to, lineEnd).trim() === '';
  if (left && right && newline !== -1 && lineStart > 0) return splice(text, lineStart, newline + 1, '');
  const space = /^[ \t]*/.exec(text.slice(to))?.[0].length ?? 0;
  return splice(text, from, to + space, '');
}

/** The comma behind an entry, and the end of the entry's line with what comments stand on it. */
function afterEntry(
  text: string,
  end: number,
  close: number,
): { readonly comma: number | null; readonly lineEnd: number } {
  let comma: number | null = null;
  let lineEnd = end;
  let sameLine = true;
  for (let at = end; at < close; ) {
    const char = text[at];
    if (char === '\n' || char === '\r') {
      if (comma !== null) break;
      sameLine = false;
      at += 1;
    } else if (text.startsWith('//', at)) {
      const stop = text.slice(at, close).search(/[\r\n]/);
      at = stop === -1 ? close : at + stop;
      if (sameLine) lineEnd = at;
    } else if (text.startsWith('/*', at)) {
      const stop = text.indexOf('*/', at + 2);
      at = stop === -1 ? close : stop + 2;
      if (sameLine) lineEnd = at;
    } else if (char === ',') {
      comma = at;
      at += 1;
      sameLine = true;
      lineEnd = at;
    } else if (char === ' ' || char === '\t') at += 1;
    else break;
  }
  return { comma, lineEnd };
}

function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

function sameValue(written: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(written)) === JSON.stringify(value);
  } catch {
    return false; // comments or trailing commas inside: written anew
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function splice(text: string, from: number, to: number, inserted: string): string {
  return text.slice(0, from) + inserted + text.slice(to);
}
