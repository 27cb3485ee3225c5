import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { WireFault } from './wireFault.ts';

export interface WholeResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Longer answers than this are no exchange's (the largest market lists are near 20 MB). */
const mostBytes = 128 * 1024 * 1024;

/** Kept-alive connections, shared by all clients; idle ones keep no process alive. */
const agents = {
  'http:': new HttpAgent({ keepAlive: true, maxSockets: 32 }),
  // Said, because NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would turn it off (SEC-2).
  'https:': new HttpsAgent({ keepAlive: true, maxSockets: 32, rejectUnauthorized: true }),
};

const unpack: Readonly<Record<string, (packed: Buffer) => Promise<Buffer>>> = {
  gzip: (packed) => promisify(gunzip)(packed, { maxOutputLength: mostBytes }),
  deflate: (packed) => promisify(inflate)(packed, { maxOutputLength: mostBytes }),
  br: (packed) => promisify(brotliDecompress)(packed, { maxOutputLength: mostBytes }),
};

/**
 * One HTTP request with its whole body, following no redirect. Node's own client, because its fetch costs twice the time
 * of a small request. Rejects with the system's error, or with the signal's reason.
 */
export async function requestWhole(
  url: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
  signal: AbortSignal,
): Promise<WholeResponse> {
  const secure = url.protocol === 'https:';
  const packable = Object.keys(headers).some((name) => name.toLowerCase() === 'accept-encoding');
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method,
      headers: {
        ...(packable ? {} : { 'accept-encoding': 'gzip, deflate, br' }),
        ...headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      agent: secure ? agents['https:'] : agents['http:'],
      signal,
    });
    request.once('response', resolve);
    request.once('error', reject);
    request.end(body);
  });
  const packed = await bodyOf(response);
  const unpacking = unpack[(response.headers['content-encoding'] ?? '').toLowerCase()];
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers: response.headers,
    body: unpacking === undefined || packed.length === 0 ? packed : await unpacking(packed),
  };
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new WireFault('badResponse', `an answer of more than ${mostBytes / 1024 / 1024} MB`);
    chunks.push(chunk);
  }
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
}
