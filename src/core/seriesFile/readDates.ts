/** Times of a column, epoch ms, null where a cell is empty; or why it is no column of dates. */
export type Dates =
  | { readonly ok: true; readonly at: readonly (number | null)[] }
  /** `bad`: the row (from 0) of the first cell that is no date, after others that are. */
  | { readonly ok: false; readonly ambiguous: boolean; readonly bad?: number };

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const iso =
  /^(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const slashed = /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const named = /^(?:(\d{1,2})[- ]([A-Za-z]{3,9})|([A-Za-z]{3,9})[- ](\d{1,2}),?)[- ,]+(\d{4})$/;
const compact = /^(19|20)(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
const epoch = /^-?\d{9,19}(\.\d+)?$/;

/**
 * Dates of ISO 8601 (without a zone: UTC; a month alone is its last day), "31 Jan 2020", "20200131", epoch seconds to
 * nanoseconds, and day/month/year in the order that some cell proves (a part above 12). An order that nothing proves is refused:
 * half of such dates would be wrong in silence.
 */
export function readDates(cells: readonly string[], epochs: boolean): Dates {
  const no: Dates = { ok: false, ambiguous: false };
  const order = dayFirst(cells);
  if (order === 'both' || order === 'neither') return { ok: false, ambiguous: order === 'neither' };
  const at: (number | null)[] = [];
  let found = 0;
  for (const [row, cell] of cells.entries()) {
    const text = cell.trim();
    if (text === '') {
      at.push(null);
      continue;
    }
    const time = timeOf(text, order === 'day', epochs);
    if (time === null) return found > 0 ? { ...no, bad: row } : no;
    at.push(time);
    found++;
  }
  return found === 0 ? no : { ok: true, at };
}

/** Whether day or month comes first in 01/02/2020: none such, proven by a part above 12, by both (nonsense), by neither. */
function dayFirst(cells: readonly string[]): 'none' | 'day' | 'month' | 'both' | 'neither' {
  let any = false;
  let day = false;
  let month = false;
  for (const cell of cells) {
    const parts = slashed.exec(cell.trim());
    if (parts === null) continue;
    any = true;
    if (Number(parts[1]) > 12) day = true;
    if (Number(parts[2]) > 12) month = true;
  }
  if (!any) return 'none';
  if (day && month) return 'both';
  return day ? 'day' : month ? 'month' : 'neither';
}

function timeOf(text: string, dayComesFirst: boolean, epochs: boolean): number | null {
  const parts = iso.exec(text);
  if (parts !== null) {
    const [, year, month, date, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = parts;
    const last = date === undefined ? new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate() : Number(date);
    const at = utc(Number(year), Number(month), last, Number(hour), Number(minute), Number(second));
    return at === null ? null : at + Number(`0.${fraction || '0'}`) * 1000 - offsetOf(zone);
  }
  const dashed = slashed.exec(text);
  if (dashed !== null) {
    const [, one, two, year, hour = '0', minute = '0', second = '0'] = dashed;
    const [date, month] = dayComesFirst ? [one, two] : [two, one];
    return utc(Number(year), Number(month), Number(date), Number(hour), Number(minute), Number(second));
  }
  const words = named.exec(text);
  if (words !== null) {
    const month = months.indexOf((words[2] ?? words[3] ?? '').slice(0, 3).toLowerCase()) + 1;
    return month === 0 ? null : utc(Number(words[5]), month, Number(words[1] ?? words[4]), 0, 0, 0);
  }
  const digits = compact.exec(text);
  if (digits !== null) return utc(Number(`${digits[1]}${digits[2]}`), Number(digits[3]), Number(digits[4]), 0, 0, 0);
  return epochs && epoch.test(text) ? epochTime(Number(text)) : null;
}

/** Seconds, milliseconds, microseconds or nanoseconds by size: each from 1973 to the year 5000. */
function epochTime(value: number): number {
  const size = Math.abs(value);
  if (size < 1e11) return Math.round(value * 1000);
  if (size < 1e14) return Math.round(value);
  return Math.round(size < 1e17 ? value / 1e3 : value / 1e6);
}

function utc(year: number, month: number, date: number, hour: number, minute: number, second: number): number | null {
  if (month < 1 || month > 12 || date < 1 || hour > 24 || minute > 59 || second > 60) return null;
  const at = Date.UTC(year, month - 1, date, hour, minute, second);
  return new Date(Date.UTC(year, month - 1, date)).getUTCDate() === date ? at : null;
}

function offsetOf(zone: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (parts === null) return 0;
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) * 60_000;
}
