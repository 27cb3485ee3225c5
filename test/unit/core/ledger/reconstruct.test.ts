import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Big, big, toNumber } from '../../../../src/core/decimal.ts';
import type { AccountLedger } from '../../../../src/core/ledger/movements.ts';
import { type ReconstructInput, reconstruct } from '../../../../src/core/ledger/reconstruct.ts';
import type { Income, LedgerCoverage } from '../../../../src/core/model/ledger.ts';
import type { CashFlow, Trade } from '../../../../src/core/model/trade.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const days = 12;
const now = start + days * day + day / 2;
const whole = { from: 0, until: now };
const everything: LedgerCoverage = { trades: whole, flows: whole, income: whole };
const coins = ['BTC', 'ETH'] as const;

type Action =
  | { readonly kind: 'trade'; readonly coin: (typeof coins)[number]; readonly buys: boolean; readonly size: number }
  | { readonly kind: 'flow'; readonly asset: 'USD' | 'BTC' | 'ETH'; readonly size: number }
  | { readonly kind: 'income'; readonly asset: 'USD' | 'ETH'; readonly size: number }
  | { readonly kind: 'contract'; readonly inverse: boolean; readonly size: number };

interface Event {
  readonly minute: number;
  readonly price: number;
  readonly action: Action;
}

const size = fc.integer({ min: -500, max: 500 }).filter((each) => each !== 0);
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constant('trade' as const),
    coin: fc.constantFrom(...coins),
    buys: fc.boolean(),
    size: fc.integer({ min: 1, max: 500 }),
  }),
  fc.record({ kind: fc.constant('flow' as const), asset: fc.constantFrom('USD', 'BTC', 'ETH'), size }),
  fc.record({ kind: fc.constant('income' as const), asset: fc.constantFrom('USD', 'ETH'), size }),
  fc.record({ kind: fc.constant('contract' as const), inverse: fc.boolean(), size }),
);
const events = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: days * 1440 }),
    price: fc.integer({ min: 50, max: 400 }),
    action,
  }),
  { minLength: 1, maxLength: 40 },
);
const closes = fc.array(fc.integer({ min: 50, max: 400 }), { minLength: 2 * (days + 1), maxLength: 2 * (days + 1) });
/** How the exchange books what a derivative realised. */
const booking = fc.constantFrom('fill', 'income', 'nowhere');

interface Played {
  readonly ledger: AccountLedger;
  readonly owned: ReadonlyMap<string, Big>;
  readonly contracts: ReadonlyMap<string, Big>;
  readonly values: readonly { readonly at: number; readonly equity: Big; readonly flow: Big }[];
}

type CloseOf = (asset: string, at: number) => Big | null;

