import assert from 'node:assert/strict';
import fc from 'fast-check';
import { paperReading } from '../../../../src/connectors/paper/paperReading.ts';
import { paperTrading } from '../../../../src/connectors/paper/paperTrading.ts';
import { big } from '../../../../src/core/decimal.ts';
import type { Quote } from '../../../../src/core/model/quote.ts';
import { ok, type Reading } from '../../../../src/core/model/reading.ts';
import type { Plan, PlanRequest } from '../../../../src/core/model/trading.ts';
import type { BrokerTerms } from '../../../../src/core/paper/fillOrder.ts';
import { newPaperAccount, type PaperAccount, playOn } from '../../../../src/core/paper/paperAccount.ts';
import { happenings, type PaperEvents } from '../../../../src/core/paper/paperEvents.ts';
import type { Permit, Trading } from '../../../../src/core/ports.ts';
import { marketsFor } from '../../../../src/core/trading/marketsFor.ts';
import type { PlanMarket } from '../../../../src/core/trading/planInput.ts';
import { planOrders } from '../../../../src/core/trading/planOrders.ts';
import { pricesFor } from '../../../../src/core/trading/pricesFor.ts';
import { account, now, quote } from '../../../support/book.ts';
import { memoryJournal } from '../../../support/memoryJournal.ts';
import { factsOf, planInput, ready, targets } from '../../../support/plans.ts';

/** Plans of a paper account against the broker that would fill them: what passes review fills, what would not is refused. */

const dollars: Readonly<Record<string, number>> = { BTC: 50_000, ETH: 2500, SOL: 125, EUR: 1.25, USDT: 1, USD: 1 };
const moneys = ['USD', 'EUR', 'USDT'] as const;
const coins = ['BTC', 'ETH', 'SOL'] as const;
const permit: Permit = { holds: async () => false };
const { signal } = new AbortController();
const at = now;

function priceOf(base: string, currency: string): Quote | null {
  const [one, other] = [dollars[base], dollars[currency]];
  if (one === undefined || other === undefined) return null;
  return quote(`${base}/${currency}`, String(one / other));
}

const noMarket = { priceAt: (base: string, currency: string) => priceOf(base, currency)?.price ?? null };

interface Scene {
  readonly events: PaperEvents;
  readonly terms: BrokerTerms;
  readonly strategy: string | null;
}

const anyStrategy = fc.constantFrom(null, null, 'grid', 'trend');
const anyScene: fc.Arbitrary<Scene> = fc
  .record({
    cash: fc.array(fc.tuple(fc.constantFrom(...moneys), fc.integer({ min: 1, max: 40_000 })), {
      minLength: 1,
      maxLength: 3,
    }),
    paidIn: fc.array(fc.tuple(fc.constantFrom(...coins), fc.constantFrom('0.001', '0.123456789', '0.5', '3')), {
      maxLength: 2,
    }),
    fills: fc.array(
      fc.record({
        symbol: fc.tuple(fc.constantFrom(...coins), fc.constantFrom(...moneys)).map((pair) => pair.join('/')),
        side: fc.constantFrom('buy' as const, 'sell' as const),
        worth: fc.integer({ min: 20, max: 15_000 }),
        places: fc.constantFrom(4, 6, 9),
        gain: fc.constantFrom(0.8, 1, 1.3),
        strategy: anyStrategy,
      }),
      { maxLength: 6 },
    ),
    feeBps: fc.constantFrom(0, 10, 60),
    minFee: fc.constantFrom(0, 0, 1, 25),
    slippageBps: fc.constantFrom(0, 5, 50),
    strategy: fc.constantFrom(null, 'trend'),
  })
  .map(({ cash, paidIn, fills, strategy, ...terms }) => {
    const flows = [...cash, ...paidIn].map(([asset, quantity], index) => ({
      id: `flow ${index}`,
      at: at - 1_000_000,
      asset,
      quantity: String(quantity),
      kind: 'deposit' as const,
    }));
    const orders = fills.map(({ symbol, side, worth, places, gain, strategy: own }, index) => {
      const [base = '', currency = ''] = symbol.split('/');
      const price = big(priceOf(base, currency)?.price ?? '1').times(String(gain));
      const quantity = big(worth).div(price).round(places, 3).toString();
      const strategyOf = own ?? strategy;
      return {
        id: `fill ${index}`,
        at: at - 900_000 + index,
        symbol,
        side,
        quantity,
        price: price.toString(),
        strategy: strategyOf,
      };
    });
    return { events: { orders, flows, journal: [] }, terms, strategy };
  });

