/**
 * A time from a file as epoch ms; null where it is none. ISO 8601; without a zone it is UTC, because a file read in two
 * places must say the same; also "2024.01.02 03:04:05" (MetaTrader) and epoch seconds or milliseconds.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  // As programs write it: the long way round says the same.
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : at;
  }
  if (/^\d{9,14}(\.\d+)?$/.test(text)) {
    const number = Number(text);
    // Seconds reach 1e11 in the year 5138; milliseconds were there in 1973.
    return Math.floor(number < 1e11 ? number * 1000 : number);
  }
  // "31.01.2024 12:00" is told from "2024.01.31" by its year; with slashes nobody knows which is the month.
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(.*)$/.exec(text);
  if (german !== null) {
    const [, day = '', month = '', year = '', rest = ''] = german;
    return parseTime(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${rest.replace(/^, ?/, ' ')}`);
  }
  const parts =
    /^(\d{4})[-./](\d{2})[-./](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})([.,]\d{1,9})?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    );
  if (parts === null) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', rest = '', zone = 'Z'] = parts;
  const milliseconds = rest === '' ? '' : `.${rest.slice(1, 4).padEnd(3, '0')}`;
  const offset = /^(z|utc)$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${milliseconds}${offset}`);
  return Number.isNaN(at) ? null : at;
}
