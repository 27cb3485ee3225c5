import { big } from '../../../core/decimal.ts';
import { failed, ok, type Reading } from '../../../core/model/reading.ts';
import type { OrderOutcome, OrderTicket } from '../../../core/model/trading.ts';
import { ask } from '../ask.ts';
import type { Dict } from '../ccxtExchange.ts';
import type { Client } from '../createClient.ts';
import { lastBody, unified } from '../ledger/raw.ts';
import { refuseHollowAnswer } from '../ledger/refuseHollow.ts';
import { WireFault } from '../wireFault.ts';
import type { OrderExchange } from './orderExchange.ts';
import { isWhole, orderOutcome, withTrades } from './orderOutcome.ts';
import type { OrderProfile } from './orderProfiles.ts';

export interface OrderAsking {
  readonly client: Client;
  /** Name of the exchange for people. */
  readonly title: string;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  readonly syncTime: () => Promise<void>;
  readonly profile: OrderProfile;
  readonly now: () => number;
}

/** Lists are asked this far back, and this many entries: an order that is looked for was placed a short while ago. */
const listMs = 24 * 60 * 60_000;
const listSize = 100;

/**
 * What became of an order, by its client order id (or by the exchange's own, where it is known already); null: the exchange
 * does not know it. A list that was cut off before it could tell is a failure, never null.
 */
export async function findOrder(
  asking: OrderAsking,
  ticket: OrderTicket,
  orderId: string | null = null,
): Promise<Reading<OrderOutcome | null>> {
  const exchange = asking.client.exchange as OrderExchange;
  const row = await rowOf(asking, exchange, ticket, orderId);
  if (!row.ok || row.value === null) return row.ok ? ok(null) : row;
  const outcome = orderOutcome(row.value, ticket, asking.now());
  if (isWhole(outcome) || outcome.orderId === null || !big(outcome.filled).gt(0)) return ok(outcome);
  // Without its trades it is told without its fee rather than not at all.
  const trades = await tradesOf(asking, exchange, ticket, outcome.orderId);
  return ok(trades.ok ? withTrades(outcome, trades.value) : outcome);
}

async function rowOf(
  asking: OrderAsking,
  exchange: OrderExchange,
  ticket: OrderTicket,
  orderId: string | null,
): Promise<Reading<Dict | null>> {
  const { profile } = asking;
  const clientId = profile.clientId?.(ticket.clientOrderId) ?? ticket.clientOrderId;
  // Where lists are what tells of a client order id, one request by the order's own is cheaper.
  if (orderId !== null && profile.byOwnId === true)
    return fetchOne(asking, () => exchange.fetchOrder(orderId, ticket.symbol, {}));
  for (const way of profile.lookup) {
    const found =
      way === 'order'
        ? await byOrder(asking, exchange, ticket, clientId)
        : await byLists(asking, exchange, ticket, clientId, orderId);
    if (!found.ok || found.value !== null) return found;
  }
  return ok(null);
}

function byOrder(
  asking: OrderAsking,
  exchange: OrderExchange,
  { symbol }: OrderTicket,
  clientId: string,
): Promise<Reading<Dict | null>> {
  const params = asking.profile.lookupParameters?.(clientId) ?? {};
  return fetchOne(asking, () => exchange.fetchOrder(asking.profile.lookupId?.(clientId), symbol, params));
}

async function fetchOne(asking: OrderAsking, fetch: () => Promise<Dict>): Promise<Reading<Dict | null>> {
  const answer = await ask(asking, async () => {
    try {
      const row = await fetch();
      // ccxt makes an order of `{}`: that is not to be taken for one, and not for none either.
      if (typeof row['id'] !== 'string') throw new WireFault('badResponse', 'no order in its answer');
      return row;
    } catch (error) {
      if (!(error instanceof Error) || !isUnknownOrder(error)) throw error;
      // ccxt says so of an empty record too, which says nothing.
      const body = lastBody();
      if (typeof body === 'object' && body !== null && Object.keys(body).length > 0) return null;
      throw new WireFault('badResponse', 'an empty answer');
    }
  });
  return answer.ok ? ok(answer.value.value) : answer;
}

/** Open ones first: an order goes from there to the closed ones, never back. */
async function byLists(
  asking: OrderAsking,
  exchange: OrderExchange,
  { symbol }: OrderTicket,
  clientId: string,
  orderId: string | null,
): Promise<Reading<Dict | null>> {
  const params = asking.profile.lookupParameters?.(clientId) ?? {};
  const since = asking.now() - listMs;
  const lists: readonly (readonly [method: string, since: number | undefined, limit: number | undefined])[] = [
    ['fetchOpenOrders', undefined, undefined],
    [closedMethod(exchange), since, listSize],
  ];
  for (const [method, from, limit] of lists) {
    const answer = await ask(asking, async () => {
      const listed = await unified(exchange, method, symbol, from, limit, params);
      refuseHollowAnswer(listed.length === 0);
      return listed;
    });
    if (!answer.ok) return answer;
    const rows = answer.value.value;
    const found = rows.find((row) => isIt(row, clientId, orderId));
    if (found !== undefined) return ok(found);
    if (limit !== undefined && rows.length >= limit)
      return failed('unavailable', `${asking.title} lists too many orders to tell whether it is among them`);
  }
  return ok(null);
}

function isIt(row: Dict, clientId: string, orderId: string | null): boolean {
  return String(row['clientOrderId'] ?? '') === clientId || (orderId !== null && row['id'] === orderId);
}

/** Cancelled ones too, where an exchange lists them apart. */
function closedMethod({ has }: OrderExchange): string {
  for (const method of ['fetchCanceledAndClosedOrders', 'fetchOrders', 'fetchClosedOrders'])
    if (has[method] === true) return method;
  return 'fetchClosedOrders';
}

async function tradesOf(
  asking: OrderAsking,
  exchange: OrderExchange,
  { symbol }: OrderTicket,
  orderId: string,
): Promise<Reading<readonly Dict[]>> {
  const named = asking.profile.tradesParameters?.(orderId);
  const since = named === undefined ? asking.now() - listMs : undefined;
  const answer = await ask(asking, () => unified(exchange, 'fetchMyTrades', symbol, since, listSize, named ?? {}));
  return answer.ok ? ok(answer.value.value.filter((trade) => trade['order'] === orderId)) : answer;
}

function isUnknownOrder(error: Error): boolean {
  if (error.name === 'OrderNotFound') return true;
  const words = /order (does )?not (exist|found)|unknown order|no such order|can ?not find the order|order_not_found/i;
  return /^(InvalidOrder|BadRequest|ExchangeError)$/.test(error.name) && words.test(error.message);
}
