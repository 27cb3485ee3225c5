import type { Period, PeriodId } from '../core/model/performance.ts';
import type { Options } from './command.ts';

const calendar: Readonly<Record<string, PeriodId>> = {
  '1d': '1D',
  '1w': '1W',
  '1m': '1M',
  '3m': '3M',
  '6m': '6M',
  mtd: 'MTD',
  ytd: 'YTD',
  '1y': '1Y',
  all: 'all',
};
const day = 86_400_000;
const lengths: Readonly<Record<string, number>> = { h: day / 24, d: day, w: 7 * day };

/** PERF-1 as it is written on the command line; null where there is no such span. */
export function periodOf(text: string, now: number): Period | null {
  const plain = text.trim().toLowerCase();
  const id = calendar[plain];
  if (id !== undefined) return { id };
  const parts = /^(\d{1,5})\s*(h|d|w|m|y)$/.exec(plain);
  if (parts === null || Number(parts[1]) === 0) return null;
  const count = Number(parts[1]);
  const length = lengths[parts[2] ?? ''];
  if (length !== undefined) return { from: now - count * length, to: null };
  const at = new Date(now);
  const back = parts[2] === 'y' ? 12 * count : count;
  // The last day of a month that has no such day.
  const month = at.getUTCMonth() - back;
  const last = new Date(Date.UTC(at.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const from = Date.UTC(at.getUTCFullYear(), month, Math.min(at.getUTCDate(), last)) + (now % day);
  return { from, to: null };
}

/** `--period`, or `--from` and `--to`; `otherwise` where none is given. */
export function periodAsked(
  { period, from, to }: Pick<Options, 'period' | 'from' | 'to'>,
  now: number,
  otherwise: PeriodId,
): { readonly period: Period } | { readonly reason: string } {
  if (period !== null && (from !== null || to !== null)) {
    return { reason: '--period and --from or --to exclude each other' };
  }
  if (from !== null && to !== null && from >= to) return { reason: '--from is not before --to' };
  if (from !== null && from > now) return { reason: '--from lies in the future' };
  if (from !== null || to !== null) return { period: { from: from ?? 0, to } };
  if (period === null) return { period: { id: otherwise } };
  const found = periodOf(period, now);
  return found === null
    ? { reason: `--period is 24h, 7d, 30d, 3m, 1y, mtd, ytd or all, not '${period}'` }
    : { period: found };
}
