import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import type { Account } from '../world.ts';
import { refusals } from './reply.ts';

export type Checked = { readonly account: Account } | { readonly refused: Reply };

/** Binance's hosts accept a request this far ahead of their clock, milliseconds. */
const aheadMs = 1000;
const defaultRecvWindowMs = 5000;

export function accountOfKey(context: ExchangeContext, key: string | null): Account | null {
  const { accounts } = context.live.world;
  return accounts.find((account) => account.exchange === 'binance' && account.apiKey === key) ?? null;
}

export function checkKey(context: ExchangeContext, key: string | null): Checked {
  if (key === null || !/^[A-Za-z0-9]{64}$/.test(key)) return { refused: refusals.keyFormat };
  const account = accountOfKey(context, key);
  if (account === null || account.revoked || !account.permissions.read) return { refused: refusals.key };
  return { account };
}

function sameSignature(expected: string, given: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}

export function checkClock(context: ExchangeContext, params: URLSearchParams): Reply | null {
  const timestamp = Number(params.get('timestamp') ?? Number.NaN);
  if (!Number.isFinite(timestamp)) return refusals.timestampMissing;
  const window = Number(params.get('recvWindow') ?? defaultRecvWindowMs);
  const now = context.now();
  if (timestamp >= now + aheadMs) return refusals.timestampAhead;
  return now - timestamp > window ? refusals.timestampBehind : null;
}

/** Signed over the query string followed by the body, as sent, without the signature itself. HMAC-SHA256, hex. */
export function checkSigned(context: ExchangeContext, call: Call): Checked {
  const key = checkKey(context, call.header('x-mbx-apikey'));
  if ('refused' in key) return key;
  const late = checkClock(context, call.params);
  if (late !== null) return { refused: late };
  const given = call.params.get('signature') ?? '';
  const payload = `${call.rawQuery}${call.rawBody}`.replace(/(^|&)signature=[^&]*/, '');
  const expected = createHmac('sha256', key.account.secret).update(payload).digest('hex');
  return sameSignature(expected, given) ? key : { refused: refusals.signature };
}

/** A message of the WebSocket API: signed over its parameters sorted by name. */
export function checkSignedMessage(context: ExchangeContext, params: URLSearchParams): Checked {
  const key = checkKey(context, params.get('apiKey'));
  if ('refused' in key) return key;
  const late = checkClock(context, params);
  if (late !== null) return { refused: late };
  const sorted = [...params].filter(([name]) => name !== 'signature').sort(([a], [b]) => (a < b ? -1 : 1));
  const payload = sorted.map(([name, value]) => `${name}=${value}`).join('&');
  const expected = createHmac('sha256', key.account.secret).update(payload).digest('hex');
  return sameSignature(expected, params.get('signature') ?? '') ? key : { refused: refusals.signature };
}
