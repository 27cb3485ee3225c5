import type { z } from 'zod';
import type { AccountReading, Scope } from '../../core/model/account.ts';
import type { LedgerBatch } from '../../core/model/ledger.ts';
import { type Failure, failed, ok, type Reading } from '../../core/model/reading.ts';
import type { Credentials, Source } from '../../core/ports.ts';
import type { ConnectorContext } from '../connector.ts';
import type { exchangeSettings } from '../settings/exchange.ts';
import { boundHost } from './boundHost.ts';
import { describe } from './classify.ts';
import type { Client } from './createClient.ts';
import { createEmptyGuard } from './emptyGuard.ts';
import type { ExchangeInfo } from './exchangeInfo.ts';
import { planLedger } from './ledger/planLedger.ts';
import { readLedger } from './ledger/readLedger.ts';
import { createPatience } from './patience.ts';
import { readScope, type ScopeReading } from './readScope.ts';
import { readsEarn } from './scopes.ts';
import { subaccountRequest } from './subaccount.ts';
import { tradingOf } from './trading/tradingOf.ts';
import type { Venue } from './venue.ts';

type Settings = z.output<typeof exchangeSettings>;

interface Opened {
  readonly credentials: Credentials;
  readonly client: Client;
}

/** An account at an exchange: SRC-1. Balances and positions of its scopes; one failing scope leaves the others standing. */
export function exchangeSource(
  context: ConnectorContext,
  settings: Settings,
  info: ExchangeInfo,
  venue: Venue,
): Source {
  const scopes = uniqueScopes(settings.scopes);
  const guard = createEmptyGuard(info.name);
  let patience = createPatience();
  /** Of its own: a ledger that cannot be read says nothing about the balances. */
  let ledgerPatience = createPatience();
  let opened: Opened | null = null;

  /** A replaced key takes effect with the next read, and clears what the old one brought about. */
  const open = async (): Promise<Reading<Opened>> => {
    const asked = await credentialsFor(context, info, settings.sandbox);
    if (!asked.ok) return asked;
    const credentials = asked.value;
    if (opened !== null && sameKeys(opened.credentials, credentials)) return ok(opened);
    patience = createPatience();
    ledgerPatience = createPatience();
    opened = { credentials, client: await venue.client(credentials) };
    return ok(opened);
  };

  const trading = tradingOf({
    settings,
    info,
    settleMs: venue.orderSettleMs,
    now: () => context.clock.now(),
    async ready(signal) {
      const keys = await open();
      if (!keys.ok) return keys;
      const { client, credentials } = keys.value;
      const secrets = secretsOf(credentials);
      try {
        await venue.prepare(client, scopes, signal);
      } catch (error) {
        return { ok: false, failure: describe(error, info.name, secrets, client.statusOf(error)) };
      }
      return ok({ client, secrets });
    },
    forgetTime: () => venue.forgetTime(),
  });

  return {
    account: context.account,
    ...(trading.ok ? { trading: trading.value } : {}),
    async read(signal) {
      const keys = await open();
      if (!keys.ok) return keys;
      const { client, credentials } = keys.value;
      const now = context.clock.now();
      const refusal = patience.refusal(now);
      if (refusal !== null) return refusal;
      const secrets = secretsOf(credentials);
      const prepare = (): Promise<void> => venue.prepare(client, scopes, signal);
      try {
        await prepare();
      } catch (error) {
        return fail(describe(error, info.name, secrets, client.statusOf(error)));
      }
      const extra = subaccountRequest(settings.exchange, settings.subaccount);
      if (!extra.ok) return extra;
      const syncTime = async (): Promise<void> => {
        venue.forgetTime();
        await prepare();
      };
      const renewMarkets = async (): Promise<void> => {
        venue.renewMarkets();
        // Where they cannot be had, the old ones stand and the position is said to be unlisted.
        await prepare().catch(() => undefined);
      };
      const asking = { client, title: info.name, secrets, signal, extra: extra.value, syncTime, renewMarkets };
      const wanted = scopes.filter((scope) => scope !== 'earn' || !scopes.includes('spot'));
      const answers = await Promise.all(
        wanted.map(async (scope): Promise<readonly [Scope, Reading<ScopeReading>]> => {
          if (scope === 'earn' && !readsEarn(settings.exchange))
            return [scope, failed('config', `${info.name}: earn balances of this exchange cannot be read`)];
          return [scope, await readScope(asking, scope)];
        }),
      );
      const reading = assemble(answers, context.clock.now());
      if (signal.aborted) return failed('retryable', `${info.name}: cancelled`);
      if (reading.failedScopes.length < wanted.length) patience.succeeded();
      const first = reading.failedScopes[0];
      if (first !== undefined && reading.failedScopes.length === wanted.length) return fail(first.failure);
      return ok(reading);
    },
    async ledger(request, signal) {
      const keys = await open();
      if (!keys.ok) return keys;
      const { client, credentials } = keys.value;
      const refusal = ledgerPatience.refusal(context.clock.now());
      if (refusal !== null) return refusal;
      if (settings.subaccount !== undefined)
        return failed('config', `${info.name}: the ledger of a sub-account cannot be read with the main account's key`);
      const secrets = secretsOf(credentials);
      const prepare = (): Promise<void> => venue.prepare(client, scopes, signal);
      const fails = (failure: Failure): Reading<LedgerBatch> => ({
        ok: false,
        failure: ledgerPatience.failedWith(failure, context.clock.now()),
      });
      try {
        await prepare();
      } catch (error) {
        return fails(describe(error, info.name, secrets, client.statusOf(error)));
      }
      const syncTime = async (): Promise<void> => {
        venue.forgetTime();
        await prepare();
      };
      const batch = await readLedger(
        { client, title: info.name, secrets, signal, background: true, syncTime },
        planLedger(client.exchange, info.name, scopes),
        request,
        venue.ledgerBudget,
        () => venue.serverNow(client, signal),
      );
      if (!batch.ok) return fails(batch.failure);
      ledgerPatience.succeeded();
      return batch;
    },
    close() {
      opened = null;
    },
  };

  function fail(failure: Failure): Reading<AccountReading> {
    return { ok: false, failure: patience.failedWith(failure, context.clock.now()) };
  }

  function assemble(answers: readonly (readonly [Scope, Reading<ScopeReading>])[], at: number): AccountReading {
    const failedScopes: { scope: Scope; failure: Failure }[] = [];
    const good: ScopeReading[] = [];
    const notes: string[] = [];
    for (const [scope, answer] of answers) {
      const checked = answer.ok ? guard.check(answer.value) : answer;
      if (!checked.ok) failedScopes.push({ scope, failure: checked.failure });
      else if (good.some((other) => sameWallet(other, checked.value)))
        notes.push(`${info.name} keeps ${scope} in the same wallet as another scope: it is counted once`);
      else good.push(checked.value);
      // Positions of a shared wallet are its own all the same.
      if (checked.ok && !good.includes(checked.value)) good.push({ ...checked.value, balances: [] });
    }
    if (settings.mode === 'trade' && !trading.ok) notes.push(trading.failure.reason);
    for (const symbol of new Set(good.flatMap(({ unlisted }) => unlisted)))
      notes.push(`${symbol} is not among ${info.name}'s markets, so its position is not valued`);
    const earnOnly = scopes.includes('earn') && !scopes.includes('spot');
    return {
      at,
      balances: good.flatMap(({ scope, balances }) =>
        earnOnly && scope === 'earn' ? balances.filter((balance) => balance.code !== undefined) : balances,
      ),
      positions: good.flatMap(({ positions }) => positions),
      block: null,
      hasEquity: true,
      marks: [],
      failedScopes,
      trades: null,
      flows: null,
      realizedToday: null,
      realizedCurrency: null,
      simulated: false,
      notes,
    };
  }
}

