/** Numbers of a column; null where a cell is empty or says that there is none. */
export interface Numbers {
  readonly values: readonly (number | null)[];
  /** Cells carry "%": the values are already divided by 100. */
  readonly percent: boolean;
  /** Row (from 0) of the first cell that is no number; null: all are. */
  readonly bad: number | null;
  /** Cells with a number. */
  readonly count: number;
}

const missing = /^(|nan|na|n\/a|null|none|nil|-|—|#n\/a)$/i;

/**
 * Plain and scientific numbers, "1,234.50", "1.234,50" and "0,5" (a decimal comma where some cell can be nothing else), "(3.2)"
 * for −3.2, a typographic minus, a currency sign, and percent.
 */
export function readNumbers(cells: readonly string[]): Numbers {
  const comma = cells.some((cell) => /^[+-]?\d+(\.\d{3})*,(\d{1,2}|\d{4,})\s*%?$|^[+-]?0,\d+\s*%?$/.test(cell.trim()));
  const percent = cells.some((cell) => cell.trim().endsWith('%'));
  const values: (number | null)[] = [];
  let bad: number | null = null;
  let count = 0;
  for (const [row, cell] of cells.entries()) {
    const text = cell.trim();
    if (missing.test(text)) {
      values.push(null);
      continue;
    }
    const value = numberOf(text, comma);
    if (value === null) bad ??= row;
    else count++;
    values.push(value === null ? null : percent && text.endsWith('%') ? value / 100 : value);
  }
  return { values, percent, bad, count };
}

function numberOf(text: string, comma: boolean): number | null {
  const negative = /^\((.*)\)$/.exec(text);
  const bare = (negative?.[1] ?? text).replace(/[\s'_%$€£¥]/g, '').replace(/^[−–]/, '-');
  const plain = comma
    ? bare.replaceAll('.', '').replace(',', '.')
    : thousands.test(bare)
      ? bare.replaceAll(',', '')
      : bare;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? (negative ? -value : value) : null;
}

const thousands = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
