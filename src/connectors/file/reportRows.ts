import { parse } from 'csv-parse/sync';

/** A report of several tables below each other, as MetaTrader writes it: each row its cells, hidden cells left out. */
export function htmlRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const [, inner = ''] of text.matchAll(/<tr\b[^>]*>([\s\S]*?)<\/tr\s*>/gi)) {
    const cells: string[] = [];
    for (const [, attributes = '', content = ''] of inner.matchAll(/<t[dh]\b([^>]*)>([\s\S]*?)<\/t[dh]\s*>/gi)) {
      // A comment that only shows in the browser's tooltip stands between the columns.
      if (/\bclass\s*=\s*["']?[^"'>]*\bhidden\b/i.test(attributes)) continue;
      cells.push(plainText(content));
      const span = Math.min(100, Number(/\bcolspan\s*=\s*["']?(\d+)/i.exec(attributes)?.[1] ?? 1));
      for (let more = 1; more < span; more += 1) cells.push('');
    }
    if (cells.length > 0) rows.push(cells);
  }
  return rows;
}

/** The same from a report that was saved as CSV. */
export function csvRows(text: string): readonly (readonly string[])[] {
  const line = /^.*[,;\t].*$/m.exec(text)?.[0] ?? '';
  const delimiter = [';', '\t'].find((each) => line.split(each).length > line.split(',').length) ?? ',';
  return parse(text, { delimiter, trim: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true });
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function plainText(html: string): string {
  const text = html.includes('<') ? html.replace(/<[^>]*>/g, '') : html;
  const decoded = text.includes('&')
    ? text
        .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => entities[name] ?? '')
        .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    : text;
  return decoded.replace(/[\s\u00a0]+/g, ' ').trim();
}
