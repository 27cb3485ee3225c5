import { type DayBoundary, monthStart } from '../calendar.ts';

/** A calendar year [from, to) in the zone of the day boundary; a rolling day has none, its years are those of UTC. */
export function yearSpan(year: number, boundary: DayBoundary): { readonly from: number; readonly to: number } {
  const zone = boundary === 'rolling24h' ? 'UTC' : boundary;
  const begin = (of: number): number => monthStart(Date.UTC(of, 0, 15), zone);
  return { from: begin(year), to: begin(year + 1) };
}
