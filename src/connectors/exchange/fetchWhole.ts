import type { IncomingHttpHeaders } from 'node:http';
import type { Limiter } from './limiter.ts';
import { currentOperation, type Operation } from './operation.ts';
import { requestWhole } from './requestWhole.ts';
import { WireFault } from './wireFault.ts';

interface FetchInit {
  readonly method: string;
  readonly headers?: Record<string, string> | undefined;
  readonly body?: string | undefined;
}

export interface WholeAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  text(): Promise<string>;
  arrayBuffer(): Promise<Uint8Array>;
}

/**
 * The fetch that every ccxt instance is given: the deadline covers headers and body (ccxt's own ends with the headers, so
 * a stalled body would never time out), no redirect is followed, 418 and 429 pause the limiter, and a request that did
 * not come through the read-only gate is refused.
 */
export function createFetchWhole(
  limiter: Limiter,
  deadlineMs: number,
): (url: string, init: FetchInit) => Promise<WholeAnswer> {
  return async (url, init) => {
    const operation = currentOperation();
    if (operation === undefined || operation.admitted === null)
      throw new WireFault('refused', 'a request that did not pass the read-only gate was not sent');
    // The gate judged this method; signing must not have made another of it.
    if (init.method !== operation.admitted.split(' ', 1)[0])
      throw new WireFault('refused', `a request admitted as ${operation.admitted} was not sent as ${init.method}`);
    if (operation.writes) await leave(operation, `${url}\n${init.body ?? ''}`);
    const deadline = AbortSignal.timeout(deadlineMs);
    const signal = AbortSignal.any([operation.signal, deadline]);
    const target = new URL(url);
    const { host } = target;
    try {
      const response = await requestWhole(target, init.method, init.headers ?? {}, init.body, signal);
      refuseRedirect(response.status, response.headers.location ?? '', host);
      if (response.status === 429 || response.status === 418) {
        const retryAt = Date.now() + waitOf(response.headers, response.status);
        limiter.pauseUntil(retryAt);
        throw new WireFault('rateLimited', `too many requests (HTTP ${response.status})`, retryAt);
      }
      const text = response.body.toString('utf8');
      return {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
        text: async () => text,
        arrayBuffer: async () => response.body,
      };
    } catch (error) {
      if (error instanceof WireFault) throw error;
      if (operation.signal.aborted) throw new WireFault('retryable', 'cancelled before the answer was complete');
      if (deadline.aborted)
        throw new WireFault('unavailable', `${host} did not send a whole answer within ${deadlineMs / 1000} s`);
      if (/^(Z_|ERR_BUFFER|HPE_)/.test(causeOf(error)))
        throw new WireFault('badResponse', `what ${host} sent could not be unpacked (${causeOf(error)})`);
      throw new WireFault('unavailable', `${host} could not be reached (${causeOf(error)})`);
    }
  };
}

/**
 * Rule 3: the last thing asked before an order leaves, after it was signed and waited for its turn. Nothing is awaited between
 * the answer and the request.
 */
async function leave({ write, signal }: Operation, request: string): Promise<void> {
  if (write === null || write.sent) throw new WireFault('refused', 'an order without a permit was not sent');
  // The permit is for one order, not for whatever its endpoint takes.
  if (write.names === '' || !request.includes(write.names))
    throw new WireFault('refused', 'a request that is not the permitted order was not sent');
  const holds = await write.permit.holds().catch(() => false);
  if (!holds) throw new WireFault('refused', 'trading was switched off before the order left: nothing was sent');
  if (signal.aborted) throw new WireFault('refused', 'cancelled before the order left: nothing was sent');
  // While the permit was asked, another request of the same operation may have left.
  if (write.sent) throw new WireFault('refused', 'an order without a permit was not sent');
  write.sent = true;
}

function refuseRedirect(status: number, location: string, host: string): void {
  if (status < 300 || status >= 400) return;
  const target = URL.canParse(location) ? new URL(location).host : host;
  throw new WireFault('badResponse', `${host} redirected to ${target}, which was not followed`);
}

/** Retry-After in seconds or as a date; without one, a minute for 429 and five for a ban (418). */
function waitOf(headers: IncomingHttpHeaders, status: number): number {
  const text = headers['retry-after'];
  const most = 60 * 60_000;
  if (text !== undefined) {
    const seconds = Number(text);
    if (Number.isFinite(seconds)) return Math.min(Math.max(seconds * 1000, 250), most);
    const date = Date.parse(text);
    if (!Number.isNaN(date)) return Math.min(Math.max(date - Date.now(), 250), most);
  }
  return status === 418 ? 5 * 60_000 : 60_000;
}

/** The system's word for what went wrong (ECONNREFUSED); never an address with a query. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
