/** Where a day begins: midnight UTC, midnight in an IANA time zone (daylight saving included), or 24 hours ago. */
export type DayBoundary = 'UTC' | 'rolling24h' | (string & {});

const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether this runtime knows the time zone. */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** Start of the day that contains `at`, epoch ms. Throws RangeError on an unknown zone (configurations are checked before). */
export function dayStart(at: number, boundary: DayBoundary): number {
  if (boundary === 'rolling24h') return at - DAY;
  return startOf(at, boundary, 0);
}

/** Start of the ISO week (Monday) that contains `at`; rolling: 7 × 24 h ago. */
export function weekStart(at: number, boundary: DayBoundary): number {
  if (boundary === 'rolling24h') return at - 7 * DAY;
  const local = localTime(at, boundary);
  return startOf(at, boundary, (new Date(local).getUTCDay() + 6) % 7);
}

/** Start of the calendar month that contains `at`; rolling: 30 × 24 h ago. */
export function monthStart(at: number, boundary: DayBoundary): number {
  if (boundary === 'rolling24h') return at - 30 * DAY;
  const local = localTime(at, boundary);
  return startOf(at, boundary, new Date(local).getUTCDate() - 1);
}

/** First instant of the local date `daysBack` days before the local date of `at`. */
function startOf(at: number, zone: string, daysBack: number): number {
  const local = localTime(at, zone);
  const midnight = Math.floor(local / DAY) * DAY - daysBack * DAY;
  if (zone === 'UTC') return midnight;
  // Clocks may change at or near midnight, so both offsets around it are tried; the earliest instant that already has
  // the date is its start, be midnight skipped (the day starts at 01:00) or repeated (the first of the two counts).
  const candidates = [midnight - DAY, midnight + DAY]
    .map((near) => midnight - (localTime(near, zone) - near))
    .sort((a, b) => a - b);
  for (const candidate of candidates) {
    if (Math.floor(localTime(candidate, zone) / DAY) * DAY === midnight) return candidate;
  }
  throw new RangeError(`no midnight found in ${zone}`);
}

/** The wall clock of `zone` at `at`, written as if it were UTC. */
function localTime(at: number, zone: string): number {
  if (zone === 'UTC') return at;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const seconds = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return seconds + (((at % 1000) + 1000) % 1000);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}
