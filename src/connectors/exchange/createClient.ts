import type { Credentials } from '../../core/ports.ts';
import type { CcxtExchange, Dict, ExchangeClass } from './ccxtExchange.ts';
import { createFetchWhole } from './fetchWhole.ts';
import type { Limiter } from './limiter.ts';
import { currentOperation, newOperation, runOperation } from './operation.ts';
import { admitsOrder } from './orderGate.ts';
import { refuseWrite } from './readOnlyGate.ts';
import { redirectExchange } from './redirect.ts';
import { WireFault } from './wireFault.ts';

interface ClientSettings {
  readonly exchangeClass: ExchangeClass;
  readonly sandbox: boolean;
  readonly redirectedTo: string | null;
  /** Null for public data only. */
  readonly credentials: Credentials | null;
  readonly options: Dict;
  readonly deadlineMs: number;
  limiterOf(rateLimit: number): Limiter;
}

export interface Client {
  readonly exchange: CcxtExchange;
  /** The HTTP status of the answer on which ccxt threw this error, where there was one. */
  statusOf(error: unknown): number | undefined;
}

/** How far a burst of requests may push nonces ahead of the clock. Binance takes them for times, 1,000 ms ahead at most. */
const nonceAheadMs = 500;

/** Numbers of more digits than a double holds; ccxt guards only integers. */
const longNumber = /[:,[]\s*-?(?=[\d.]{17})\d+(\.\d+)?/;

/**
 * A ccxt instance as this product uses it: exact decimal text, own fetch with a deadline over the body, own limiter, no
 * retries of its own, answers checked before the exchange's code sees them, nothing but reads and the
 * orders that an operation has leave for.
 */
export function createClient(settings: ClientSettings): Client {
  const exchange = new settings.exchangeClass({
    options: settings.options,
    // Only a spare: the deadline is in our own fetch.
    timeout: settings.deadlineMs + 60_000,
    newUpdates: false,
  });
  if (settings.sandbox) exchange.setSandboxMode(true);
  if (settings.redirectedTo !== null) redirectExchange(exchange, settings.redirectedTo);
  if (settings.credentials !== null) giveKeys(exchange, settings.credentials);
  const limiter = settings.limiterOf(exchange.rateLimit);
  const statuses = new WeakMap<object, number>();

  exchange.number = String;
  exchange.options['maxRetriesOnFailure'] = 0;
  // ccxt would have the account approve a fee for its own benefit while it merely reads markets (aster, grvt, hyperliquid).
  exchange.options['builderFee'] = false;
  // Dearer requests for all symbols at once are known to be dear, and are still cheaper than one for each symbol.
  exchange.options['warnOnFetchOpenOrdersWithoutSymbol'] = false;
  exchange.fetchImplementation = createFetchWhole(limiter, settings.deadlineMs);
  exchange.enableRateLimit = true;
  exchange.throttle = (cost = 1) => {
    const operation = currentOperation();
    const signal = operation?.signal ?? new AbortController().signal;
    const { background = false, writes = false } = operation ?? {};
    if (writes) return limiter.takeFirst(cost, signal);
    if (background === false) return limiter.take(cost, signal);
    return limiter.takeWhenIdle(cost, signal, background === 'last');
  };
  // ccxt's are the time in milliseconds, and two requests within one would carry the same, which Kraken and others refuse.
  const nonce = exchange.nonce.bind(exchange);
  let lastNonce = 0;
  exchange.nonce = () => {
    const next = nonce();
    // Nonces in seconds are times that must be right, and a clock that was set back is followed.
    const burst = next > 1e12 && next <= lastNonce && lastNonce - next < nonceAheadMs;
    lastNonce = burst ? lastNonce + 1 : next;
    return lastNonce;
  };

  const parseJson = exchange.parseJson.bind(exchange);
  exchange.parseJson = (text) => (longNumber.test(text) ? parseQuoted(exchange.onJsonResponse(text)) : parseJson(text));

  // Parsing asks nothing, so what it throws is about this one row: it has no price, and the others keep theirs.
  const parseTicker = exchange.parseTicker.bind(exchange);
  exchange.parseTicker = (...values) => {
    try {
      return parseTicker(...values);
    } catch {
      return { symbol: undefined, info: values[0] };
    }
  };

  // What a cryptographic library says of a key in the wrong form is no answer of the exchange.
  const sign = exchange.sign.bind(exchange);
  exchange.sign = (...values) => {
    try {
      return sign(...values);
    } catch (error) {
      if (settings.credentials === null || isCcxtError(error)) throw error;
      throw new WireFault('credentials', `the key or secret is not in the form that ${exchange.name} gives out`);
    }
  };

  const fetch2 = exchange.fetch2.bind(exchange);
  exchange.fetch2 = (path, api = 'public', method = 'GET', params = {}, headers, body, config) => {
    const operation = currentOperation() ?? newOperation(new AbortController().signal);
    const section = typeof api === 'string' ? api : api.join('/');
    const writes = admitsOrder(exchange.id, `${method} ${section} ${path}`, operation.write);
    const refusal = writes ? null : refuseWrite(exchange.id, api, method, path);
    if (refusal !== null) return Promise.reject(new WireFault('refused', refusal));
    const endpoint = `${method} ${String(api)} ${path}`;
    operation.requests.push(`${endpoint} ${JSON.stringify(params)}`);
    return runOperation({ ...operation, admitted: endpoint, writes }, () =>
      fetch2(path, api, method, params, headers, body, config),
    );
  };

  // Orders can be sent over WebSocket too; nothing is until streams come with a gate of their own.
  const noSocket = (): Promise<never> =>
    Promise.reject(new WireFault('refused', `${exchange.id}: WebSocket requests are not sent; Quantfolio only reads`));
  exchange.watch = noSocket;
  exchange.watchMultiple = noSocket;

  const handleErrors = exchange.handleErrors.bind(exchange);
  exchange.handleErrors = (status, statusText, url, method, headers, body, parsed, requestHeaders, requestBody) => {
    const operation = currentOperation();
    operation?.answers.push({ endpoint: operation.admitted ?? '', status, body: parsed });
    checkBody(status, body, parsed);
    try {
      return handleErrors(status, statusText, url, method, headers, body, parsed, requestHeaders, requestBody);
    } catch (error) {
      if (typeof error === 'object' && error !== null) statuses.set(error, status);
      throw error;
    }
  };

  return {
    exchange,
    statusOf: (error) => (typeof error === 'object' && error !== null ? statuses.get(error) : undefined),
  };
}

/** ccxt's own errors carry their class in `name`; others are Error, TypeError, RangeError. */
function isCcxtError(error: unknown): boolean {
  return error instanceof Error && !/^(Error|TypeError|RangeError|SyntaxError)$/.test(error.name);
}

/** Rejects what cannot be an answer, before the exchange's own code makes an empty balance of it. */
function checkBody(status: number, body: string, parsed: unknown): void {
  if (parsed !== undefined && parsed !== null) return;
  const looks = body === '' ? 'nothing' : body.startsWith('<') ? 'a web page' : 'something other than JSON';
  if (status >= 500 || status === 403 || status === 451)
    throw new WireFault('unavailable', `HTTP ${status} with ${looks}`);
  if (status === 401) throw new WireFault('credentials', `HTTP 401 with ${looks}`);
  if (status >= 400) throw new WireFault('badResponse', `HTTP ${status} with ${looks}`);
  // A few public endpoints answer a bare number or a quoted word (server time).
  if (/^(-?\d+(\.\d+)?|"[^"<{]*")$/.test(body)) return;
  throw new WireFault('badResponse', `${looks} where JSON was due`);
}

function parseQuoted(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * One pair of fields for all: where an exchange signs with a wallet, its address is the key and the private key the
 * secret; sub-account and portfolio numbers are the uid.
 */
function giveKeys(exchange: CcxtExchange, { apiKey, secret, password, uid }: Credentials): void {
  const needs = exchange.requiredCredentials;
  const given: Record<string, string> = { walletAddress: apiKey };
  const byWallet = needs['privateKey'] === true || needs['walletAddress'] === true;
  if (byWallet && secret !== '') given['privateKey'] = secret;
  if (!byWallet || needs['apiKey'] === true) Object.assign(given, { apiKey, secret });
  if (needs['token'] === true) given['token'] = apiKey;
  if (password !== undefined) given['password'] = password;
  if (uid !== undefined) {
    Object.assign(given, { uid, login: uid, accountId: uid });
    exchange.options['deriveWalletAddress'] ||= uid;
    exchange.options['portfolio'] ||= uid;
  }
  Object.assign(exchange, given);
}
