import type { Holding, Position } from '../../../../src/core/model/snapshot.ts';
import type { PortfolioState } from '../../../../src/core/model/state.ts';
import type { RoundTrip } from '../../../../src/core/model/tax.ts';
import type { Execution } from '../../../../src/core/model/trading.ts';
import type { OwnFlow, OwnIncome, OwnOrder, OwnTrade, TableScene } from '../../../../src/core/tables/table.ts';
import { at, random } from './book.ts';

const minute = 60_000;
const prices = { BTC: 91_250, ETH: 3_120.4, SOL: 171.9, LINK: 17.35, AVAX: 31.2, NEAR: 5.12, DOGE: 0.1387 } as const;
const bases = Object.keys(prices) as (keyof typeof prices)[];
const strategies = ['Carry', 'Mean reversion', 'Momentum', null] as const;
const own = ['binance-main', 'kraken', 'paper'] as const;

function pick<T>(list: readonly [T, ...T[]] | readonly T[], share: number): T {
  const entry = list[Math.min(list.length - 1, Math.floor(share * list.length))];
  if (entry === undefined) throw new Error('an empty list');
  return entry;
}

/** As many fills as wanted, oldest first, one each twenty minutes or so. */
export function tradesOf(count: number, newer = 0): readonly OwnTrade[] {
  const next = random(3);
  const trades: OwnTrade[] = [];
  let time = at - 19 * minute;
  for (let index = 0; index < count; index += 1) {
    const base = pick(bases, next());
    const side = next() < 0.52 ? 'buy' : 'sell';
    const price = prices[base] * (0.8 + 0.4 * next());
    const quantity = ((200 + 8_000 * next()) / price).toPrecision(4);
    const account = pick(own, next());
    trades.push({
      id: `t${493_700 + count - index}`,
      at: time,
      symbol: `${base}/USD`,
      base,
      quote: 'USD',
      side,
      quantity: String(Number(quantity)),
      price: String(Number(price.toPrecision(6))),
      fee: (0.3 + next() * 2).toFixed(2),
      feeCurrency: 'USD',
      strategy: pick(strategies, next()),
      ...(side === 'sell' ? { realizedPnl: ((next() - 0.46) * 240).toFixed(2) } : {}),
      orderId: String(493_700 + count - index),
      account,
    });
    time -= Math.round((4 + 32 * next()) * minute);
  }
  trades.reverse();
  const last = trades.at(-1);
  if (!last) return trades;
  for (let index = 1; index <= newer; index += 1)
    trades.push({ ...last, id: `n${index}`, at: last.at + index * 1_000 });
  return trades;
}

function ordersOf(): readonly OwnOrder[] {
  const next = random(5);
  return Array.from({ length: 340 }, (_, index): OwnOrder => {
    const base = pick(bases, next());
    const status =
      index < 4 ? 'working' : pick(['filled', 'filled', 'filled', 'cancelled', 'rejected'] as const, next());
    const price = (prices[base] * (0.9 + 0.2 * next())).toPrecision(5);
    const quantity = (500 / prices[base]).toPrecision(3);
    return {
      id: `o${9_000 + index}`,
      clientOrderId: index === 0 ? 'qf0123456789ab00' : null,
      at: at - index * 87 * minute,
      updatedAt: at - index * 86 * minute,
      symbol: `${base}/USD`,
      side: next() < 0.5 ? 'buy' : 'sell',
      type: index % 3 === 0 ? 'market' : 'limit',
      quantity,
      filled: status === 'filled' ? quantity : '0',
      price: index % 3 === 0 ? null : price,
      averagePrice: status === 'filled' ? price : null,
      stopPrice: null,
      reduceOnly: false,
      status,
      account: pick(own, next()),
    };
  });
}

function flowsOf(): readonly OwnFlow[] {
  return Array.from({ length: 60 }, (_, index) => ({
    id: `f${index}`,
    at: at - (60 - index) * 5 * 24 * 60 * minute,
    asset: index % 3 === 0 ? 'USD' : 'BTC',
    quantity: index % 4 === 3 ? '-0.05' : index % 3 === 0 ? '2500' : '0.1',
    kind: index % 4 === 3 ? ('withdrawal' as const) : ('deposit' as const),
    account: pick(own, (index % 3) / 3),
  }));
}

