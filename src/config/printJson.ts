/** How a text is laid out: what one level of indentation is, and how its lines end. */
export interface Layout {
  readonly unit: string;
  readonly eol: '\n' | '\r\n';
}

const WIDTH = 100;

export function layoutOf(text: string): Layout {
  const unit = /\n([ \t]+)["{[/]/.exec(text)?.[1] ?? '  ';
  return { unit: unit.includes('\t') ? '\t' : unit, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** JSON as people write it: what fits a line on one line with spaces inside the braces, the rest indented. */
export function printJson(value: unknown, layout: Layout, indent: string): string {
  const short = onOneLine(value);
  if (indent.length + short.length <= WIDTH || typeof value !== 'object' || value === null) return short;
  const inner = indent + layout.unit;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((part) => printJson(part, layout, inner))
    : definedOf(value).map(([key, part]) => `${JSON.stringify(key)}: ${printJson(part, layout, inner)}`);
  return `${open}${layout.eol}${parts.map((part) => inner + part).join(`,${layout.eol}`)}${layout.eol}${indent}${close}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const parts = definedOf(value).map(([key, part]) => `${JSON.stringify(key)}: ${onOneLine(part)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function definedOf(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, part]) => part !== undefined);
}
