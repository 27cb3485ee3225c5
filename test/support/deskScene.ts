import assert from 'node:assert/strict';
import { big } from '../../src/core/decimal.ts';
import { ok } from '../../src/core/model/reading.ts';
import type { PortfolioState } from '../../src/core/model/state.ts';
import type { Execution, Plan, PlanRequest } from '../../src/core/model/trading.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import type { EngineOptions } from '../../src/engine/engine.ts';
import { fakePorts, manualClock, memoryHistory, reading, settle } from './fakeEngine.ts';
import { type FakeTrading, fakeTrading, plannedOrder } from './fakeTrading.ts';

export const folder = '/book';
export const accounts = {
  main: { kind: 'exchange', exchange: 'binance', mode: 'trade' },
  paper: { kind: 'paper', cash: { USD: 1000 } },
  bot: { kind: 'file', path: 'bot.json' },
};

export type Held = Record<string, Record<string, string>>;

interface Options {
  /** Accounts that outlive the engine: what they hold and what was booked. */
  readonly held?: Held;
  readonly main?: FakeTrading;
  readonly paper?: FakeTrading;
  readonly processName?: string;
  /** Random digits of the plans' ids. */
  readonly ids?: (digits: number) => string;
  readonly history?: ReturnType<typeof memoryHistory>;
  readonly engine?: Partial<EngineOptions>;
  readonly clock?: ReturnType<typeof manualClock>;
  readonly config?: object;
}

/** An engine with a live account, a paper one and a file, each with 1 BTC and 100,000 USDT. */
export async function openDesk({
  history = memoryHistory(),
  engine: options = {},
  clock = manualClock(),
  config = {},
  held = { main: { BTC: '1', USDT: '100000' }, paper: { BTC: '1', USDT: '100000' }, bot: { BTC: '1' } },
  main = fakeTrading(clock, true),
  paper = fakeTrading(clock, false),
  processName = 'this process',
  ids,
}: Options = {}) {
  const fake = fakePorts(clock, history);
  Object.assign(fake.ports, { processName, ...(ids === undefined ? {} : { randomHex: ids }) });
  for (const id of Object.keys(held)) fake.answers.set(id, async () => ok(reading(clock.now(), held[id] ?? {})));
  const quotes = () => [
    { base: 'BTC', quote: 'USD', price: '60000', at: clock.now(), source: 'binance BTC/USD' },
    { base: 'ETH', quote: 'USD', price: '3000', at: clock.now(), source: 'binance ETH/USD' },
    { base: 'USDT', quote: 'USD', price: '1', at: clock.now(), source: 'binance USDT/USD' },
  ];
  Object.defineProperty(fake.prices, 'quotes', { get: quotes });
  fake.tradings.set('main', main);
  fake.tradings.set('paper', paper);
  for (const [id, account] of [
    ['main', main],
    ['paper', paper],
  ] as const) {
    // What is filled is held from then on.
    account.filled = ({ symbol, side, quantity }, filled) => {
      const [base = '', quote = ''] = symbol.split('/');
      const way = side === 'buy' ? 1 : -1;
      const own = held[id] ?? {};
      const worth = big(filled).times(account.prices[symbol] ?? '0');
      held[id] = {
        ...own,
        [base]: big(own[base] ?? '0')
          .plus(big(filled).times(way))
          .toString(),
        [quote]: big(own[quote] ?? '0')
          .minus(worth.times(way))
          .toString(),
      };
      assert.ok(big(filled).lte(quantity));
    };
  }
  const engine = createEngine(fake.ports, options);
  const executions: Execution[] = [];
  engine.onExecution((execution) => void executions.push(execution));
  const configure = async (more: object = config): Promise<void> => {
    const text = JSON.stringify({ version: 1, accounts, prices: { source: 'binance' }, ...more });
    await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text });
    await settle();
  };
  await configure();
  if (options.mode === 'once') await engine.request('refresh', { folder });
  await settle();
  const plan = (request: PlanRequest): Promise<Plan> => engine.request('plan', { portfolio: folder, request });
  const execute = ({ id, digest }: Pick<Plan, 'id' | 'digest'>): Promise<Execution> =>
    finished(clock, engine.request('execute', { portfolio: folder, plan: id, digest }));
  const state = async (): Promise<PortfolioState> => {
    const found = (await engine.request('states', null)).find(({ id }) => id === folder);
    assert.ok(found);
    return found;
  };
  const log = () => engine.request('executions', { portfolio: folder, from: 0, to: Number.MAX_SAFE_INTEGER });
  return { engine, fake, clock, history, main, paper, held, executions, configure, plan, execute, state, log };
}

/** Lets time pass until the answer is there. */
export async function finished<T>(clock: ReturnType<typeof manualClock>, answer: Promise<T>): Promise<T> {
  let over = false;
  const watched = answer.finally(() => {
    over = true;
  });
  watched.catch(() => undefined);
  for (let step = 0; step < 300 && !over; step += 1) await clock.advance(300);
  return watched;
}

export const sellAll = (account: string): PlanRequest => ({
  kind: 'order',
  account,
  symbol: 'BTC/USDT',
  side: 'sell',
  size: { all: true },
  price: null,
  strategy: null,
});
export const buySome = (account: string, notional: string): PlanRequest => ({
  kind: 'order',
  account,
  symbol: 'BTC/USDT',
  side: 'buy',
  size: { notional },
  price: null,
  strategy: null,
});

/** An execution that its process left with one order under way and one not sent. */
export function left(change: Partial<Execution> = {}, state: 'sending' | 'unknown' = 'sending'): Execution {
  const { ticket, live, notional } = plannedOrder(0);
  const record = {
    ticket,
    live,
    at: 0,
    orderId: null,
    filled: '0',
    averagePrice: null,
    fee: null,
    feeCurrency: null,
    realizedPnl: null,
    realizedReason: 'nothing of it was filled',
    notional,
    reason: null,
  };
  const next = { ...record, ticket: { ...ticket, clientOrderId: 'qf00000000000a01' }, state: 'pending' as const };
  return {
    plan: 'left',
    portfolio: folder,
    purpose: 'trade',
    title: 'Sell all',
    at: 0,
    updatedAt: 0,
    owner: 'dead process',
    state: 'running',
    check: { state: 'OK', reasons: [], warnings: [] },
    orders: [{ ...record, state }, next],
    remains: [],
    ...change,
  };
}