function incomeOf(): readonly OwnIncome[] {
  return Array.from({ length: 400 }, (_, index) => ({
    id: `i${index}`,
    at: at - (400 - index) * 8 * 60 * minute,
    asset: 'USDT',
    quantity: (Math.sin(index) * 2.4).toFixed(4),
    kind: 'funding' as const,
    symbol: 'SOL/USDT:USDT',
    account: 'binance-main',
  }));
}

function tripsOf(): readonly RoundTrip[] {
  const next = random(9);
  return Array.from({ length: 210 }, (_, index): RoundTrip => {
    const base = pick(bases, next());
    const entry = prices[base] * (0.9 + 0.2 * next());
    const roi = (next() - 0.44) * 0.12;
    const size = 1_500 / entry;
    const known = index !== 7;
    return {
      id: `r${index}`,
      account: pick(own, next()),
      symbol: `${base}/USD`,
      base,
      quote: 'USD',
      side: next() < 0.8 ? 'long' : 'short',
      strategy: pick(strategies, next()),
      openedAt: at - (index + 2) * 900 * minute,
      closedAt: at - (index + 1) * 700 * minute,
      size: size.toPrecision(4),
      entryPrice: known ? entry : null,
      exitPrice: entry * (1 + roi),
      realizedPnl: known ? 1_500 * roi : null,
      net: known ? 1_500 * roi - 1.8 : null,
      baseNet: known ? 1_500 * roi - 1.8 : null,
      fees: 1.8,
      roi: known ? roi : null,
      fills: 2 + Math.floor(next() * 4),
      reason: known ? null : 'bought before 3 Nov 2024, from when trades are known',
    };
  });
}

export function executionOf(over: Partial<Execution> = {}): Execution {
  return {
    plan: 'plan-log',
    portfolio: '/home/me/book',
    purpose: 'trade',
    title: 'Sell half of BTC on Paper (simulated)',
    at: at - 90 * minute,
    updatedAt: at - 90 * minute,
    owner: 'test',
    state: 'done',
    check: { state: 'OK', reasons: [], warnings: ['BTC exposure is at 84 % of its limit'] },
    orders: [
      {
        ticket: {
          clientOrderId: 'qf0123456789ab00',
          account: 'paper',
          symbol: 'BTC/USD',
          side: 'sell',
          type: 'market',
          quantity: '0.17',
          price: null,
          reduceOnly: false,
          scope: 'spot',
          strategy: 'Momentum',
        },
        live: false,
        state: 'filled',
        at: at - 90 * minute,
        orderId: 'p17',
        filled: '0.17',
        averagePrice: '91204.4',
        fee: '15.50',
        feeCurrency: 'USD',
        realizedPnl: '412.70',
        realizedReason: null,
        notional: 15_504.75,
        reason: null,
      },
    ],
    remains: [],
    ...over,
  };
}

/** What the tables of the book are made from. */
export function sceneOf(state: PortfolioState, trades: readonly OwnTrade[]): TableScene {
  const { snapshot } = state;
  const titles = new Map((snapshot?.accounts ?? []).map((account) => [account.id, account.title]));
  const positions: readonly Position[] = snapshot?.positions ?? [];
  const holdings = (snapshot?.assets ?? []).map((asset, index): Holding => {
    const account = positions.find((position) => position.asset === asset.asset)?.account ?? pick(own, index / 16);
    return { ...asset, id: `${account}/spot/${asset.asset}`, account, scope: 'spot', code: asset.asset, borrowed: '0' };
  });
  return {
    baseCurrency: 'USD',
    subject: { kind: 'portfolio', id: null },
    snapshot: snapshot && { ...snapshot, holdings },
    trades,
    flows: flowsOf(),
    income: incomeOf(),
    orders: ordersOf(),
    trips: tripsOf(),
    executions: [executionOf()],
    titleOf: (account) => titles.get(account) ?? account,
    strategyOfTrade: (trade) => trade.strategy,
    strategyOfHolding: ({ asset }) => positions.find((position) => position.asset === asset)?.strategy ?? null,
    rateAt: (asset) => (asset === 'USD' || asset === 'USDT' ? 1 : (prices[asset as keyof typeof prices] ?? null)),
    rateNow: (currency) => (currency === 'USD' || currency === 'USDT' ? 1 : null),
  };
}
