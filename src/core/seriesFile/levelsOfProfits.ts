import type { DetectedSeries, SeriesKind } from './seriesFile.ts';

export interface ClosedTrade {
  readonly openedAt: number | null;
  readonly at: number;
  /** Realised, after fees as far as the file takes them off. */
  readonly profit: number;
}

const day = 86_400_000;
/** More days than this are no back-test but a wrong date. */
const longest = 60_000;

/**
 * Equity at the end of each UTC day from a starting capital and what was realised: every calendar day from the first opening
 * to the last close, so that days without a trade count as periods. Open profit is not in it, which the note says.
 */
export function levelsOfProfits(
  trades: readonly ClosedTrade[],
  told: {
    readonly capital: number;
    readonly column: string;
    readonly kind: SeriesKind;
    readonly name: string;
    readonly notes: readonly string[];
  },
): DetectedSeries {
  const { capital, column, kind, name, notes } = told;
  const sorted = trades.toSorted((a, b) => a.at - b.at);
  const first = sorted.reduce((least, trade) => Math.min(least, trade.openedAt ?? trade.at), Number.POSITIVE_INFINITY);
  const last = sorted.at(-1)?.at;
  if (last === undefined) return { state: 'failed', reason: `${name} has no closed trade` };
  if (!(capital > 0)) return { state: 'failed', reason: `the starting capital of ${name} must be above zero` };
  const begin = Math.floor(first / day) * day;
  const days = Math.floor(last / day) - Math.floor(first / day) + 1;
  if (days > longest) return { state: 'failed', reason: `the dates of ${name} span more than ${longest} days` };
  // The capital stands at the midnight that the first day begins with; a day's value is dated within its day, which is the
  // one that months and benchmarks count it in.
  const at = [begin];
  const values = [capital];
  let level = capital;
  let next = 0;
  for (let index = 1; index <= days; index++) {
    const end = begin + index * day;
    for (; next < sorted.length && (sorted[next]?.at ?? end) < end; next++) level += sorted[next]?.profit ?? 0;
    if (level <= 0)
      return { state: 'failed', reason: `the capital of ${name} is used up: no return can be told after that` };
    at.push(end - 1);
    values.push(level);
  }
  return {
    state: 'series',
    kind,
    column,
    measure: 'level',
    at,
    values,
    realized: kind === 'trades' ? sorted.map(({ profit }) => profit) : null,
    notes: [...notes, `equity is the starting capital of ${capital} and what was realised; open profit is not in it`],
  };
}
