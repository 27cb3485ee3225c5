import type { AccountConfig } from '../config/schema.ts';
import type { ConnectorContext } from '../connectors/connector.ts';
import { boundHost } from '../connectors/exchange/boundHost.ts';
import { testAccount } from '../connectors/exchange/testAccount.ts';
import { exchangeList } from '../connectors/settings/exchangeList.ts';
import type { Reading } from '../core/model/reading.ts';
import type { Credentials, Source } from '../core/ports.ts';
import type { AccountTest } from '../protocol/engine.ts';

const trialMs = 30_000;

/**
 * Tries an account before or after it is configured: an exchange with these credentials (null: with the stored ones), any
 * other kind by reading it once. Never throws.
 */
export async function tryAccount(
  context: ConnectorContext,
  settings: AccountConfig,
  credentials: Credentials | null,
  open: () => Reading<Source>,
): Promise<AccountTest> {
  try {
    if (settings.kind !== 'exchange') return await readOnce(open());
    const keys = credentials ?? (await stored(context, settings.exchange, settings.sandbox));
    return 'reason' in keys ? answer(false, keys.reason) : await testAccount(context, settings, keys);
  } catch (error) {
    return answer(false, error instanceof Error ? error.message : String(error));
  }
}

async function stored(
  context: ConnectorContext,
  exchange: string,
  sandbox: boolean,
): Promise<Credentials | { readonly reason: string }> {
  const info = exchangeList.find(({ id }) => id === exchange);
  if (info === undefined) return { reason: `there is no exchange "${exchange}"` };
  const { folder, account } = context;
  const host = boundHost(info, sandbox, context.redirectedTo);
  const reading = await context.secrets.credentials({ folder, account, exchange, host });
  return reading.ok ? reading.value : { reason: reading.failure.reason };
}

async function readOnce(source: Reading<Source>): Promise<AccountTest> {
  if (!source.ok) return answer(false, source.failure.reason);
  try {
    const reading = await source.value.read(AbortSignal.timeout(trialMs));
    if (!reading.ok) return answer(false, reading.failure.reason);
    const { balances, positions } = reading.value;
    return answer(true, `read ${balances.length} balances and ${positions.length} positions`);
  } finally {
    await source.value.close();
  }
}

function answer(ok: boolean, message: string): AccountTest {
  return { ok, message, permissions: null, warnings: [] };
}
