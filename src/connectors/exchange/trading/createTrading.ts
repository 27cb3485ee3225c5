import type { Scope } from '../../../core/model/account.ts';
import type { Quote } from '../../../core/model/quote.ts';
import { failed, ok, type Reading } from '../../../core/model/reading.ts';
import type { MarketRules, OrderOutcome, OrderTicket } from '../../../core/model/trading.ts';
import type { Permit, Trading } from '../../../core/ports.ts';
import { ask } from '../ask.ts';
import type { describe } from '../classify.ts';
import type { Client } from '../createClient.ts';
import type { OrderWrite } from '../operation.ts';
import { newOperation, runOperation } from '../operation.ts';
import { refusalOf } from './checkTicket.ts';
import { findOrder, type OrderAsking } from './findOrder.ts';
import { marketRules, scopeOfMarket } from './marketRules.ts';
import type { OrderExchange, OrderMarket } from './orderExchange.ts';
import { orderFault } from './orderFault.ts';
import { isWhole, orderOutcome } from './orderOutcome.ts';
import type { OrderProfile } from './orderProfiles.ts';
import { quoteOf } from './quoteOf.ts';

interface Ready {
  readonly client: Client;
  readonly secrets: readonly string[];
}

interface TradingSettings {
  readonly title: string;
  readonly profile: OrderProfile;
  readonly scopes: readonly Scope[];
  /** An order that was not found after this time since it left was surely not placed. */
  readonly settleMs: number;
  readonly now: () => number;
  /** A client with keys and markets, its clock set. */
  ready(signal: AbortSignal): Promise<Reading<Ready>>;
  /** The exchange complained about the time of a request. */
  forgetTime(): void;
}

/** How often what a market order got is asked for until it is known, and how long after each other. */
const followUps: readonly number[] = [150, 400, 800, 1500];

/**
 * Orders at an exchange: REB-3. One request for each order, never repeated; what is not known for sure is said to be unknown
 * and can be asked for. A limit order is good until it is cancelled.
 */
