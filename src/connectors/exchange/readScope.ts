import type { Balance, PositionReading, Scope } from '../../core/model/account.ts';
import type { Failure, Reading } from '../../core/model/reading.ts';
import { failed, ok } from '../../core/model/reading.ts';
import { ask } from './ask.ts';
import type { Dict } from './ccxtExchange.ts';
import type { Client } from './createClient.ts';
import { readBalances } from './readBalances.ts';
import { readPositions } from './readPositions.ts';
import { scopeRequest } from './scopes.ts';
import { type Emptiness, emptinessOf } from './wellFormed.ts';

export interface ScopeReading {
  readonly scope: Scope;
  readonly balances: readonly Balance[];
  readonly positions: readonly PositionReading[];
  /** What was asked for the balance: two scopes that ask the same read the same wallet. */
  readonly asked: readonly string[];
  /** Set where no balance was found. */
  readonly emptiness: Emptiness | null;
}

export interface ScopeAsking {
  readonly client: Client;
  readonly title: string;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  readonly extra: Dict;
  syncTime(): Promise<void>;
}

/** Balance and positions of one pocket. */
export async function readScope(asking: ScopeAsking, asked: Scope): Promise<Reading<ScopeReading>> {
  const { client } = asking;
  const request = scopeRequest(client.exchange, asked);
  const scope = client.exchange.has['spot'] === false && asked === 'spot' ? 'swap' : asked;
  const balance = await ask(asking, async () => {
    const answer = await client.exchange.fetchBalance({ ...request.balance, ...asking.extra });
    return readBalances(client.exchange, scope, answer);
  });
  if (!balance.ok) return { ok: false, failure: named(balance.failure, scope) };
  const { value: balances, operation } = balance.value;
  const emptiness = balances.length === 0 ? emptinessOf(client.exchange.id, operation.answers) : null;
  if (emptiness === 'malformed')
    return failed(
      'badResponse',
      `${asking.title}: the answer for ${scope} holds no balances at all, not even empty ones`,
    );
  const positions = await positionsOf(asking, scope, request.positions);
  if (!positions.ok) return positions;
  return ok({ scope, balances, positions: positions.value, asked: operation.requests, emptiness });
}

async function positionsOf(
  asking: ScopeAsking,
  scope: Scope,
  requests: readonly Dict[] | null,
): Promise<Reading<readonly PositionReading[]>> {
  const { exchange } = asking.client;
  if (requests === null || exchange.has['fetchPositions'] !== true) return ok([]);
  const positions: PositionReading[] = [];
  for (const params of requests) {
    const rows = await ask(asking, async () => {
      const answer = await exchange.fetchPositions(undefined, { ...params, ...asking.extra });
      return readPositions(exchange, scope, listOf(answer), Date.now());
    });
    if (!rows.ok) return { ok: false, failure: named(rows.failure, scope, 'positions') };
    for (const row of rows.value.value)
      if (!positions.some((known) => known.symbol === row.symbol && known.side === row.side)) positions.push(row);
  }
  return ok(positions);
}

function listOf(answer: unknown): readonly Dict[] {
  if (!Array.isArray(answer)) throw new TypeError('positions are no list');
  return answer as readonly Dict[];
}

function named(failure: Failure, scope: Scope, what = 'balance'): Failure {
  return failure.kind === 'credentials' ? failure : { ...failure, reason: `${scope} ${what}: ${failure.reason}` };
}
