import type { Closable } from '../core/ports.ts';
import type { EngineEvent, Frame } from './engine.ts';
import { Refused } from './refused.ts';

/** A map of requests by name: `[argument, answer]`. */
export type Requests<T> = { readonly [N in keyof T]: readonly [unknown, unknown] };

/** How this end answers each request of the other end. Throwing is allowed: the other end gets the words. */
export type Handlers<T extends Requests<T>> = {
  readonly [N in keyof T]: (argument: T[N][0]) => T[N][1] | Promise<T[N][1]>;
};

export interface ChannelOptions<Answers extends Requests<Answers>> {
  /** Puts one frame on the wire; may throw when the wire is gone. */
  send(frame: Frame): void;
  /** Subscribes to everything that comes from the wire. */
  onMessage(listener: (message: unknown) => void): Closable;
  readonly handlers: Handlers<Answers>;
  /** Called for every event of the other end. */
  readonly onEvent?: (event: EngineEvent) => void;
  /** A request without an answer is rejected after this. */
  readonly timeoutMs: number;
  /** The timer, as `Clock.after`: this room has none of its own. */
  after(ms: number, task: () => void): Closable;
  /** Malformed frames and answers that nobody waits for, in words. */
  log(message: string): void;
}

/** One end of a wire between two processes. `Asks`: what this end may ask; `Answers`: what it answers. */
export interface Channel<Asks extends Requests<Asks>> extends Closable {
  /** Rejects with an Error in words: the other end's reason, a time-out, or a closed channel. Never waits for ever. */
  request<N extends keyof Asks & string>(name: N, argument: Asks[N][0], timeoutMs?: number): Promise<Asks[N][1]>;
  /** Sends an event; a wire that is gone is logged, not thrown. */
  emit(event: EngineEvent): void;
  /** Rejects everything that waits with `reason`, stops listening. */
  close(reason?: string): void;
}

interface Waiting {
  readonly name: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Closable;
}

/** Multiplexes requests, answers and events over one wire; used by both ends, window and engine. */
export function createChannel<Asks extends Requests<Asks>, Answers extends Requests<Answers>>(
  options: ChannelOptions<Answers>,
): Channel<Asks> {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let closed: string | null = null;

  const sendSafely = (frame: Frame): void => {
    try {
      options.send(frame);
    } catch (error) {
      options.log(`could not send a frame: ${wordsOf(error)}`);
    }
  };
  const settle = (id: number): Waiting | null => {
    const entry = waiting.get(id) ?? null;
    if (entry !== null) {
      waiting.delete(id);
      void entry.timer.close();
    }
    return entry;
  };
  const answer = async (frame: Extract<Frame, { t: 'request' }>): Promise<void> => {
    const { id, name, argument } = frame;
    try {
      if (!Object.hasOwn(options.handlers, name)) throw new Error(`unknown request '${name}'`);
      const handler = (options.handlers as Record<string, (argument: unknown) => unknown>)[name];
      if (handler === undefined) throw new Error(`unknown request '${name}'`);
      const value = await handler(argument);
      // Not sendSafely: a value the wire cannot carry must become an answer in words, or the other end waits.
      options.send({ t: 'answer', id, ok: true, value });
    } catch (error) {
      sendSafely({ t: 'answer', id, ok: false, error: wordsOf(error) });
    }
  };
  const receive = (message: unknown): void => {
    if (closed !== null) return;
    const frame = frameOf(message);
    if (frame === null) {
      options.log('ignored a malformed frame');
    } else if (frame.t === 'request') {
      void answer(frame);
    } else if (frame.t === 'event') {
      try {
        options.onEvent?.(frame.event);
      } catch (error) {
        options.log(`an event's listener failed: ${wordsOf(error)}`);
      }
    } else {
      const entry = settle(frame.id);
      if (entry === null) options.log(`ignored an answer nobody waits for (${frame.id})`);
      else if (frame.ok) entry.resolve(frame.value);
      else entry.reject(new Refused(frame.error));
    }
  };
  const subscription = options.onMessage(receive);

  return {
    request(name, argument, timeoutMs = options.timeoutMs) {
      if (closed !== null) return Promise.reject(new Error(closed));
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const timer = options.after(timeoutMs, () => {
          settle(id)?.reject(new Error(`'${name}' was not answered within ${timeoutMs / 1000} s`));
        });
        waiting.set(id, { name, resolve: resolve as (value: unknown) => void, reject, timer });
        try {
          options.send({ t: 'request', id, name, argument });
        } catch (error) {
          settle(id)?.reject(new Error(`'${name}' could not be sent: ${wordsOf(error)}`));
        }
      });
    },
    emit(event) {
      if (closed === null) sendSafely({ t: 'event', event });
    },
    close(reason = 'the connection is closed') {
      if (closed !== null) return;
      closed = reason;
      void subscription.close();
      for (const id of [...waiting.keys()]) settle(id)?.reject(new Error(reason));
    },
  };
}

/** A frame, if the message is one. The values inside are for the handlers to judge. */
function frameOf(message: unknown): Frame | null {
  if (typeof message !== 'object' || message === null) return null;
  const frame = message as Record<string, unknown>;
  const id = frame['id'];
  switch (frame['t']) {
    case 'request':
      return isId(id) && typeof frame['name'] === 'string'
        ? { t: 'request', id, name: frame['name'], argument: frame['argument'] }
        : null;
    case 'answer':
      if (!isId(id)) return null;
      if (frame['ok'] === true) return { t: 'answer', id, ok: true, value: frame['value'] };
      return frame['ok'] === false && typeof frame['error'] === 'string'
        ? { t: 'answer', id, ok: false, error: frame['error'] }
        : null;
    case 'event':
      return isEvent(frame['event']) ? { t: 'event', event: frame['event'] } : null;
    default:
      return null;
  }
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

function isEvent(value: unknown): value is EngineEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as Record<string, unknown>;
  switch (event['type']) {
    case 'ready':
      return typeof event['pid'] === 'number' && typeof event['versions'] === 'object' && event['versions'] !== null;
    case 'state':
      return typeof event['state'] === 'object' && event['state'] !== null;
    case 'closed':
      return typeof event['folder'] === 'string';
    case 'execution':
      return typeof event['execution'] === 'object' && event['execution'] !== null;
    case 'log':
      return (
        typeof event['message'] === 'string' &&
        ['debug', 'info', 'warn', 'error'].some((level) => level === event['level'])
      );
    default:
      return false;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
