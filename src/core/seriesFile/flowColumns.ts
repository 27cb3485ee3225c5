import { readNumbers } from './readNumbers.ts';
import { plainName, type SeriesTable } from './seriesTable.ts';

export interface FileFlows {
  /** Net money that came in (positive) or went out with each row. */
  readonly net: readonly number[];
  readonly columns: readonly string[];
}

const into = /^(deposits?|inflows?|contributions?|paid_in|money_in|cash_in)$/;
const out = /^(withdrawals?|outflows?|redemptions?|paid_out|money_out|cash_out)$/;
const either =
  /^((net|cash|external|capital)_)+(flows?|deposits?|transfers?)$|^(cash_?flows?|flows?|transfers?|net_cashflows?)$/;
const cumulative = /^(cum|cumul|cumulative|total)_/;

/**
 * Deposits and withdrawals that stand beside the equity of a file, by the names of their columns: rule 2, a deposit is never a
 * profit. Withdrawals count as money out whatever their sign. A column that only ever moves by steps is a running total, of
 * which the steps count. null: no such column; `bad`: the first cell that is no number.
 */
export function flowColumns(
  { columns, rows }: SeriesTable,
  aside: readonly string[],
): FileFlows | { readonly bad: { readonly column: string; readonly row: number } } | null {
  const net = new Array<number>(rows.length).fill(0);
  const found: string[] = [];
  for (const [index, column] of columns.entries()) {
    if (aside.includes(column)) continue;
    const whole = plainName(column);
    const name = whole.replace(cumulative, '');
    const sign = into.test(name) || either.test(name) ? 'as it is' : out.test(name) ? 'out' : null;
    if (sign === null) continue;
    const numbers = readNumbers(rows.map((row) => row[index] ?? ''));
    if (numbers.bad !== null) return { bad: { column, row: numbers.bad } };
    const values = cumulative.test(whole) || isRunningTotal(numbers.values) ? stepsOf(numbers.values) : numbers.values;
    values.forEach((value, row) => {
      net[row] = (net[row] ?? 0) + (sign === 'out' ? -Math.abs(value ?? 0) : (value ?? 0));
    });
    found.push(column);
  }
  return found.length === 0 ? null : { net, columns: found };
}

/** Mostly not zero, and mostly the same as the row before. */
function isRunningTotal(values: readonly (number | null)[]): boolean {
  if (values.length < 3) return false;
  const told = values.filter((value) => value !== null && value !== 0).length;
  const moves = values.filter((value, row) => row > 0 && value !== values[row - 1]).length;
  return told > values.length / 2 && moves < values.length / 4;
}

function stepsOf(values: readonly (number | null)[]): readonly number[] {
  let before = 0;
  return values.map((value) => {
    const step = value === null ? 0 : value - before;
    before = value ?? before;
    return step;
  });
}
