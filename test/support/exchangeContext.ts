import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectorContext } from '../../src/connectors/connector.ts';
import { failed, ok } from '../../src/core/model/reading.ts';
import type { Credentials } from '../../src/core/ports.ts';

/** Valid in every format that an exchange checks before it signs: a hex wallet and key, also valid base64. */
export const testKey: Credentials = {
  apiKey: `0x${'1a'.repeat(20)}`,
  secret: `0x${'2b'.repeat(32)}`,
  password: 'canary-passphrase',
  uid: '12345678',
};

/** Keys in the form of those exchanges that check it before they sign. */
const special: Readonly<Record<string, Partial<Credentials>>> = {
  gemini: { apiKey: 'account-canaryCanary12345678' },
  lbank: { secret: 'CanarySecret0123456789abcdefABCD' },
};
const base64Secret = Buffer.from('canary-secret-of-32-bytes-012345').toString('base64');
const base58Secret = '4zvwRjXUKGfvwnParsHAS3HuSVzV5cA4McphgmoCtajS';
for (const id of [
  'btcmarkets',
  'btcturk',
  'coinbaseexchange',
  'coinbaseinternational',
  'krakenfutures',
  'backpack',
  'kraken',
])
  Object.assign(special, { [id]: { secret: base64Secret } });
for (const id of ['modetrade', 'woofipro']) Object.assign(special, { [id]: { secret: `ed25519:${base58Secret}` } });

const { privateKey } = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
Object.assign(special, { revolutx: { secret: privateKey } });

export function testKeyFor(id: string): Credentials {
  return { ...testKey, ...special[id] };
}

export interface TestContext {
  readonly context: ConnectorContext;
  readonly said: readonly string[];
}

/** Caches of every context of this run; gone with it, whatever end it takes but a kill. */
const caches = mkdtempSync(join(tmpdir(), 'quantfolio-exchange-'));
process.on('exit', () => rmSync(caches, { recursive: true, force: true }));

/** A context of real clock and fresh cache; `credentials` may change between reads. */
export async function exchangeContext(
  base: string | null,
  change: Partial<ConnectorContext> = {},
  credentials: () => Credentials = () => testKey,
): Promise<TestContext> {
  const said: string[] = [];
  const say = (message: string): void => {
    said.push(message);
  };
  const context: ConnectorContext = {
    folder: '/workspace',
    account: 'main',
    baseCurrency: 'USD',
    clock: { now: Date.now, after: () => ({ close() {} }) },
    log: { debug: say, info: say, warn: say, error: say },
    secrets: { credentials: async () => ok(credentials()) },
    hosts: { approved: async () => true },
    cacheDir: await mkdtemp(join(caches, 'cache-')),
    redirectedTo: base,
    journal: null,
    openPrices: () => failed('config', 'no other prices here'),
    ...change,
  };
  return { context, said };
}
