import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { StreamHandler, StreamSocket } from './exchange.ts';
import type { Faults } from './faults.ts';
import { faultMeets } from './faults.ts';
import type { RequestLog } from './log.ts';
import { publicParams } from './log.ts';

export interface StreamParts {
  readonly log: RequestLog;
  readonly faults: Faults;
  now(): number;
  exchange(host: string): ((socket: StreamSocket) => StreamHandler | null) | null;
}

export interface StreamServer {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Connections open now. */
  count(): number;
  close(): void;
}

/** Sends pings as exchanges do, so that a client's liveness checks pass. */
const pingMs = 20_000;

export function createStreamServer(parts: StreamParts): StreamServer {
  const server = new WebSocketServer({ noServer: true });
  const open = new Map<
    WebSocket,
    { readonly host: string; readonly path: string; readonly method: string; account: string | null }
  >();
  parts.faults.onAdd((fault) => {
    if (fault.effect.kind !== 'wsDrop') return;
    for (const [socket, target] of open) if (faultMeets(fault, target)) socket.terminate();
  });
  const connected = (socket: WebSocket, host: string, path: string, query: URLSearchParams): void => {
    const target = { host, path, method: 'WS', account: null as string | null };
    const record: StreamSocket['record'] = (method, params, account, write) =>
      parts.log.add({
        at: parts.now(),
        transport: 'ws',
        host,
        path,
        method,
        query: publicParams(params),
        account,
        status: 101,
        write,
        fault: null,
      });
    const effect = parts.faults.strike(target, 'ws');
    record('connect', query, null, false);
    if (effect?.kind === 'wsDrop') {
      socket.terminate();
      return;
    }
    open.set(socket, target);
    const handler = parts.exchange(host)?.({
      host,
      path,
      query,
      send: (message) => {
        if (socket.readyState === socket.OPEN && !parts.faults.holds(target, 'wsMute'))
          socket.send(JSON.stringify(message));
      },
      close: () => socket.close(),
      record,
      owner: (account) => {
        target.account = account;
      },
    });
    const ping = setInterval(() => socket.ping(), pingMs);
    socket.on('close', () => {
      clearInterval(ping);
      open.delete(socket);
      handler?.closed();
    });
    socket.on('error', () => socket.terminate());
    if (handler === null || handler === undefined) {
      socket.close(1008, 'no such stream');
      return;
    }
    socket.on('message', (data) => {
      try {
        handler.message(String(data));
      } catch (error) {
        // A message no exchange understands: real ones answer with an error and go on.
        socket.send(JSON.stringify({ error: { code: 2, msg: `Invalid request: ${String(error)}` } }));
      }
    });
  };
  return {
    upgrade: (request, socket, head) => {
      const url = new URL(request.url ?? '/', 'ws://127.0.0.1');
      const [, host = '', ...rest] = url.pathname.split('/');
      const name = decodeURIComponent(host);
      if (parts.exchange(name) === null) return void socket.destroy();
      server.handleUpgrade(request, socket, head, (client) =>
        connected(client, name, `/${rest.join('/')}`, url.searchParams),
      );
    },
    count: () => open.size,
    close: () => {
      for (const socket of open.keys()) socket.terminate();
      server.close();
    },
  };
}
