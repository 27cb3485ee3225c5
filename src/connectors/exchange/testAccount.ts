import type { z } from 'zod';
import { ok } from '../../core/model/reading.ts';
import type { Credentials, KeyPermissions } from '../../core/ports.ts';
import type { ConnectorContext } from '../connector.ts';
import type { exchangeSettings } from '../settings/exchange.ts';
import { ask } from './ask.ts';
import { createPool, type Pool } from './createPool.ts';
import { knownExchange } from './exchangeInfo.ts';
import { credentialsFor, exchangeSource, secretsOf } from './exchangeSource.ts';
import { readPermissions } from './keyPermissions.ts';

/** Whether a key works and what it may do: SRC-8. */
export interface AccountTrial {
  readonly ok: boolean;
  /** In words; scrubbed. */
  readonly message: string;
  readonly permissions: KeyPermissions | null;
  readonly warnings: readonly string[];
}

const trialMs = 30_000;

/** Reads a balance with these credentials (not the stored ones) and asks the exchange what the key may do. Never throws. */
export async function testAccount(
  context: ConnectorContext,
  settings: z.output<typeof exchangeSettings>,
  credentials: Credentials,
  pool: Pool = createPool(),
): Promise<AccountTrial> {
  const info = knownExchange(settings.exchange);
  if (!info.ok) return trial(false, info.failure.reason);
  const own: ConnectorContext = { ...context, secrets: { credentials: async () => ok(credentials) } };
  const complete = await credentialsFor(own, info.value, settings.sandbox);
  if (!complete.ok) return trial(false, complete.failure.reason);
  const signal = AbortSignal.timeout(trialMs);
  const venue = pool.venue(own, settings.exchange, settings.sandbox);
  const reading = await exchangeSource(own, settings, info.value, venue).read(signal);
  if (!reading.ok) return trial(false, reading.failure.reason);

  const client = await venue.client(credentials);
  await venue.prepare(client, ['spot'], signal).catch(() => undefined);
  const secrets = secretsOf(credentials);
  const asked = await ask({ client, title: info.value.name, secrets, signal }, () => readPermissions(client.exchange));
  const permissions = asked.ok ? asked.value.value : null;
  const count = new Set(reading.value.balances.map(({ asset }) => asset)).size;
  const warnings = [
    ...reading.value.failedScopes.map(({ failure }) => failure.reason),
    ...warningsOf(permissions, settings.mode),
    ...(permissions === null
      ? [
          `What the key may do could not be read${asked.ok ? ` from ${info.value.name}` : ` (${asked.failure.reason})`}: make sure that it may only read${settings.mode === 'trade' ? ' and trade' : ''}`,
        ]
      : []),
  ];
  return {
    ok: true,
    message: `${info.value.name} answers: ${count} ${count === 1 ? 'asset' : 'assets'}, ${reading.value.positions.length} open positions`,
    permissions,
    warnings,
  };
}

function warningsOf(permissions: KeyPermissions | null, mode: 'read' | 'trade'): readonly string[] {
  if (permissions === null) return [];
  const warnings: string[] = [];
  const trades = mode === 'trade';
  if (permissions.canWithdraw === true)
    warnings.push(
      trades
        ? 'The key can withdraw or transfer, which Quantfolio never does: replace it by one that may only read and trade'
        : 'The key can withdraw or transfer although the account is read-only: replace it by one that may only read',
    );
  if (permissions.canTrade === true && !trades)
    warnings.push('The key can trade although the account is read-only: replace it by one that may only read');
  if (permissions.canTrade === false && trades)
    warnings.push(
      'The key cannot trade although the mode of the account is "trade": allow it at the exchange, or set the mode to "read"',
    );
  return warnings;
}

function trial(isOk: boolean, message: string): AccountTrial {
  return { ok: isOk, message, permissions: null, warnings: [] };
}