/** The account's key from secret storage or the environment, bound to the host it will be sent to: SEC-1. */
export async function credentialsFor(
  context: ConnectorContext,
  info: ExchangeInfo,
  sandbox: boolean,
): Promise<Reading<Credentials>> {
  const host = boundHost(info, sandbox, context.redirectedTo);
  const { folder, account } = context;
  const answer = await context.secrets.credentials({ folder, account, exchange: info.id, host });
  if (!answer.ok) return answer;
  const missing = info.credentials.filter((name) => (answer.value[name] ?? '') === '');
  if (missing.length === 0) return answer;
  return failed(
    'credentials',
    `${info.name} also needs ${missing.join(' and ')} for account "${account}": replace its key`,
  );
}

function uniqueScopes(scopes: readonly Scope[]): readonly Scope[] {
  return [...new Set(scopes)];
}

function sameKeys(a: Credentials, b: Credentials): boolean {
  return a.apiKey === b.apiKey && a.secret === b.secret && a.password === b.password && a.uid === b.uid;
}

export function secretsOf(credentials: Credentials): readonly string[] {
  return [credentials.apiKey, credentials.secret, credentials.password, credentials.uid].filter(
    (text) => text !== undefined,
  );
}

/** The private requests of one are all among those of the other. */
function sameWallet(a: ScopeReading, b: ScopeReading): boolean {
  return b.asked.length > 0 && b.asked.every((request) => a.asked.includes(request));
}
