/** Text from outside as literal Markdown: names and reasons must not become links, tables or HTML. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

/** A two-column table without a visible head. Empty rows are left out. */
export function markdownTable(rows: readonly (readonly [string, string] | null)[]): string {
  const lines = rows
    .filter((row) => row !== null)
    .map(([key, value]) => `| ${escapeMarkdown(key)} | ${escapeMarkdown(value)} |`);
  return lines.length === 0 ? '' : ['| | |', '|:--|--:|', ...lines].join('\n');
}
