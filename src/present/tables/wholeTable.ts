import type { TablePage } from '../../core/model/tables.ts';
import { type TableFormat, type TableTextOptions, tableParts, tableText } from './tableText.ts';

/** Rows at a time: some milliseconds each, between which whoever asks does other things. */
const step = 2000;
const mostTries = 3;

/**
 * A whole table as text, page by page, so that 100,000 rows hold nobody up. Where the table changes meanwhile it is begun anew,
 * and asked for in one piece when it never rests.
 */
export async function wholeTable(
  ask: (offset: number, limit: number | null) => Promise<TablePage>,
  format: TableFormat,
  options: TableTextOptions,
): Promise<{ readonly text: string; readonly rows: number }> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const text = await inPages(ask, format, options);
    if (text !== null) return text;
  }
  const page = await ask(0, null);
  return { text: tableText(page, format, options), rows: page.rows.length };
}

async function inPages(
  ask: (offset: number, limit: number) => Promise<TablePage>,
  format: TableFormat,
  options: TableTextOptions,
): Promise<{ readonly text: string; readonly rows: number } | null> {
  const parts = tableParts(format, options);
  const first = await ask(0, step);
  const texts = [parts.begin(first), parts.rows(first)];
  const ids = new Set(first.rows.map(({ id }) => id));
  while (ids.size < first.matching) {
    const page = await ask(ids.size, step);
    const before = ids.size;
    for (const { id } of page.rows) ids.add(id);
    const isSame = page.matching === first.matching && ids.size === before + page.rows.length && page.rows.length > 0;
    if (!isSame) return null;
    texts.push(parts.rows(page));
  }
  return { text: [...texts, parts.end(first)].join(''), rows: ids.size };
}
