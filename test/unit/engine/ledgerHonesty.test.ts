import assert from 'node:assert/strict';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import { fakePorts, manualClock, memoryHistory, settle } from '../../support/fakeEngine.ts';
import { fakeExchange } from '../../support/fakeExchange.ts';

const folder = '/work space/book';
const minute = 61_000;
const day = 86_400_000;
const text = JSON.stringify({
  version: 1,
  baseCurrency: 'USD',
  updateInterval: 60,
  accounts: { b: { kind: 'exchange', exchange: 'binance' } },
});

/** An account with 10,000 USD, 1 BTC at 7,000, read and known, an hour old in the records. */
async function running(history = memoryHistory(), clock = manualClock(Date.UTC(2026, 10, 19, 10))) {
  const fake = fakePorts(clock, history);
  const exchange = fakeExchange(clock);
  exchange.deposit('USD', '16000', clock.now() - 10 * day);
  exchange.trade('BTC/USD', 'buy', '1', '6000', '6', clock.now() - 9 * day);
  const engine = createEngine(fake.ports);
  const states: PortfolioState[] = [];
  engine.onState((state) => states.push(state));
  fake.answers.set('b', exchange.read);
  fake.ledgers.set('b', exchange.ledger);
  const price = (base: string, value: string): void => {
    const quote = { base, quote: 'USD', price: value, at: clock.now(), source: 'binance' };
    fake.prices.quotes = [...fake.prices.quotes.filter((each) => each.base !== base), quote];
  };
  price('BTC', '7000');
  price('ETH', '2000');
  await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text });
  await settle();
  await settle();
  const minutes = async (count: number): Promise<void> => {
    for (let tick = 0; tick < count; tick += 1) {
      price('BTC', '7000');
      price('ETH', '2000');
      await clock.advance(minute);
    }
  };
  await minutes(5);
  const last = (): PortfolioState => states.at(-1) ?? assert.fail('no state');
  states.splice(0, states.length - 1);
  return { engine, states, last, exchange, clock, minutes, history };
}

const gains = (state: PortfolioState): readonly (number | null | undefined)[] => [
  state.snapshot?.allTime.abs,
  state.snapshot?.allTime.pct,
  state.snapshot?.accounts[0]?.card.todayIncome,
  state.snapshot?.accounts[0]?.card.todayReturnPct,
  state.risk?.metrics['dailyPnl'],
];

function neverAGain(states: readonly PortfolioState[]): void {
  for (const state of states)
    for (const gain of gains(state))
      assert.ok(gain == null || Math.abs(gain) < 1e-6, `a change of ${gain} at ${state.snapshot?.equity}`);
}

