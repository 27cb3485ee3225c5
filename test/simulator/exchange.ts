import type { LiveWorld } from './liveWorld.ts';
import type { OrderDesk } from './orderDesk.ts';
import type { Account } from './world.ts';

/** What an exchange is told to enforce. */
export interface Rules {
  /** Server clock minus real clock, milliseconds. */
  clockOffsetMs: number;
  /** Binance: request weight a minute and host before 429; null never. Real: 6000 (spot), 2400 (futures). */
  weightPerMinute: number | null;
  /** Kraken: call counter per key before "EAPI:Rate limit exceeded"; it decays by 0.33 a second; null never. Real: 15. */
  callCounter: number | null;
  /** Streams repeat their last value this often, milliseconds. */
  streamIntervalMs: number;
}

/** The surroundings of a simulated exchange. */
export interface ExchangeContext {
  readonly live: LiveWorld;
  readonly rules: Rules;
  /** Takes orders. */
  readonly desk: OrderDesk;
  /** The exchange's own clock, epoch ms. */
  now(): number;
}

export interface Call {
  readonly host: string;
  readonly method: string;
  /** Path on the exchange's own host, without query. */
  readonly path: string;
  /** As sent, undecoded: signatures are over these bytes. */
  readonly rawQuery: string;
  readonly rawBody: string;
  /** Header by lower-case name. */
  header(name: string): string | null;
  /** Query and form (or JSON) body together. */
  readonly params: URLSearchParams;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What one exchange answers over HTTP. */
export interface Answer {
  readonly reply: Reply;
  readonly account: Account | null;
  /** A key was sent that belongs to nobody. */
  readonly unknownKey: boolean;
  readonly write: boolean;
}

export function json(value: unknown, headers?: Readonly<Record<string, string>>): Reply {
  const body = JSON.stringify(value);
  return headers === undefined ? { status: 200, body } : { status: 200, body, headers };
}

/** A stream connection as an exchange sees it. */
export interface StreamSocket {
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Nothing is sent while a mute fault holds. */
  send(message: unknown): void;
  close(): void;
  /** Writes a line to the request log. */
  record(method: string, params: URLSearchParams, account: string | null, write: boolean): void;
  /** Tells which account the stream is for, once known (faults by account). */
  owner(account: string): void;
}

export interface StreamHandler {
  message(text: string): void;
  closed(): void;
}
