import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Answer, Call, Reply } from './exchange.ts';
import type { FaultEffect, Faults } from './faults.ts';
import { garbage } from './faults.ts';
import type { RequestLog } from './log.ts';
import { publicParams } from './log.ts';

export interface HttpParts {
  readonly log: RequestLog;
  readonly faults: Faults;
  now(): number;
  /** The exchange behind a host of its own; null for a host nobody simulates. */
  exchange(host: string): ((call: Call) => Answer) | null;
  /** Whether a request would create, change or cancel something. */
  writes(call: Call): boolean;
  /** Whose key a request carries. */
  accountOf(call: Call): string | null;
  /** Requests to the simulator itself, under /_simulator. */
  control(call: Call): Reply;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function bodyParams(body: string): [string, string][] {
  if (!body.startsWith('{')) return [...new URLSearchParams(body)];
  const parsed = JSON.parse(body) as Record<string, unknown>;
  return Object.entries(parsed).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

async function callOf(request: IncomingMessage): Promise<Call> {
  const [address, rawQuery = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const [, host = '', ...rest] = (address ?? '').split('/');
  const rawBody = await bodyOf(request);
  return {
    host: decodeURIComponent(host),
    method: request.method ?? 'GET',
    path: `/${rest.join('/')}`,
    rawQuery,
    rawBody,
    header: (name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : null;
    },
    params: new URLSearchParams([...new URLSearchParams(rawQuery), ...bodyParams(rawBody)]),
  };
}

const jsonType = { 'content-type': 'application/json;charset=UTF-8' };

function send(response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...jsonType, 'content-length': String(body.length), ...reply.headers });
  response.end(body);
}

/** The status a client sees, 0 for none. */
function faultStatus(effect: FaultEffect, reply: Reply): number {
  if (effect.kind === 'delay') return reply.status;
  if (effect.kind === 'status') return effect.status;
  return effect.kind === 'drop' ? 0 : 200;
}

/** Answers with the fault in place of the real reply. */
async function sendFault(response: ServerResponse, effect: FaultEffect, reply: Reply): Promise<void> {
  switch (effect.kind) {
    case 'status': {
      const made: Reply = { status: effect.status, body: effect.body ?? '' };
      send(response, effect.headers === undefined ? made : { ...made, headers: effect.headers });
      return;
    }
    case 'delay': {
      await new Promise((resolve) => setTimeout(resolve, effect.ms).unref());
      send(response, reply);
      return;
    }
    case 'stall': {
      const { body } = reply;
      response.writeHead(200, { ...jsonType, 'content-length': String(Buffer.byteLength(body) + 1) });
      response.write(body.slice(0, Math.floor(body.length / 2)) || ' ');
      return;
    }
    case 'garbage': {
      const type = effect.body === 'html' ? 'text/html' : effect.body === 'text' ? 'text/plain' : 'application/json';
      send(response, { status: 200, body: garbage(effect.body, reply.body), headers: { 'content-type': type } });
      return;
    }
    case 'drop':
      response.socket?.destroy();
      return;
    case 'wsDrop':
    case 'wsMute':
      throw new Error(`${effect.kind} is a fault of streams`);
  }
}

/** What stands in for an answer of an exchange that saw no request: a gateway's. */
const unseen: Reply = {
  status: 504,
  body: '<html><body>504 Gateway Time-out</body></html>',
  headers: { 'content-type': 'text/html' },
};

/** `/<original host>/<path>`: finds the exchange, lets it answer, injects faults, writes the log. */
export function httpListener(parts: HttpParts): RequestListener {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await callOf(request);
    if (call.host === '_simulator') return send(response, parts.control(call));
    const exchange = parts.exchange(call.host);
    if (exchange === null) {
      // Nobody there could have said what it was: anything but a question counts.
      const { host, path, method } = call;
      const tried = method === 'GET' ? {} : { attempt: true as const };
      const entry = {
        at: parts.now(),
        transport: 'http',
        host,
        path,
        method,
        query: publicParams(call.params),
      } as const;
      parts.log.add({ ...entry, account: parts.accountOf(call), status: 404, write: false, fault: null, ...tried });
      return send(response, {
        status: 404,
        body: `{"error":"no exchange is simulated at ${call.host.replace(/[^\w.:-]/g, '')}"}`,
      });
    }
    const at = parts.now();
    const place = { host: call.host, path: call.path, method: call.method };
    const lost = parts.faults.strike({ ...place, account: parts.accountOf(call) }, 'http', true);
    if (lost !== null) {
      const query = publicParams(call.params);
      const status = faultStatus(lost, unseen);
      // It reached no exchange, so it wrote nothing; that it was sent counts all the same.
      const tried = parts.writes(call) ? { attempt: true as const } : {};
      const seen = { account: parts.accountOf(call), write: false, fault: lost.kind, ...tried } as const;
      parts.log.add({ at, transport: 'http', ...place, query, status, ...seen });
      return sendFault(response, lost, unseen);
    }
    const answer = exchange(call);
    const account = answer.account?.id ?? (answer.unknownKey ? 'unknown key' : null);
    const target = { ...place, account };
    const effect = parts.faults.strike(target, 'http');
    const entry = {
      at,
      transport: 'http',
      ...target,
      query: publicParams(call.params),
      write: answer.write,
      fault: effect?.kind ?? null,
    } as const;
    if (effect === null) {
      parts.log.add({ ...entry, status: answer.reply.status });
      send(response, answer.reply);
      return;
    }
    // Logged before it is sent: a stalled or slow answer must show while the client still waits.
    parts.log.add({ ...entry, status: faultStatus(effect, answer.reply) });
    await sendFault(response, effect, answer.reply);
  };
  return (request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, body: JSON.stringify({ error: `the simulator failed: ${String(error)}` }) });
    });
  };
}
