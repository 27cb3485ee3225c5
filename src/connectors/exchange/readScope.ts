import { big } from '../../core/decimal.ts';
import type { Balance, PositionReading, Scope } from '../../core/model/account.ts';
import type { Failure, Reading } from '../../core/model/reading.ts';
import { failed, ok } from '../../core/model/reading.ts';
import { ask } from './ask.ts';
import type { Dict } from './ccxtExchange.ts';
import type { Client } from './createClient.ts';
import type { Operation } from './operation.ts';
import { readBalances } from './readBalances.ts';
import { readPositions } from './readPositions.ts';
import { scopeRequest } from './scopes.ts';
import { type Emptiness, emptinessOf, isDict } from './wellFormed.ts';

export interface ScopeReading {
  readonly scope: Scope;
  readonly balances: readonly Balance[];
  readonly positions: readonly PositionReading[];
  /** Symbols of positions that are not among the exchange's markets. */
  readonly unlisted: readonly string[];
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
  /** Loads the markets anew, because a symbol is not among them; not more often than makes sense. */
  renewMarkets(): Promise<void>;
}

/** Balance and positions of one pocket. */
export async function readScope(asking: ScopeAsking, asked: Scope): Promise<Reading<ScopeReading>> {
  const { client } = asking;
  const request = scopeRequest(client.exchange, asked);
  const scope = client.exchange.has['spot'] === false && asked === 'spot' ? 'swap' : asked;
  const balance = await balancesOf(asking, scope, request.balance);
  if (!balance.ok) return { ok: false, failure: named(balance.failure, scope) };
  const { balances, operation } = balance.value;
  const emptiness = balances.length === 0 ? emptinessOf(client.exchange.id, operation.answers) : null;
  if (emptiness === 'malformed')
    return failed(
      'badResponse',
      `${asking.title}: the answer for ${scope} holds no balances at all, not even empty ones`,
    );
  const positions = await positionsOf(asking, scope, request.positions);
  if (!positions.ok) return positions;
  return ok({ scope, balances, ...positions.value, asked: operation.requests, emptiness });
}

/** All pages: Coinbase answers 250 wallets at a time and names the next page by a cursor. */
async function balancesOf(
  asking: ScopeAsking,
  scope: Scope,
  params: Dict,
): Promise<Reading<{ readonly balances: readonly Balance[]; readonly operation: Operation }>> {
  const { exchange } = asking.client;
  const balances: Balance[] = [];
  let page: Dict = {};
  for (let pages = 0; pages < mostPages; pages += 1) {
    const answer = await ask(asking, async () =>
      readBalances(exchange, scope, await exchange.fetchBalance({ ...params, ...asking.extra, ...page })),
    );
    if (!answer.ok) return answer;
    const { value, operation } = answer.value;
    balances.push(...value);
    const cursor = nextPage(operation);
    if (cursor === null) return ok({ balances: pages === 0 ? balances : addUp(balances), operation });
    page = { cursor };
  }
  return failed('badResponse', `${asking.title}: its balance has no end`);
}

const mostPages = 20;

function nextPage({ answers }: Operation): string | null {
  for (const { body } of answers)
    if (isDict(body) && body['has_next'] === true && typeof body['cursor'] === 'string' && body['cursor'] !== '')
      return body['cursor'];
  return null;
}

/** One row for each asset, where several pages have a wallet of it. */
function addUp(balances: readonly Balance[]): readonly Balance[] {
  const rows = new Map<string, Balance>();
  for (const balance of balances) {
    const key = balance.code ?? balance.asset;
    const other = rows.get(key);
    const quantity = big(balance.quantity).plus(other?.quantity ?? '0');
    const { free: _, ...rest } = balance;
    rows.set(key, other === undefined ? balance : { ...rest, quantity: quantity.toString() });
  }
  return [...rows.values()];
}

type Positions = Pick<ScopeReading, 'positions' | 'unlisted'>;

async function positionsOf(
  asking: ScopeAsking,
  scope: Scope,
  requests: readonly Dict[] | null,
): Promise<Reading<Positions>> {
  const { exchange } = asking.client;
  if (requests === null || exchange.has['fetchPositions'] !== true) return ok({ positions: [], unlisted: [] });
  const once = await positionsOnce(asking, scope, requests);
  if (!once.ok || once.value.unlisted.length === 0) return once;
  await asking.renewMarkets();
  return positionsOnce(asking, scope, requests);
}

async function positionsOnce(
  asking: ScopeAsking,
  scope: Scope,
  requests: readonly Dict[],
): Promise<Reading<Positions>> {
  const { exchange } = asking.client;
  const positions: PositionReading[] = [];
  const unlisted: string[] = [];
  for (const params of requests) {
    const rows = await ask(asking, async () => {
      const answer = await exchange.fetchPositions(undefined, { ...params, ...asking.extra });
      return readPositions(exchange, scope, listOf(answer), Date.now());
    });
    if (!rows.ok) return { ok: false, failure: named(rows.failure, scope, 'positions') };
    unlisted.push(...rows.value.value.unlisted);
    for (const row of rows.value.value.positions)
      if (!positions.some((known) => known.symbol === row.symbol && known.side === row.side)) positions.push(row);
  }
  return ok({ positions, unlisted: [...new Set(unlisted)] });
}

function listOf(answer: unknown): readonly Dict[] {
  if (!Array.isArray(answer)) throw new TypeError('positions are no list');
  return answer as readonly Dict[];
}

function named(failure: Failure, scope: Scope, what = 'balance'): Failure {
  return failure.kind === 'credentials' ? failure : { ...failure, reason: `${scope} ${what}: ${failure.reason}` };
}
