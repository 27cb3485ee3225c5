import { fields, numberOf, textOf, textsOf } from './json.ts';
import type { Json } from './stream.ts';

/** Where one stream is. */
export interface Place {
  readonly state: Json;
  /** Known without a hole within; null while it has never been complete. */
  readonly from: number | null;
  readonly until: number | null;
  /** Number of the pass in which it was complete or failed last; it is not asked again in it. */
  readonly pass: number;
  /** Asked in the pass under way, not complete yet. */
  readonly begun: boolean;
  readonly failure: string | null;
  readonly progress: string | null;
  /** What came before `from` is still to be asked for. */
  readonly older: boolean | 'last';
}

export interface Cursor {
  /** Time of the pass under way, by the exchange's clock; null between passes. */
  readonly pass: number | null;
  /** Passes begun so far; their times may be the same. */
  readonly passes: number;
  readonly thorough: boolean;
  /** What is new has been read in the pass under way: it goes on with what is older. */
  readonly older: boolean;
  /** When the balances were read that this pass compares with. */
  readonly readAt: number;
  readonly symbols: readonly string[];
  /** How many of the symbols were known when orders were asked for. */
  readonly ordered: number;
  /** When past balances were asked for last. */
  readonly anchoredAt: number;
  readonly places: Readonly<Record<string, Place>>;
}

const version = 2;

export const freshCursor: Cursor = {
  pass: null,
  passes: 0,
  thorough: false,
  older: false,
  readAt: 0,
  symbols: [],
  ordered: 0,
  anchoredAt: 0,
  places: {},
};

/** A cursor of another version, or of other scopes, or one that cannot be read, begins anew: entries come twice and count once. */
export function parseCursor(text: string | null, plan: string): Cursor {
  if (text === null) return freshCursor;
  try {
    const parsed = fields(JSON.parse(text) as Json);
    if (parsed['version'] !== version || parsed['plan'] !== plan) return freshCursor;
    return {
      pass: numberOf(parsed['pass']),
      passes: numberOf(parsed['passes']) ?? 0,
      thorough: parsed['thorough'] === true,
      older: parsed['older'] === true,
      readAt: numberOf(parsed['readAt']) ?? 0,
      symbols: textsOf(parsed['symbols']),
      ordered: numberOf(parsed['ordered']) ?? 0,
      anchoredAt: numberOf(parsed['anchoredAt']) ?? 0,
      places: Object.fromEntries(
        Object.entries(fields(parsed['places'] ?? null)).map(([key, value]) => [key, placeOf(value)]),
      ),
    };
  } catch {
    return freshCursor;
  }
}

export function printCursor(cursor: Cursor, plan: string): string {
  return JSON.stringify({ version, plan, ...cursor });
}

function placeOf(value: Json): Place {
  const place = fields(value);
  return {
    state: place['state'] ?? null,
    from: numberOf(place['from']),
    until: numberOf(place['until']),
    pass: numberOf(place['pass']) ?? 0,
    begun: place['begun'] === true,
    failure: textOf(place['failure']),
    progress: textOf(place['progress']),
    older: place['older'] === 'last' ? 'last' : place['older'] === true,
  };
}
