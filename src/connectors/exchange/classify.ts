import type { Failure, FailureKind } from '../../core/model/reading.ts';
import { scrub } from './scrub.ts';
import { WireFault } from './wireFault.ts';

/** ccxt's error names (its minified classes keep `name`), as our own kinds. Only where the name can be trusted. */
const kindByName: Readonly<Record<string, FailureKind>> = {
  AuthenticationError: 'credentials',
  PermissionDenied: 'credentials',
  AccountNotEnabled: 'credentials',
  AccountSuspended: 'credentials',
  InvalidNonce: 'retryable',
  RequestTimeout: 'unavailable',
  NetworkError: 'unavailable',
  ExchangeNotAvailable: 'unavailable',
  OnMaintenance: 'unavailable',
  RateLimitExceeded: 'rateLimited',
  DDoSProtection: 'rateLimited',
  BadResponse: 'badResponse',
  NullResponse: 'badResponse',
  NotSupported: 'config',
  BadSymbol: 'config',
  BadRequest: 'config',
  ArgumentsRequired: 'config',
  OperationRejected: 'badResponse',
  MarketClosed: 'config',
};

/** What a broken parser throws when an answer has an odd shape. */
const rawErrors = ['TypeError', 'RangeError', 'SyntaxError', 'ReferenceError'];

/** Words of a refused key, whatever class ccxt gives them (Binance −2015 after a success is DDoSProtection there). */
const refusedKey =
  /"code":\s*"?-(2014|2015|1022)\b|EAPI:Invalid (key|signature)|EGeneral:Permission denied|api[- ]?key (is )?(invalid|expired|not found|does not exist)|invalid (api[- ]?key|signature|access[- ]?key|key)\b|signature (mismatch|not valid|is not valid|for this request is not valid)|requires "(apiKey|secret|uid|password|privateKey|walletAddress|token|login|accountId)" credential/i;

const wrongTime = /"code":\s*"?-1021\b|EAPI:Invalid nonce|timestamp for this request|recv_?window/i;
const tooMany = /EAPI:Rate limit|EGeneral:Temporary lockout|too many requests|rate limit/i;

/**
 * What went wrong, in our own classes: by HTTP status, by the exchange's code, by the error's name; the libraries'
 * classes alone mislead. `status` is that of the answer ccxt threw on, where there was one.
 */
export function classify(error: unknown, status?: number): FailureKind {
  if (error instanceof WireFault) return error.kind;
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? error.message : String(error);
  if (rawErrors.includes(name)) return 'badResponse';
  if (wrongTime.test(message)) return 'retryable';
  if (refusedKey.test(message)) return 'credentials';
  if (status === 429 || status === 418 || tooMany.test(message)) return 'rateLimited';
  if (status === 401) return 'credentials';
  const kind = kindByName[name];
  if (kind !== undefined && kind !== 'config') return kind;
  if (status === 403 || status === 451) return 'unavailable';
  if (status !== undefined && status >= 500) return 'unavailable';
  return kind ?? 'badResponse';
}

/** True where the exchange says that the request's time or nonce was wrong. */
export function isWrongTime(error: unknown): boolean {
  return error instanceof Error && (error.name === 'InvalidNonce' || wrongTime.test(error.message));
}

/** The failure in words: what happened at which exchange and what to do; free of secrets. */
export function describe(error: unknown, exchange: string, secrets: readonly string[], status?: number): Failure {
  const kind = classify(error, status);
  const said = scrub(wordsOf(error), secrets);
  const retryAt = error instanceof WireFault ? error.retryAt : undefined;
  const reason = sentence(kind, exchange, said);
  return retryAt === undefined ? { kind, reason } : { kind, reason, retryAt };
}

function sentence(kind: FailureKind, exchange: string, said: string): string {
  switch (kind) {
    case 'credentials':
      return `${exchange} does not accept the API key (${said}): check or replace it`;
    case 'rateLimited':
      return `${exchange} limits the rate of requests (${said}): it is asked again later`;
    case 'retryable':
      return `${exchange} did not accept the request this time (${said})`;
    case 'unavailable':
      return `${exchange} is not available (${said})`;
    case 'badResponse':
      return `${exchange} sent an answer that makes no sense (${said})`;
    case 'refused':
      return said;
    case 'config':
      return `${exchange} cannot do this (${said})`;
  }
}

/** The exchange's own sentence out of ccxt's message, which is `id {json}` or `id METHOD url status text body`. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // ccxt's own errors all carry the name of their class; a plain Error is a library that stumbled over the answer.
  if (error.name === 'Error' || rawErrors.includes(error.name)) return 'its shape is not the documented one';
  const text = error.message;
  const quoted =
    /"(?:msg|message|retMsg|error_message|err-msg|errorMessage|description|reason|error)"\s*:\s*(?:\[\s*)?"((?:[^"\\]|\\.){1,200})"/.exec(
      text,
    );
  const rest = quoted?.[1] ?? text.replace(/^\w+ (?=\{|\[|GET |POST |undefined$)/, '');
  return /^(\{\s*\}|\[\s*\]|undefined|null|)$/.test(rest.trim()) ? 'an empty answer' : rest;
}
