import type { BenchmarkResult, YearOfReturns } from '../../core/model/performance.ts';
import type { MonthCell, MonthlyView } from '../../protocol/performanceView.ts';
import { formatPercent, missing, months } from '../format.ts';
import { toneOf } from './words.ts';

/** Share of the months whose size is within the scale: one month in twenty may be off it. */
const within = 0.95;

/** The heat map of months with totals of years, oldest first, and of the first benchmark; null without a year. */
export function monthlyView(years: readonly YearOfReturns[], benchmark: BenchmarkResult | null): MonthlyView | null {
  if (years.length === 0) return null;
  // A single wild month would leave all others pale, so the scale is a high quantile, not the maximum.
  const monthScale = robustMaximum(years.flatMap((year) => year.months.filter((value) => value !== null)));
  const yearScale = robustMaximum(years.map((year) => year.total));
  return {
    months,
    years: years.map(({ year, months: values, total }) => {
      const other = benchmark?.yearly.find((candidate) => candidate.year === year);
      return {
        year: String(year),
        cells: months.map((month, index) => cell(values[index] ?? null, monthScale, `${month} ${year}`)),
        total: cell(total, yearScale, String(year)),
        benchmark:
          benchmark === null || benchmark.yearly.length === 0
            ? null
            : cell(other?.total ?? null, yearScale, `${benchmark.title}, ${year}`),
      };
    }),
  };
}

function cell(value: number | null, scale: number, what: string): MonthCell {
  if (value === null) return { text: missing, tone: 'none', strength: 0, title: `${what}: no returns` };
  return {
    // In percent without its sign: thirteen columns are narrow. What is written as zero has no colour.
    text: formatPercent(value, { digits: 1, sign: true }).replace('%', ''),
    tone: toneOf(value, 0.0005),
    strength: scale > 0 ? Math.min(1, Math.abs(value) / scale) : 0,
    title: `${what}: ${formatPercent(value, { sign: true })}`,
  };
}

/** The quantile of sizes, type 7. */
function robustMaximum(values: readonly number[]): number {
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  const place = (sizes.length - 1) * within;
  const low = sizes[Math.floor(place)] ?? 0;
  const high = sizes[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
