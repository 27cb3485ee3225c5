import { type ChildProcess, fork } from 'node:child_process';
import * as vscode from 'vscode';
import type { EngineStatus } from '../present/status.ts';
import { type Channel, createChannel, type Handlers } from '../protocol/channel.ts';
import type { EngineEvent, EngineRequests, WindowRequests } from '../protocol/engine.ts';

export interface EngineProcess extends vscode.Disposable {
  readonly status: EngineStatus;
  readonly onStatus: vscode.Event<EngineStatus>;
  readonly onEvent: vscode.Event<EngineEvent>;
  /** Starts the process if it does not run. */
  start(): void;
  /** Starts the engine if need be. Rejects with an Error in words. */
  request<N extends keyof EngineRequests>(
    name: N,
    argument: EngineRequests[N][0],
    timeoutMs?: number,
  ): Promise<EngineRequests[N][1]>;
}

export interface EngineProcessOptions {
  /** The engine's bundle. */
  readonly file: string;
  readonly environment: () => Record<string, string>;
  readonly handlers: Handlers<WindowRequests>;
  readonly log: vscode.LogOutputChannel;
}

const readyWithinMs = 20_000;
const answerWithinMs = 60_000;
const longestPauseMs = 30_000;
/** Having lived this long it was healthy: the next death starts with a short pause again. */
const healthyAfterMs = 60_000;

interface Ready {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Running {
  readonly child: ChildProcess;
  readonly channel: Channel<EngineRequests>;
  readonly startedAt: number;
  readonly ready: Ready;
}

/** The engine's process, kept alive: forked, restarted with a growing pause when it dies, ended with the window. */
export function engineProcess(options: EngineProcessOptions): EngineProcess {
  const statusChanged = new vscode.EventEmitter<EngineStatus>();
  const event = new vscode.EventEmitter<EngineEvent>();
  let status: EngineStatus = { kind: 'off' };
  let running: Running | null = null;
  let deaths = 0;
  let timer: NodeJS.Timeout | null = null;
  let disposed = false;

  const setStatus = (next: EngineStatus): void => {
    status = next;
    statusChanged.fire(next);
  };

  const died = (of: Running, reason: string): void => {
    if (running !== of) return;
    running = null;
    of.channel.close('the engine stopped');
    of.ready.reject(new Error(reason));
    if (disposed) return;
    deaths = Date.now() - of.startedAt > healthyAfterMs ? 1 : deaths + 1;
    const pause = Math.min(longestPauseMs, 500 * 2 ** (deaths - 1));
    options.log.error(`${reason}; starting it again in ${pause / 1000} s`);
    setStatus({ kind: 'restarting', at: Date.now() + pause, reason });
    timer = setTimeout(start, pause);
  };

  const start = (): void => {
    // SEC-2: nothing runs for a workspace that is not trusted.
    if (running !== null || disposed || !vscode.workspace.isTrusted) return;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const child = fork(options.file, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: options.environment(),
    });
    const entry: Running = {
      child,
      startedAt: Date.now(),
      ready: createReady(),
      channel: createChannel<EngineRequests, WindowRequests>({
        // Without a callback a send to a dead process is an uncaught exception in the extension host.
        send: (frame) => {
          child.send(frame, (error) => {
            if (error !== null) options.log.debug(`the engine did not take a message: ${error.message}`);
          });
        },
        onMessage: (listener) => {
          child.on('message', listener);
          return { close: () => void child.off('message', listener) };
        },
        handlers: options.handlers,
        onEvent: (received) => {
          if (received.type === 'ready') {
            options.log.info(`engine ready (process ${received.pid}) after ${Date.now() - entry.startedAt} ms`);
            entry.ready.resolve();
            setStatus({ kind: 'ready' });
          } else if (received.type === 'log') {
            options.log[received.level](received.message);
          }
          event.fire(received);
        },
        timeoutMs: answerWithinMs,
        after: (ms, task) => {
          const handle = setTimeout(task, ms);
          return { close: () => clearTimeout(handle) };
        },
        log: (message) => options.log.debug(message),
      }),
    };
    // Nobody may be waiting for it; a rejection that nobody sees is no bug here.
    entry.ready.promise.catch(() => undefined);
    running = entry;
    setStatus({ kind: 'starting' });
    child.stdout?.on('data', (data: Buffer) => options.log.debug(`engine: ${data.toString().trimEnd()}`));
    child.stderr?.on('data', (data: Buffer) => options.log.warn(`engine: ${data.toString().trimEnd()}`));
    child.on('error', (error) => died(entry, `The engine could not run: ${error.message}`));
    child.on('exit', (code, signal) => died(entry, `The engine stopped (${signal ?? `code ${code}`})`));
  };

  return {
    get status() {
      return status;
    },
    onStatus: statusChanged.event,
    onEvent: event.event,
    start,
    async request(name, argument, timeoutMs) {
      start();
      const entry = running;
      if (entry === null) {
        throw new Error(
          vscode.workspace.isTrusted
            ? 'The engine is not running'
            : 'Quantfolio does nothing in Restricted Mode; trust this workspace first',
        );
      }
      await within(entry.ready.promise, readyWithinMs);
      return entry.channel.request(name, argument, timeoutMs);
    },
    dispose() {
      disposed = true;
      if (timer !== null) clearTimeout(timer);
      const entry = running;
      running = null;
      entry?.channel.close('the window closes');
      // The engine ends itself when the channel closes, after writing what it has.
      if (entry?.child.connected) entry.child.disconnect();
      statusChanged.dispose();
      event.dispose();
    },
  };
}

function createReady(): Ready {
  let settle: Pick<Ready, 'resolve' | 'reject'> = { resolve: () => undefined, reject: () => undefined };
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

async function within(ready: Promise<void>, ms: number): Promise<void> {
  let handle: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    handle = setTimeout(() => reject(new Error(`The engine did not start within ${ms / 1000} s`)), ms);
  });
  try {
    await Promise.race([ready, late]);
  } finally {
    clearTimeout(handle);
  }
}