/** An account kept forward, fill by fill, as an exchange would; its value is written down at every midnight. */
function play(list: readonly Event[], closeOf: CloseOf, books: 'fill' | 'income' | 'nowhere'): Played {
  const owned = new Map<string, Big>();
  const add = (asset: string, change: Big) => owned.set(asset, (owned.get(asset) ?? big(0)).plus(change));
  const open = { linear: { contracts: big(0), entry: big(0) }, inverse: { contracts: big(0), entry: big(0) } };
  const trades: Trade[] = [];
  const flows: CashFlow[] = [];
  const income: Income[] = [];
  const values: { at: number; equity: Big; flow: Big }[] = [];
  let flowed = big(0);
  const ordered = list
    .map((event, index) => ({ ...event, at: start + event.minute * 60_000, id: String(index) }))
    .sort((a, b) => a.at - b.at);
  const first = ordered[0]?.at ?? start;
  const record = (end: number) => {
    const close = (asset: string) => closeOf(asset, end - day) ?? big(0);
    let equity = big(0);
    for (const [asset, quantity] of owned) equity = equity.plus(quantity.times(close(asset)));
    const { linear, inverse } = open;
    equity = equity.plus(linear.contracts.times(close('BTC').minus(linear.entry)));
    if (!inverse.contracts.eq(0)) {
      const coin = inverse.contracts.times(10).times(
        big(1)
          .div(inverse.entry)
          .minus(big(1).div(close('ETH'))),
      );
      equity = equity.plus(coin.times(close('ETH')));
    }
    values.push({ at: end, equity, flow: flowed });
    flowed = big(0);
  };
  let midnight = Math.ceil(first / day) * day;
  for (const { at, id, price, action: act } of ordered) {
    for (; midnight < at; midnight += day) record(midnight);
    const common = { id, at, price: String(price), strategy: null };
    if (act.kind === 'flow') {
      flows.push({
        id,
        at,
        asset: act.asset,
        quantity: String(act.size),
        kind: act.size > 0 ? 'deposit' : 'withdrawal',
      });
      add(act.asset, big(act.size));
      flowed = flowed.plus(big(act.size).times(closeOf(act.asset, Math.ceil(at / day) * day - day) ?? 0));
    } else if (act.kind === 'income') {
      income.push({ id, at, asset: act.asset, quantity: String(act.size), kind: 'funding', symbol: null });
      add(act.asset, big(act.size));
    } else if (act.kind === 'trade') {
      const fee = big(act.size).times('0.001').toString();
      const side = act.buys ? 'buy' : 'sell';
      const sign = act.buys ? 1 : -1;
      trades.push({
        ...common,
        symbol: `${act.coin}/USD`,
        base: act.coin,
        quote: 'USD',
        side,
        quantity: String(act.size),
        fee,
        feeCurrency: act.coin,
      });
      add(act.coin, big(act.size).times(sign).minus(fee));
      add('USD', big(act.size).times(price).times(-sign));
    } else {
      const leg = act.inverse ? open.inverse : open.linear;
      const change = big(act.size);
      const opens = leg.contracts.eq(0) || leg.contracts.gt(0) === change.gt(0);
      let realized = big(0);
      if (opens) {
        const [held, more] = [leg.contracts.abs(), change.abs()];
        const all = held.plus(more);
        leg.entry = held.eq(0)
          ? big(price)
          : act.inverse
            ? all.div(held.div(leg.entry).plus(more.div(price)))
            : held.times(leg.entry).plus(more.times(price)).div(all);
        leg.contracts = leg.contracts.plus(change);
      } else {
        const closed = change.abs().lt(leg.contracts.abs()) ? change.abs() : leg.contracts.abs();
        const units = closed.times(leg.contracts.gt(0) ? 1 : -1);
        realized = act.inverse
          ? units.times(10).times(big(1).div(leg.entry).minus(big(1).div(price)))
          : units.times(big(price).minus(leg.entry));
        const after = leg.contracts.plus(change);
        if (!after.eq(0) && after.gt(0) !== leg.contracts.gt(0)) leg.entry = big(price);
        leg.contracts = after;
        add(act.inverse ? 'ETH' : 'USD', realized);
        if (books === 'income') {
          const asset = act.inverse ? 'ETH' : 'USD';
          income.push({ id: `pnl ${id}`, at, asset, quantity: realized.toString(), kind: 'realizedPnl', symbol: null });
        }
      }
      const said = books === 'fill' ? { realizedPnl: realized.toString() } : {};
      trades.push({
        ...common,
        ...said,
        symbol: act.inverse ? 'ETH/USD:ETH' : 'BTC/USD:USD',
        base: act.inverse ? 'ETH' : 'BTC',
        quote: 'USD',
        side: change.gt(0) ? 'buy' : 'sell',
        quantity: change.abs().toString(),
        fee: null,
        feeCurrency: null,
        scope: 'swap',
        contract: act.inverse ? 'inverse' : 'linear',
        ...(act.inverse ? { contractSize: '10' } : {}),
      });
    }
  }
  for (; midnight <= now; midnight += day) record(midnight);
  const contracts = new Map([
    ['BTC/USD:USD', open.linear.contracts],
    ['ETH/USD:ETH', open.inverse.contracts],
  ]);
  return { ledger: { trades, flows, income }, owned, contracts, values };
}

function closesOf(prices: readonly number[]): CloseOf {
  return (asset, at) => {
    if (asset === 'USD') return big(1);
    const index = Math.round((at - start) / day) + 1;
    const price = prices[asset === 'BTC' ? index : days + 1 + index];
    return price === undefined || index < 0 ? null : big(price);
  };
}

function inputOf({ ledger, owned, contracts }: Played, closeOf: CloseOf): ReconstructInput {
  return { ledger, coverage: everything, owned, contracts, at: now, closeOf, hasCloses: () => true };
}