export function createTrading(settings: TradingSettings): Trading {
  const { title, profile, now } = settings;
  /** When each order left, by its client order id: it never leaves twice, and is not given up before its time. */
  const left = new Map<string, number>();

  const withClient = async <T>(
    signal: AbortSignal,
    work: (asking: OrderAsking, exchange: OrderExchange) => Promise<Reading<T>>,
  ): Promise<Reading<T>> => {
    const ready = await settings.ready(signal);
    if (!ready.ok) return ready;
    const { client, secrets } = ready.value;
    const syncTime = async (): Promise<void> => {
      settings.forgetTime();
      await settings.ready(signal);
    };
    const exchange = client.exchange as OrderExchange;
    return work({ client, title, secrets, signal, syncTime, profile, now }, exchange);
  };

  /** An order that is not there may still be on its way: it is asked for until its time is over. */
  const settled = async (asking: OrderAsking, ticket: OrderTicket): Promise<Reading<OrderOutcome | null>> => {
    for (;;) {
      const found = await findOrder(asking, ticket);
      const since = now() - (left.get(ticket.clientOrderId) ?? 0);
      if (!found.ok || found.value !== null || since >= settings.settleMs) return found;
      if (!(await pause(Math.min(1000, settings.settleMs - since + 1), asking.signal)))
        return failed('unavailable', `${title}: cancelled before it was clear whether the order was placed`);
    }
  };

  const send = async (
    asking: OrderAsking,
    { kind, names }: Pick<OrderWrite, 'kind' | 'names'>,
    permit: Permit,
    work: () => Promise<OrderOutcome>,
    onLeave: () => void,
  ) => {
    let leftAt = false;
    const write: OrderWrite = {
      kind,
      names,
      permit,
      get sent() {
        return leftAt;
      },
      set sent(value) {
        leftAt = value;
        if (value) onLeave();
      },
    };
    try {
      return { ok: true as const, outcome: await runOperation(newOperation(asking.signal, false, write), work) };
    } catch (error) {
      const status = asking.client.statusOf(error);
      const fault = orderFault({ error, status, title, secrets: asking.secrets, sent: leftAt });
      if (error instanceof Error && error.name === 'InvalidNonce') settings.forgetTime();
      return { ok: false as const, fault };
    }
  };

  /** Market orders fill at once, and many exchanges answer before they tell what they got. */
  const followUp = async (asking: OrderAsking, ticket: OrderTicket, placed: OrderOutcome): Promise<OrderOutcome> => {
    let known = placed;
    const waits = ticket.type === 'market' ? followUps : followUps.slice(0, 1);
    for (const wait of waits) {
      if (isWhole(known) || (ticket.type === 'limit' && known.state === 'working' && known.orderId !== null)) break;
      if (!(await pause(wait, asking.signal))) break;
      const found = await findOrder(asking, ticket, placed.orderId);
      if (!found.ok) return { ...known, reason: `placed; what it got could not be read yet (${found.failure.reason})` };
      if (found.value !== null) known = found.value;
    }
    return known;
  };

  return {
    live: true,
    rules: (wanted, signal) =>
      withClient(signal, async (_asking, exchange) => ok(rulesOf(exchange, settings, new Set(wanted)))),
    price: (symbol, side, signal) =>
      withClient(signal, async (asking, exchange): Promise<Reading<Quote>> => {
        const market = exchange.markets?.[symbol];
        if (market === undefined) return failed('config', `${title} has no market ${symbol}`);
        const answer = await ask(asking, () => exchange.fetchTicker(symbol));
        if (!answer.ok) return answer;
        const quote = quoteOf(answer.value.value, market, side, exchange.id, now());
        return quote === null ? failed('badResponse', `${title} has no price for ${symbol} now`) : ok(quote);
      }),
    place: async (ticket, permit, signal) => {
      const answer = await withClient(signal, async (asking, exchange): Promise<Reading<OrderOutcome>> => {
        const refusal = refusalOf(exchange, title, profile, ticket);
        if (refusal !== null) return failed('refused', `${refusal}; nothing was sent`);
        // The same id is one order, whoever sent it: another process may have.
        const before = await findOrder(asking, ticket);
        if (!before.ok) return failed(notSent(before.failure.kind), `${before.failure.reason}; nothing was sent`);
        if (before.value !== null) return ok(before.value);
        if (left.has(ticket.clientOrderId))
          return failed('unavailable', `${title}: the order left before, and what became of it is not known`);
        const id = profile.clientId?.(ticket.clientOrderId) ?? ticket.clientOrderId;
        const params = {
          ...profile.parameters,
          [profile.idParameter]: id,
          ...(ticket.reduceOnly && ticket.scope !== 'spot' ? { reduceOnly: true } : {}),
        };
        const price = ticket.type === 'limit' ? (ticket.price ?? undefined) : undefined;
        const { symbol, type, side, quantity } = ticket;
        const sent = await send(
          asking,
          { kind: 'create', names: id },
          permit,
          async () =>
            orderOutcome(await exchange.createOrder(symbol, type, side, quantity, price, params), ticket, now()),
          () => left.set(ticket.clientOrderId, now()),
        );
        if (sent.ok) return ok(await followUp(asking, ticket, sent.outcome));
        const { fault } = sent;
        if (fault.kind === 'failure') return { ok: false, failure: fault.failure };
        if (fault.kind === 'duplicate') {
          const found = await settled(asking, ticket);
          if (!found.ok) return found;
          if (found.value !== null) return ok(found.value);
        }
        const reason =
          fault.kind === 'rejected' ? fault.reason : `${title} refused the order as a duplicate of another`;
        return ok({ ...nothing(now()), state: 'rejected', reason });
      });
      if (answer.ok || left.has(ticket.clientOrderId)) return answer;
      // Nothing left, so nothing can be unknown.
      const { failure } = answer;
      return { ok: false, failure: { ...failure, kind: notSent(failure.kind) } };
    },
    find: (ticket, signal) => withClient(signal, (asking) => settled(asking, ticket)),
    cancel: (ticket, permit, signal) =>
      withClient(signal, async (asking, exchange): Promise<Reading<OrderOutcome>> => {
        const found = await findOrder(asking, ticket);
        if (!found.ok) return found;
        if (found.value === null) return failed('refused', `${title} does not know the order: nothing to cancel`);
        const { orderId, state } = found.value;
        if (state !== 'working' && state !== 'partlyFilled') return ok(found.value);
        if (orderId === null) return failed('refused', `${title} does not tell the order's own id: cancel it there`);
        const sent = await send(
          asking,
          { kind: 'cancel', names: orderId },
          permit,
          async () => {
            await exchange.cancelOrder(orderId, ticket.symbol, profile.cancelParameters ?? {});
            return { ...(found.value ?? nothing(now())), state: 'cancelled' as const };
          },
          () => undefined,
        );
        if (!sent.ok && sent.fault.kind === 'failure') return { ok: false, failure: sent.fault.failure };
        // Whatever it said, the order itself tells: it may have filled meanwhile.
        const after = await findOrder(asking, ticket, orderId);
        if (after.ok && after.value !== null) {
          const open = after.value.state === 'working' || after.value.state === 'partlyFilled';
          if (sent.ok && open) return ok({ ...after.value, state: 'cancelled' });
          if (sent.ok || !open) return ok(after.value);
        }
        if (sent.ok) return ok(sent.outcome);
        const why = sent.fault.kind === 'rejected' ? sent.fault.reason : `${title} did not cancel the order`;
        return failed('refused', why);
      }),
  };
}

function rulesOf(exchange: OrderExchange, settings: TradingSettings, wanted: ReadonlySet<string>): MarketRules[] {
  const { profile, scopes } = settings;
  return Object.values(exchange.markets ?? {}).flatMap((market: OrderMarket) => {
    if (market.active === false || (!wanted.has(market.symbol) && !wanted.has(market.base))) return [];
    const scope = scopeOfMarket(exchange.id, market);
    if (scope === null || !profile.scopes.includes(scope)) return [];
    // An exchange of derivatives only has one wallet, whatever its scope is called.
    if (!scopes.includes(scope) && exchange.has['spot'] !== false) return [];
    return marketRules(exchange, market, scope) ?? [];
  });
}

function nothing(at: number): OrderOutcome {
  return {
    state: 'working',
    orderId: null,
    filled: '0',
    averagePrice: null,
    fee: null,
    feeCurrency: null,
    at,
    reason: null,
  };
}

/** Of a failure before anything left: the kinds that stand for "perhaps" would be wrong. */
function notSent<K extends ReturnType<typeof describe>['kind']>(kind: K): K | 'refused' {
  return kind === 'retryable' || kind === 'unavailable' || kind === 'badResponse' ? 'refused' : kind;
}

function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const stop = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve(true);
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
