import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import type { Account } from '../world.ts';
import { krakenError } from './reply.ts';

export function krakenAccountOfKey(context: ExchangeContext, key: string | null): Account | null {
  const { accounts } = context.live.world;
  return accounts.find((account) => account.exchange === 'kraken' && account.apiKey === key) ?? null;
}

/** API-Sign = HMAC-SHA512(path + SHA256(nonce + body)) with the decoded secret, base64. Nonces only grow, per key. */
export function createKrakenAuth(
  context: ExchangeContext,
): (call: Call) => { readonly account: Account } | { readonly refused: Reply } {
  const nonces = new Map<string, bigint>();
  return (call) => {
    const account = krakenAccountOfKey(context, call.header('api-key'));
    if (account === null || account.revoked) return { refused: krakenError('EAPI:Invalid key') };
    const nonce = call.params.get('nonce') ?? '';
    const digest = createHash('sha256').update(`${nonce}${call.rawBody}`).digest();
    const expected = createHmac('sha512', Buffer.from(account.secret, 'base64'))
      .update(Buffer.concat([Buffer.from(call.path), digest]))
      .digest();
    const given = Buffer.from(call.header('api-sign') ?? '', 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return { refused: krakenError('EAPI:Invalid signature') };
    if (!/^\d{1,20}$/.test(nonce) || BigInt(nonce) <= (nonces.get(account.apiKey) ?? -1n))
      return { refused: krakenError('EAPI:Invalid nonce') };
    nonces.set(account.apiKey, BigInt(nonce));
    return { account };
  };
}