describe('the past reconstructed from a ledger (PERF-7)', () => {
  it('reconstruct ∘ replay = recorded: spot, fees, flows, income and derivatives, however they are booked', () => {
    fc.assert(
      fc.property(events, closes, booking, (list, prices, books) => {
        const closeOf = closesOf(prices);
        const played = play(list, closeOf, books);
        const { points, reasons } = reconstruct(inputOf(played, closeOf));
        assert.deepEqual(reasons, []);
        assert.deepEqual(
          points.map(({ at }) => at),
          played.values.map(({ at }) => at),
        );
        for (const [index, { equity, flow }] of played.values.entries()) {
          const point = points[index];
          const scale = 1e-6 * (1 + Math.abs(toNumber(equity)));
          assert.ok(point !== undefined && Math.abs(point.equity - toNumber(equity)) <= scale);
          assert.ok(
            point.flow !== null && Math.abs(point.flow - toNumber(flow)) <= 1e-9 * (1 + Math.abs(toNumber(flow))),
          );
        }
      }),
      { numRuns: 400 },
    );
  });

  const btc = (at: number, side: 'buy' | 'sell', quantity: string): Trade => ({
    id: `${at}`,
    at,
    symbol: 'BTC/USD',
    base: 'BTC',
    quote: 'USD',
    side,
    quantity,
    price: '100',
    fee: null,
    feeCurrency: null,
    strategy: null,
  });
  const input = (more: Partial<ReconstructInput>): ReconstructInput => ({
    ledger: { trades: [btc(start + day * 3.5, 'buy', '2')], flows: [], income: [] },
    coverage: everything,
    owned: new Map([
      ['BTC', big(2)],
      ['USD', big(800)],
    ]),
    contracts: new Map(),
    at: now,
    closeOf: (asset) => (asset === 'USD' ? big(1) : big(150)),
    hasCloses: () => true,
    ...more,
  });

  it('goes back as far as the coverage, and says so', () => {
    const span = { from: start + 5.5 * day, until: now };
    const { points, reasons } = reconstruct(input({ coverage: { ...everything, flows: span } }));
    assert.equal(points[0]?.at, start + 6 * day);
    assert.equal(points.at(-1)?.at, start + days * day);
    assert.deepEqual(reasons, ['deposits and withdrawals are known only from 2026-01-06 on']);
  });

  it('goes back as far as the closes of what was held, asset by asset', () => {
    const closeOf: CloseOf = (asset, at) => (asset === 'USD' ? big(1) : at < start + 7 * day ? null : big(150));
    const { points, reasons } = reconstruct(input({ closeOf }));
    assert.equal(points[0]?.at, start + 8 * day);
    assert.deepEqual(reasons, ['no close of BTC is known for 2026-01-07, when it was held']);
  });

  it('nothing is told without a kind of entry, nor of a position that was open before its fills', () => {
    const unknown = reconstruct(input({ coverage: { ...everything, income: { reason: 'the key may not read it' } } }));
    assert.deepEqual(unknown.points, []);
    assert.match(unknown.reasons.join(), /other income are not known: the key may not read it/);
    const open = reconstruct(input({ contracts: new Map([['ETH/USD:USD', big(3)]]) }));
    assert.deepEqual(open.points, []);
    assert.match(open.reasons.join(), /ETH\/USD:USD has been open since before its fills are known/);
  });

  it('begins at the last flat moment of a position that was open before', () => {
    const fill = (at: number, side: 'buy' | 'sell', quantity: string): Trade => ({
      ...btc(at, side, quantity),
      id: `c${at}`,
      symbol: 'BTC/USD:USD',
      contract: 'linear',
      realizedPnl: '0',
    });
    const trades = [fill(start + 2.5 * day, 'sell', '3'), fill(start + 4.5 * day, 'buy', '1')];
    const owned = new Map([['USD', big(1000)]]);
    const contracts = new Map([['BTC/USD:USD', big(1)]]);
    const { points, reasons } = reconstruct(input({ ledger: { trades, flows: [], income: [] }, owned, contracts }));
    assert.equal(points[0]?.at, start + 3 * day);
    assert.deepEqual(
      points.slice(0, 3).map(({ equity }) => equity),
      [1000, 1000, 1050],
    );
    assert.match(reasons.join(), /BTC\/USD:USD was open before its fills are known, until 2026-01-03/);
  });

  it('leaves out what never had a price and was never traded', () => {
    const owned = new Map([...input({}).owned, ['SPAM', big(1e9)]]);
    const hasCloses = (asset: string) => asset !== 'SPAM';
    const closeOf: CloseOf = (asset) => (asset === 'SPAM' ? null : asset === 'USD' ? big(1) : big(150));
    const { points, reasons } = reconstruct(input({ owned, hasCloses, closeOf }));
    assert.equal(points.at(-1)?.equity, 1100);
    assert.match(reasons.join(), /SPAM.*left out/);
  });
});
