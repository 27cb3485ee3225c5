import { months } from '../../src/present/format.ts';

export interface TimeTick {
  readonly at: number;
  readonly label: string;
  /** Starts a year (or a day, on hourly axes): labelled with it. */
  readonly major: boolean;
}

const hour = 3_600_000;
const day = 24 * hour;

/** Calendar ticks in UTC, at most about `count`: hours, days, months or years, aligned to their own starts. */
export function timeTicks(from: number, to: number, count: number): readonly TimeTick[] {
  const span = to - from;
  if (!(span > 0) || count < 1) return [];
  const most = span / count;
  const months_ = [1, 2, 3, 6].find((step) => step * 30.4 * day >= most);
  const fixed = [hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day].find(
    (step) => step >= most,
  );
  if (fixed !== undefined) return fixedTicks(from, to, fixed);
  if (months_ !== undefined) return monthTicks(from, to, months_);
  const years = [1, 2, 5, 10, 20, 50].find((step) => step * 365.25 * day >= most) ?? 100;
  return monthTicks(from, to, years * 12);
}

function fixedTicks(from: number, to: number, step: number): readonly TimeTick[] {
  const ticks: TimeTick[] = [];
  // Weeks start on Monday; 5 January 1970 was one.
  const origin = step >= 7 * day ? 4 * day : 0;
  for (let at = Math.ceil((from - origin) / step) * step + origin; at <= to; at += step) {
    const date = new Date(at);
    const midnight = at % day === 0;
    const dayText = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
    const label = step >= day || midnight ? dayText : date.toISOString().slice(11, 16);
    ticks.push({ at, label, major: step < day && midnight });
  }
  return ticks;
}

function monthTicks(from: number, to: number, step: number): readonly TimeTick[] {
  const ticks: TimeTick[] = [];
  const start = new Date(from);
  const startMonth = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let month = Math.ceil(startMonth / step) * step; ; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (at > to) return ticks;
    if (at < from) continue;
    const january = month % 12 === 0;
    ticks.push({ at, label: january ? String(month / 12) : (months[month % 12] ?? ''), major: january });
  }
}