const anySize = fc.oneof(
  fc.constant({ all: true as const }),
  fc.constantFrom('1', '50', '700', '9999.99', '60000').map((notional) => ({ notional })),
  fc.constantFrom('0.0001', '0.01', '0.2', '1', '5', '100').map((quantity) => ({ quantity })),
);

const anyRequest = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      symbol: fc.oneof(
        fc.constantFrom(...coins, 'EUR'),
        fc.tuple(fc.constantFrom(...coins), fc.constantFrom(...moneys)).map((pair) => pair.join('/')),
      ),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      size: anySize,
      limit: fc.constantFrom(null, null, 0.97, 1, 1.03),
      strategy: anyStrategy,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('close' as const),
      index: fc.nat(5),
      part: fc.constantFrom(1, 0.5, 0.123),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('adjust' as const),
      index: fc.nat(5),
      factor: fc.constantFrom(0.4, 1.2, 3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('rebalance' as const),
      cuts: fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 3, maxLength: 3 }),
      mode: fc.constantFrom('full' as const, 'buyOnly' as const, 'cashFirst' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('reduce' as const), most: fc.constantFrom(0.1, 0.5) }),
  },
);
type Wish = typeof anyRequest extends fc.Arbitrary<infer T> ? T : never;

function accountAfter({ events, terms }: Scene, entries: PaperEvents['journal']): PaperAccount {
  const all = { ...events, journal: entries };
  const happened = happenings(all, { after: Number.NEGATIVE_INFINITY, to: at, seen: 0 });
  return playOn(newPaperAccount, happened, noMarket, terms);
}

function deskOf(scene: Scene) {
  const journal = memoryJournal();
  const events = async (): Promise<Reading<PaperEvents>> => {
    const read = await journal.read();
    return read.ok ? ok({ ...scene.events, journal: read.value }) : read;
  };
  const trading = paperTrading({
    account: 'main',
    journal,
    terms: scene.terms,
    strategy: scene.strategy,
    startingCash: {},
    moneys: [...moneys],
    now: () => at,
    events,
    look: async () => ok({ book: (latest) => accountAfter(scene, latest.journal).book, quote: priceOf }),
  });
  return { trading, events };
}

function factsNow(scene: Scene, entries: PaperEvents['journal'] = []) {
  const marks = [...coins].flatMap((coin) => moneys.flatMap((money) => priceOf(coin, money) ?? []));
  const reading = paperReading({ at, account: accountAfter(scene, entries), marks, strategy: scene.strategy });
  const book = account('main', reading, { kind: 'paper', exchange: null, strategy: scene.strategy });
  const quotes = Object.keys(dollars).flatMap((asset) => (asset === 'USD' ? [] : (priceOf(asset, 'USD') ?? [])));
  return factsOf([book], quotes);
}

function requestOf(wish: Wish, facts: ReturnType<typeof factsNow>): PlanRequest {
  const { positions } = facts.snapshot;
  if (wish.kind === 'order') {
    const { limit, symbol, ...own } = wish;
    const [base = '', currency = 'USD'] = symbol.split('/');
    const price =
      limit === null
        ? null
        : big(priceOf(base, currency)?.price ?? '1')
            .times(String(limit))
            .toString();
    return { ...own, symbol, account: 'main', price };
  }
  if (wish.kind === 'rebalance') return { kind: 'rebalance', threshold: null, mode: wish.mode };
  if (wish.kind === 'reduce') return { kind: 'reduce', limit: null };
  const position = positions[wish.index % Math.max(1, positions.length)];
  const id = position?.id ?? 'none';
  if (wish.kind === 'close') return { kind: 'close', position: id, part: wish.part };
  return {
    kind: 'adjust',
    position: id,
    size: big(position?.size ?? '1')
      .times(String(wish.factor))
      .toString(),
  };
}

