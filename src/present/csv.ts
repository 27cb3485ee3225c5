/** A row of a file for other programs; numbers are written as numbers, null as nothing. */
export type CsvRow = readonly (string | number | null)[];

/** A table as CSV (RFC 4180). */
export function csvText(header: readonly string[], rows: readonly CsvRow[]): string {
  return csvLines([header, ...rows]);
}

/** Rows that go on a CSV. */
export function csvLines(rows: readonly CsvRow[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(value: string | number | null): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : csvField(value);
}

/** One field, quoted where it must be, and never a formula. */
export function csvField(text: string): string {
  const safe = neutralText(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A spreadsheet runs what starts like a formula; a quote before it makes it text. Numbers, percentages and money stay as they are. */
export function neutralText(text: string): string {
  return /^[=@\t\r]/.test(text) || /^[+-](?![$€£¥₹₩]?[\d.,]+(?:[eE][+-]?\d+)?%?$)/.test(text) ? `'${text}` : text;
}
