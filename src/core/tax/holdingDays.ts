import { type DayBoundary, dayStart } from '../calendar.ts';

const day = 86_400_000;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Days between two dates of the calendar, in the zone of the day boundary: bought on Monday and sold on Tuesday is one. */
export function createHoldingDays(boundary: DayBoundary): (from: number, to: number) => number {
  const zone = boundary === 'rolling24h' ? 'UTC' : boundary;
  /** Local days by the UTC days they touch: to work one out takes long, and many fills are of one day. */
  const known = new Map<number, Span[]>();
  const startOf = (at: number): number => {
    const found = known.get(Math.floor(at / day))?.find(({ from, to }) => at >= from && at < to);
    if (found !== undefined) return found.from;
    const from = dayStart(at, zone);
    // No day is longer than 25 hours or shorter than 23, whatever the clocks do.
    const span = { from, to: dayStart(from + 1.5 * day, zone) };
    for (let each = Math.floor(span.from / day); each * day < span.to; each += 1) {
      known.set(each, [...(known.get(each) ?? []), span]);
    }
    return from;
  };
  return (from, to) => Math.max(0, Math.round((startOf(to) - startOf(from)) / day));
}
