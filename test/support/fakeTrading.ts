import { big } from '../../src/core/decimal.ts';
import type { Quote } from '../../src/core/model/quote.ts';
import { failed, ok, type Reading } from '../../src/core/model/reading.ts';
import type { MarketRules, OrderOutcome, OrderTicket, PlannedOrder } from '../../src/core/model/trading.ts';
import type { Clock, Permit, Trading } from '../../src/core/ports.ts';

/** How an account behaves when it is given an order. */
export type Behaviour =
  | 'fills'
  /** Filled, but the answer never arrives. */
  | 'fillsUnheard'
  /** The request never arrives. */
  | 'lost'
  | 'rejects'
  /** Accepted and never filled. */
  | 'waits'
  /** Filled when it is asked for the second time. */
  | 'fillsLater'
  /** Half of it is filled, the rest is cancelled. */
  | 'half'
  /** The answer never arrives, and neither does any answer to a question. */
  | 'silent'
  | 'garbled'
  /** The exchange takes no order with this key. */
  | 'badKey'
  /** The connector itself refuses. */
  | 'refuses';

export interface FakeTrading extends Trading {
  live: boolean;
  /** By client order id, as often as they were sent. */
  readonly sent: string[];
  readonly booked: Map<string, OrderOutcome>;
  behaves: (ticket: OrderTicket) => Behaviour;
  /** Called before an order is taken. */
  before: (ticket: OrderTicket, permit: Permit) => Promise<void> | void;
  asked: number;
  /** Called with what was filled of an order, once. */
  filled: (ticket: OrderTicket, quantity: string) => void;
  prices: Readonly<Record<string, string>>;
  markets: readonly MarketRules[];
  resets: number;
}

export function fakeTrading(clock: Clock, live: boolean): FakeTrading {
  const outcome = (ticket: OrderTicket, state: OrderOutcome['state'], filled: string): OrderOutcome => ({
    state,
    orderId: `x-${ticket.clientOrderId}`,
    filled,
    averagePrice: big(filled).eq(0) ? null : (trading.prices[ticket.symbol] ?? '100'),
    fee: big(filled).eq(0) ? null : '0.1',
    feeCurrency: big(filled).eq(0) ? null : 'USDT',
    at: clock.now(),
    reason: state === 'rejected' ? 'insufficient balance' : null,
  });
  const take = (ticket: OrderTicket): Reading<OrderOutcome> => {
    const book = (state: OrderOutcome['state'], filled: string): OrderOutcome => {
      const made = outcome(ticket, state, filled);
      trading.booked.set(ticket.clientOrderId, made);
      if (!big(filled).eq(0)) trading.filled(ticket, filled);
      return made;
    };
    switch (trading.behaves(ticket)) {
      case 'fills':
        return ok(book('filled', ticket.quantity));
      case 'fillsUnheard':
      case 'silent':
        book('filled', ticket.quantity);
        return failed('retryable', 'the connection broke');
      case 'lost':
        return failed('unavailable', 'no answer within 10 s');
      case 'rejects':
        return ok(book('rejected', '0'));
      case 'waits':
      case 'fillsLater':
        return ok(book('working', '0'));
      case 'half':
        return ok(book('cancelled', big(ticket.quantity).div(2).toString()));
      case 'garbled':
        book('filled', ticket.quantity);
        return failed('badResponse', 'the answer is no JSON');
      case 'badKey':
        return failed('credentials', 'the exchange does not accept the API key');
      case 'refuses':
        return failed('refused', 'orders below 10 USDT are not taken');
    }
  };
  const trading: FakeTrading = {
    live,
    sent: [],
    booked: new Map(),
    behaves: () => 'fills',
    before: () => undefined,
    asked: 0,
    filled: () => undefined,
    prices: { 'BTC/USDT': '60000', 'ETH/USDT': '3000', 'BTC/USD': '60000', 'ETH/USD': '3000' },
    markets: ['BTC/USDT', 'ETH/USDT', 'BTC/USD', 'ETH/USD'].map(fakeRules),
    resets: 0,
    rules: async (wanted) =>
      ok(trading.markets.filter(({ symbol, base }) => wanted.includes(symbol) || wanted.includes(base))),
    async price(symbol) {
      const price = trading.prices[symbol];
      if (price === undefined) return failed('config', `no price of ${symbol}`);
      const [base = '', quote = ''] = symbol.split('/');
      const at: Quote = { base, quote, price, at: clock.now(), source: 'test' };
      return ok(at);
    },
    async place(ticket, permit) {
      await trading.before(ticket, permit);
      if (!(await permit.holds())) return failed('refused', 'orders are not allowed now');
      trading.sent.push(ticket.clientOrderId);
      return take(ticket);
    },
    async find(ticket) {
      trading.asked += 1;
      const behaviour = trading.behaves(ticket);
      if (behaviour === 'silent') return failed('unavailable', 'the exchange is down');
      if (behaviour === 'fillsLater') return ok(outcome(ticket, 'filled', ticket.quantity));
      return ok(trading.booked.get(ticket.clientOrderId) ?? null);
    },
    async cancel(ticket) {
      return ok(outcome(ticket, 'cancelled', '0'));
    },
    async reset() {
      trading.resets += 1;
      return ok(null);
    },
  };
  return trading;
}

export function fakeRules(symbol: string): MarketRules {
  const [base = '', quote = ''] = symbol.split('/');
  return {
    symbol,
    base,
    quote,
    scope: 'spot',
    contractSize: '1',
    quantityStep: '0.00001',
    priceStep: '0.01',
    minQuantity: '0.00001',
    maxQuantity: null,
    minNotional: '5',
    takerFee: 0.001,
    allowsShort: false,
  };
}

/** An order as a plan has it. */
export function plannedOrder(
  index: number,
  change: Partial<OrderTicket> & { readonly live?: boolean } = {},
): PlannedOrder {
  const { live = true, ...ticket } = change;
  return {
    ticket: {
      clientOrderId: `qf00000000000a${String(index).padStart(2, '0')}`,
      account: 'main',
      symbol: 'BTC/USDT',
      side: 'sell',
      type: 'market',
      quantity: '0.1',
      price: null,
      reduceOnly: false,
      scope: 'spot',
      strategy: null,
      ...ticket,
    },
    price: '60000',
    priceAt: 0,
    priceSource: 'test',
    quote: 'USDT',
    notional: 6000,
    fee: 6,
    feeReason: null,
    live,
    notes: [],
  };
}
