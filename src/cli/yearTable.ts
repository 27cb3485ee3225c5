import type { YearOfReturns } from '../core/model/performance.ts';
import { formatPercent } from '../present/format.ts';
import { plainTable } from './table.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Returns by month with the year's total; a month without a period is empty. */
export function yearTable(years: readonly YearOfReturns[], indent = ''): string {
  return plainTable(
    [
      { title: `${indent}Year`, align: 'start' },
      ...[...months, 'Total'].map((title) => ({ title, align: 'end' as const })),
    ],
    years.map(({ year, months: values, total }) => [
      `${indent}${year}`,
      ...values.map((value) => (value === null ? '' : formatPercent(value, { digits: 1 }))),
      formatPercent(total, { digits: 1 }),
    ]),
  );
}