describe('what a ledger does not tell is never a profit', () => {
  it('a balance that rises without an entry: unknown, in words, and then an adjustment', async () => {
    const { engine, states, last, exchange, minutes, history } = await running();
    exchange.slip('USD', '500');
    await minutes(4);
    const missing = last().risk?.missing?.['dailyPnl'] ?? '';
    assert.match(missing, /USD is 500 more than its entries tell since 2026-11-19 10:0\d UTC/);
    assert.equal(last().snapshot?.accounts[0]?.card.todayReturnPct, null);
    await minutes(26);
    neverAGain(states);
    // Ten minutes and a thorough question later nothing has told it either.
    assert.equal(last().risk?.metrics['dailyPnl'], 0);
    assert.equal(last().snapshot?.allTime.abs, 0);
    const flows = [...(history.ledgers.get('b')?.flows.values() ?? [])].filter(({ kind }) => kind === 'adjustment');
    assert.deepEqual(
      flows.map(({ asset, quantity }) => [asset, quantity]),
      [['USD', '500']],
    );
    const notes = JSON.stringify(last().snapshot?.accounts[0]);
    assert.match(notes, /500 USD that no entry tells counts as paid in on 2026-11-19/);
    await engine.close();
  });

  it('the same over a restart in the middle', async () => {
    const one = await running();
    one.exchange.slip('USD', '500');
    await one.minutes(4);
    await one.engine.close();
    const fake = fakePorts(one.clock, one.history);
    fake.answers.set('b', one.exchange.read);
    fake.ledgers.set('b', one.exchange.ledger);
    const engine = createEngine(fake.ports);
    const states: PortfolioState[] = [];
    engine.onState((state) => void (state.restored ? 0 : states.push(state)));
    fake.prices.quotes = [{ base: 'BTC', quote: 'USD', price: '7000', at: one.clock.now(), source: 'binance' }];
    await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text });
    await settle();
    for (let tick = 0; tick < 30; tick += 1) {
      fake.prices.quotes = [{ base: 'BTC', quote: 'USD', price: '7000', at: one.clock.now(), source: 'binance' }];
      await one.clock.advance(minute);
    }
    neverAGain(states);
    assert.equal(states.at(-1)?.risk?.metrics['dailyPnl'], 0);
    assert.equal(states.at(-1)?.snapshot?.allTime.abs, 0);
    await engine.close();
  });

  it('a coin that came as a gift, and one that left', async () => {
    for (const amount of ['3', '-0.4']) {
      const { engine, states, last, exchange, minutes } = await running();
      exchange.slip(amount === '3' ? 'ETH' : 'BTC', amount);
      await minutes(30);
      neverAGain(states);
      assert.equal(last().risk?.metrics['dailyPnl'], 0);
      await engine.close();
    }
  });

  it('an entry that comes ten minutes late is the flow, and no adjustment stays', async () => {
    const { engine, states, last, exchange, minutes, history } = await running();
    exchange.lateMs = 8 * 60_000;
    exchange.deposit('USD', '700');
    await minutes(40);
    neverAGain(states);
    assert.equal(last().risk?.metrics['dailyPnl'], 0);
    const flows = [...(history.ledgers.get('b')?.flows.values() ?? [])].map(({ quantity }) => Number(quantity));
    assert.equal(
      flows.reduce((sum, each) => sum + each, 0),
      16_700,
    );
    await engine.close();
  });

  it('a coin bought and sold between two readings, in a market nobody would ask: unknown, then the loss it was', async () => {
    const { engine, last, exchange, minutes } = await running();
    exchange.quiet(() => {
      exchange.trade('DOGE/USD', 'buy', '1000', '1', '1');
      exchange.trade('DOGE/USD', 'sell', '1000', '0.9', '1');
    });
    await minutes(4);
    assert.equal(last().risk?.metrics['dailyPnl'] ?? null, null);
    assert.match(last().risk?.missing?.['dailyPnl'] ?? '', /USD is 102 less than its entries tell/);
    await minutes(26);
    // 900 − 1 − (1,000 + 1)
    assert.equal(last().risk?.metrics['dailyPnl'], -102);
    await engine.close();
  });

  it('staking rewards and conversions are P&L or nothing, no flows', async () => {
    const { engine, last, exchange, minutes, clock } = await running();
    const at = clock.now();
    exchange.earn({ at, asset: 'BTC', quantity: '0.01', kind: 'staking', symbol: null });
    exchange.earn({ at: at + 1, asset: 'BTC', quantity: '-0.1', kind: 'conversion', symbol: null });
    exchange.earn({ at: at + 1, asset: 'ETH', quantity: '0.35', kind: 'conversion', symbol: null });
    await minutes(3);
    assert.ok(Math.abs((last().snapshot?.allTime.abs ?? Number.NaN) - 70) < 1e-6, `${last().snapshot?.allTime.abs}`);
    await engine.close();
  });

  it('a withdrawal and its fee are flows', async () => {
    const { engine, states, last, exchange, minutes } = await running();
    exchange.deposit('USD', '-1000');
    exchange.deposit('USD', '-5');
    await minutes(3);
    neverAGain(states);
    assert.equal(last().risk?.metrics['dailyPnl'], 0);
    await engine.close();
  });
});
