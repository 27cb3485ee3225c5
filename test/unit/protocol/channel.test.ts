import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Channel, createChannel, type Handlers } from '../../../src/protocol/channel.ts';
import type { EngineEvent, Frame } from '../../../src/protocol/engine.ts';

interface Ping {
  double: [number, number];
  explode: [null, null];
  hang: [null, null];
}
interface Pong {
  name: [null, string];
}

interface Timer {
  readonly ms: number;
  readonly task: () => void;
  cancelled: boolean;
}

function pair(handlers: Partial<Handlers<Ping>> = {}) {
  const timers: Timer[] = [];
  const logs: string[] = [];
  const events: EngineEvent[] = [];
  let toEngine: (message: unknown) => void = () => undefined;
  let toWindow: (message: unknown) => void = () => undefined;
  const after = (ms: number, task: () => void) => {
    const timer: Timer = { ms, task, cancelled: false };
    timers.push(timer);
    return {
      close: () => {
        timer.cancelled = true;
      },
    };
  };
  const common = { timeoutMs: 5000, after, log: (message: string) => void logs.push(message) };
  // structuredClone is what the wire's 'advanced' serialisation does: a function cannot be carried.
  const window: Channel<Ping> = createChannel<Ping, Pong>({
    ...common,
    send: (frame) => toEngine(structuredClone(frame)),
    onMessage: (listener) => {
      toWindow = listener;
      return { close: () => undefined };
    },
    handlers: { name: () => 'window' },
    onEvent: (event) => void events.push(event),
  });
  const engine: Channel<Pong> = createChannel<Pong, Ping>({
    ...common,
    send: (frame) => toWindow(structuredClone(frame)),
    onMessage: (listener) => {
      toEngine = listener;
      return { close: () => undefined };
    },
    handlers: {
      double: (n) => n * 2,
      explode: () => {
        throw new Error('no such folder');
      },
      hang: () => new Promise(() => undefined),
      ...handlers,
    },
  });
  return {
    window,
    engine,
    timers,
    logs,
    events,
    toEngine: (m: unknown) => toEngine(m),
    toWindow: (m: unknown) => toWindow(m),
  };
}

describe('channel', () => {
  it('answers requests in both directions, many at once, and cancels their timers', async () => {
    const { window, engine, timers } = pair();
    assert.deepEqual(await Promise.all([window.request('double', 2), window.request('double', 21)]), [4, 42]);
    assert.equal(await engine.request('name', null), 'window');
    assert.ok(timers.length === 3 && timers.every((timer) => timer.cancelled));
  });

  it('answers in words when a handler throws or rejects', async () => {
    const { window } = pair({ hang: () => Promise.reject(new Error('gone')) });
    await assert.rejects(window.request('explode', null), /no such folder/);
    await assert.rejects(window.request('hang', null), /gone/);
  });

  it('answers in words when the answer cannot be carried by the wire', async () => {
    const { window } = pair({ double: (() => () => 1) as unknown as (n: number) => number });
    await assert.rejects(window.request('double', 1), /could not be cloned/);
  });

  it('answers an unknown name in words, inherited names too', async () => {
    const { toEngine, window } = pair();
    await assert.rejects(
      (window as unknown as Channel<Record<string, [null, null]>>).request('nonsense', null),
      /unknown request/,
    );
    await assert.rejects(
      (window as unknown as Channel<Record<string, [null, null]>>).request('toString', null),
      /unknown request/,
    );
    toEngine(null);
  });

  it('rejects after the time-out, and ignores the late answer with a log line', async () => {
    const { window, timers, logs, toWindow } = pair();
    const pending = window.request('hang', null);
    assert.equal(timers[0]?.ms, 5000);
    timers[0]?.task();
    await assert.rejects(pending, /'hang' was not answered within 5 s/);
    toWindow({ t: 'answer', id: 1, ok: true, value: null } satisfies Frame);
    assert.match(logs.join(), /nobody waits/);
  });

  it('ignores malformed frames with a log line each', () => {
    const { toEngine, logs } = pair();
    const bad: unknown[] = [
      null,
      7,
      'x',
      {},
      { t: 'request' },
      { t: 'request', id: 'a', name: 'double' },
      { t: 'request', id: 1.5, name: 'double' },
      { t: 'answer', id: 1 },
      { t: 'answer', id: 1, ok: false },
      { t: 'event' },
      { t: 'event', event: { type: 'log', level: 'loud', message: 'x' } },
      { t: 'event', event: { type: 'nonsense' } },
    ];
    for (const message of bad) toEngine(message);
    assert.equal(logs.filter((line) => line === 'ignored a malformed frame').length, bad.length);
  });

  it('carries events, and a listener that throws breaks nothing', async () => {
    const { engine, window, events } = pair();
    engine.emit({ type: 'closed', folder: '/a' });
    assert.deepEqual(events, [{ type: 'closed', folder: '/a' }]);
    assert.equal(await window.request('double', 1), 2);
  });

  it('rejects everything that waits when it is closed, and new requests after', async () => {
    const { window } = pair();
    const pending = window.request('hang', null);
    window.close('the engine stopped');
    await assert.rejects(pending, /the engine stopped/);
    await assert.rejects(window.request('double', 1), /the engine stopped/);
  });

  it('rejects at once when the wire throws', async () => {
    const channel = createChannel<Ping, Pong>({
      send: () => {
        throw new Error('EPIPE');
      },
      onMessage: () => ({ close: () => undefined }),
      handlers: { name: () => '' },
      timeoutMs: 1,
      after: () => ({ close: () => undefined }),
      log: () => undefined,
    });
    await assert.rejects(channel.request('double', 1), /could not be sent: EPIPE/);
  });
});