/** As the engine makes a plan: rules, the broker, prices. */
async function planOf(scene: Scene, wish: Wish, trading: Trading, tried: boolean): Promise<Plan> {
  const facts = factsNow(scene);
  const edges = wish.kind === 'rebalance' ? [0, ...wish.cuts.toSorted((a, b) => a - b), 10] : [];
  const shares = edges.slice(1).map((edge, index) => (edge - (edges[index] ?? 0)) / 10);
  const own = {
    accounts: [ready('main')],
    targets: targets(Object.fromEntries([...coins, 'USD'].map((name, index) => [name, shares[index] ?? 0]))),
    limits: wish.kind === 'reduce' ? { maxPositionPct: wish.most, maxShortExposure: 1000 } : {},
  };
  const basis = planInput(requestOf(wish, facts), facts, [], own);
  const rules = await Promise.all(
    marketsFor(basis).map(async ({ account: id, wanted }) => {
      const found = await trading.rules(wanted, signal);
      return found.ok ? found.value.map((each) => ({ account: id, rules: each })) : [];
    }),
  );
  const needs = pricesFor(basis, rules.flat());
  const markets = rules.flat().map((one): PlanMarket => {
    const told = (side: 'buy' | 'sell') =>
      needs.some((need) => need.symbol === one.rules.symbol && need.side === side)
        ? priceOf(one.rules.base, one.rules.quote)
        : null;
    return { ...one, buy: told('buy'), sell: told('sell') };
  });
  const broker = await trading.broker?.(signal);
  const brokers = tried && broker?.ok ? [{ ...broker.value, account: 'main' }] : [];
  return planOrders({ ...basis, markets, brokers });
}

/** What the broker does with the orders of a plan, up to the first that it rejects. */
async function rejectionOf({ orders }: Plan, trading: Trading): Promise<string | null> {
  for (const { ticket, price } of orders) {
    const placed = await trading.place(ticket, permit, signal);
    assert.ok(placed.ok, placed.ok ? '' : placed.failure.reason);
    const { state, reason, averagePrice } = placed.value;
    if (state !== 'filled') return reason ?? state;
    const [is, was] = [big(averagePrice ?? 0), big(price)];
    // A purchase with a limit is planned at the limit, and may cost less.
    const better = ticket.type === 'limit' && ticket.side === 'buy' && is.lt(was);
    assert.ok(better || is.minus(was).abs().lte(was.times('1e-12')), `${is.toString()} instead of ${price}`);
  }
  return null;
}

describe('plans of a paper account, as properties', () => {
  it('fill to the last order where they may be sent, and are refused in words where the broker would reject one', async function () {
    this.timeout(60_000);
    const seen: Record<string, number> = {};
    const count = (key: string) => {
      seen[key] = (seen[key] ?? 0) + 1;
    };
    await fc.assert(
      fc.asyncProperty(anyScene, anyRequest, async (scene, wish) => {
        const plan = await planOf(scene, wish, deskOf(scene).trading, true);
        const untried = await planOf(scene, wish, deskOf(scene).trading, false);
        const mayBeSent = ({ refused, check }: Plan) => refused === null && check?.allowed === true;
        const rejected = await rejectionOf(untried, deskOf(scene).trading);
        if (mayBeSent(plan)) {
          count(`${wish.kind} sent`);
          assert.equal(rejected, null);
        } else if (rejected !== null && mayBeSent(untried)) {
          count(`${wish.kind} refused by the broker`);
          // What closes and rebalances is made so that the broker takes it, unless nobody can tell whose coins are meant.
          const asked = wish.kind === 'order' || wish.kind === 'adjust';
          assert.ok(asked || rejected.includes('several strategies'), `${wish.kind}: ${rejected}`);
          assert.ok(plan.refused?.includes(rejected), `${plan.refused} instead of ${rejected}`);
          assert.match(
            rejected,
            /; (order less|sell something|plan it again)|order it there|buy it there|order (at the market|for one)/,
          );
        } else {
          count(`${wish.kind} refused`);
          // The broker is no reason to refuse what it would fill.
          assert.equal(plan.refused, untried.refused);
        }
      }),
      { numRuns: 300 },
    );
    for (const kind of ['order', 'close', 'adjust', 'rebalance', 'reduce'])
      assert.ok((seen[`${kind} sent`] ?? 0) > 5, kind);
    assert.ok((seen['order refused by the broker'] ?? 0) > 5);
  });
});
