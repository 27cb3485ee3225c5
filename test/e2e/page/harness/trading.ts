import type { Finding, RiskResult } from '../../../../src/core/model/risk.ts';
import type { PortfolioState } from '../../../../src/core/model/state.ts';
import type { Reconciliation, TaxReport, TradeStats } from '../../../../src/core/model/tax.ts';
import type { OrderRecord, Plan, PlannedOrder, PlanRequest } from '../../../../src/core/model/trading.ts';
import { presentPosition } from '../../../../src/present/trading/position.ts';
import { presentReconciliation } from '../../../../src/present/trading/reconciliation.ts';
import { presentTradeStats } from '../../../../src/present/trading/stats.ts';
import { presentTax } from '../../../../src/present/trading/tax.ts';
import type { PageRequests } from '../../../../src/protocol/page.ts';
import { at, dailyValues, day } from './book.ts';
import { executionOf, tradesOf } from './scene.ts';

/** Plans and reports as an engine would make them of the book; what is tested is what the page does with them. */

const names: Readonly<Record<string, string>> = {
  'binance-main': 'Binance · main',
  kraken: 'Kraken',
  bot: 'Momentum bot',
  paper: 'Paper (simulated)',
};
export const titleOf = (account: string): string => names[account] ?? account;

function order(index: number, over: Partial<PlannedOrder['ticket']>, notional: number, live: boolean): PlannedOrder {
  const quantity = over.quantity ?? '1';
  return {
    ticket: {
      clientOrderId: `qf0123456789ab0${index}`,
      account: live ? 'binance-main' : 'paper',
      symbol: 'BTC/USD',
      side: 'sell',
      type: 'market',
      quantity,
      price: null,
      reduceOnly: false,
      scope: 'spot',
      strategy: null,
      ...over,
    },
    price: String(notional / Number(quantity)),
    priceAt: at,
    priceSource: 'binance BTC/USDT',
    quote: 'USD',
    notional,
    fee: notional * 0.001,
    feeReason: null,
    live,
    notes: [],
  };
}

/** The limits after orders: one finding moved to another value. */
function judged(state: PortfolioState, limit: string, subject: string | null, value: number): RiskResult {
  const risk = state.risk;
  if (!risk) throw new Error('the book is judged');
  const moved = (finding: Finding): Finding => {
    if (finding.limit !== limit || finding.subject !== subject) return finding;
    const ratio = value / finding.threshold;
    const next = ratio >= 1 ? 'BREACH' : ratio >= 0.8 ? 'WARNING' : 'OK';
    return { ...finding, value, ratio, headroom: finding.threshold - value, state: next };
  };
  return { ...risk, findings: risk.findings.map(moved) };
}

export function planOf(request: PlanRequest, state: PortfolioState, live: boolean, count: number): Plan {
  const risk = state.risk;
  if (!risk) throw new Error('the book is judged');
  const base = {
    id: `plan-${count}`,
    digest: `digest-${count}`,
    portfolio: state.id,
    at,
    expiresAt: at + 120_000,
    baseCurrency: 'USD',
    total: 1_112_000,
    legs: [],
    lines: [],
    refused: null,
    notExecutable: [],
    notes: [],
    fee: 15.5,
  } satisfies Partial<Plan>;
  const check = (limit: string, subject: string | null, value: number, improves: readonly string[] = []) => ({
    allowed: true,
    reasons: [],
    warnings: [],
    improves,
    before: risk,
    after: judged(state, limit, subject, value),
  });
  switch (request.kind) {
    case 'order':
      if (request.symbol.startsWith('ETHW'))
        return { ...base, purpose: 'trade', title: 'Buy ETHW', orders: [], check: null, refused: 'ETHW has no price' };
      if (request.side === 'buy' && request.symbol.startsWith('ETH'))
        return {
          ...base,
          purpose: 'trade',
          title: `Buy ETH on ${titleOf(request.account)}`,
          orders: [
            order(0, { symbol: 'ETH/USD', side: 'buy', quantity: '10', account: request.account }, 31_204, live),
          ],
          check: {
            ...check('maxSymbolExposureNotional', 'ETH', 225_917),
            allowed: false,
            reasons: ['Symbol exposure of ETH would be $225,917 of $220,000'],
          },
        };
      return {
        ...base,
        purpose: 'trade',
        title: `${request.side === 'buy' ? 'Buy' : 'Sell'} ${request.symbol} on ${titleOf(request.account)}`,
        orders: [
          {
            ...order(
              0,
              { symbol: 'SOL/USD', side: request.side, quantity: '25.5', account: request.account },
              4_383.45,
              live,
            ),
            notes: ['rounded down to the step 0.1'],
          },
        ],
        check: check('maxTotalExposureNotional', null, 816_783),
      };
    case 'close':
    case 'adjust':
    case 'reduce':
      return {
        ...base,
        purpose: request.kind === 'reduce' ? 'reduce' : 'trade',
        title: request.kind === 'reduce' ? 'Reduce to clear Symbol exposure of BTC' : 'Sell BTC on Paper (simulated)',
        orders: [order(0, { quantity: '0.29' }, 26_462.5, live)],
        check: check('maxSymbolExposureNotional', 'BTC', 416_100, ['Symbol exposure of BTC: breach cleared']),
      };
    case 'rebalance':
      return {
        ...base,
        purpose: 'rebalance',
        title: 'Rebalance to 4 targets',
        legs: [
          leg('BTC', 'sell', 0.398, 0.35, 53_376, '0.58', null),
          leg('ETH', 'buy', 0.175, 0.2, 27_800, '8.9', null),
          leg('SOL', 'hold', 0.127, 0.13, 0, null, 'within the threshold of 1 %'),
          { ...leg('USD', 'buy', 0.114, 0.137, 25_500, null, null), cash: true, fee: null },
        ],
        orders: [
          order(0, { quantity: '0.58' }, 52_925, live),
          {
            ...order(1, { symbol: 'ETH/USD', side: 'buy', quantity: '8.9' }, 27_771.56, live),
            notes: ['rounded down to the step 0.1'],
          },
        ],
        fee: 80.7,
        check: {
          ...check('maxSymbolExposureNotional', 'BTC', 389_637, ['Symbol exposure of BTC: breach cleared']),
          warnings: ['Symbol exposure of ETH is at 100 % of its warning'],
        },
        notExecutable: [{ account: 'bot', what: '0.12 BTC', reason: 'a file: trade there yourself' }],
        notes: ['USDT counts as cash'],
      };
    case 'remaining':
      return {
        ...base,
        purpose: 'remaining',
        title: 'What remains of “Rebalance to 4 targets”',
        orders: [order(1, { symbol: 'ETH/USD', side: 'buy', quantity: '8.9' }, 27_771.56, live)],
        check: check('maxTotalExposureNotional', null, 812_900),
      };
  }
}

function leg(
  asset: string,
  side: 'buy' | 'sell' | 'hold',
  currentShare: number,
  targetShare: number,
  notional: number,
  quantity: string | null,
  reason: string | null,
): Plan['legs'][number] {
  return {
    asset,
    side,
    currentShare,
    targetShare,
    drift: currentShare - targetShare,
    notional,
    quantity,
    fee: quantity === null ? null : notional * 0.001,
    cash: false,
    reason,
  };
}

export function executed(plan: Plan, partly: boolean) {
  const records = plan.orders.map((planned, index): OrderRecord => {
    const failed = partly && index === plan.orders.length - 1;
    return {
      ticket: planned.ticket,
      live: planned.live,
      state: failed ? 'rejected' : 'filled',
      at,
      orderId: failed ? null : `x${index}`,
      filled: failed ? '0' : planned.ticket.quantity,
      averagePrice: failed ? null : planned.price,
      fee: failed ? null : '15.50',
      feeCurrency: 'USD',
      realizedPnl: planned.ticket.side === 'sell' ? '412.70' : '0',
      realizedReason: null,
      notional: planned.notional,
      reason: failed ? 'the exchange refused it: not enough free USD' : null,
    };
  });
  return executionOf({
    plan: plan.id,
    purpose: plan.purpose,
    title: plan.title,
    state: partly ? (records.length > 1 ? 'partly' : 'failed') : 'done',
    orders: records,
    remains: partly ? [`Buy 8.9 ETH/USD at the market on ${titleOf('paper')}`] : [],
  });
}

export function positionOf(id: string, state: PortfolioState, privacy: boolean, now: number, tradingAllowed: boolean) {
  const position = state.snapshot?.positions.find((candidate) => candidate.id === id);
  if (!position) throw new Error('this position is not held any more');
  const walk = dailyValues(41_000, 180);
  const tradable = (state.trading ?? []).find((entry) => entry.account === position.account);
  return presentPosition(
    {
      position,
      fills: tradesOf(60)
        .filter((trade) => trade.base === position.asset)
        .reverse(),
      path: { at: walk.at, value: walk.value.map((value) => value - (walk.value[0] ?? 0)) },
      pathReason: null,
      shareOfBook: position.share,
      headrooms: [
        { limit: 'maxTotalExposureNotional', title: 'Total exposure', notional: 687_600, quantity: 7.53, reason: null },
        { limit: 'maxSymbolExposureNotional', title: 'Symbol exposure', notional: 0, quantity: 0, reason: 'breached' },
        {
          limit: 'maxDailyLossPct',
          title: 'Daily loss',
          notional: null,
          quantity: null,
          reason: 'does not depend on size',
        },
      ],
      rules: tradable
        ? {
            symbol: position.symbol,
            base: position.asset,
            quote: 'USD',
            scope: 'spot',
            contractSize: '1',
            quantityStep: '0.0001',
            priceStep: '0.01',
            minQuantity: '0.0001',
            maxQuantity: null,
            minNotional: '5',
            takerFee: 0.001,
            allowsShort: true,
          }
        : null,
      tradable: tradable ?? {
        account: position.account,
        live: false,
        ready: false,
        reason: 'It is a file: trade where it comes from',
      },
      notes: [],
    },
    { privacy, now, titleOf, baseCurrency: 'USD', tradingAllowed },
  );
}

export function statsOf(privacy: boolean, now: number) {
  const row = (strategy: string | null, trips: number, wins: number, net: number): TradeStats => ({
    strategy,
    trips,
    wins,
    losses: trips - wins,
    winRate: wins / trips,
    profitFactor: 1.34,
    expectancy: net / trips,
    averageWin: 71.2,
    averageLoss: -48.9,
    payoff: 1.46,
    net,
    meanHoldingMs: 3.2 * day,
    unknown: strategy === null ? 1 : 0,
    notes: [],
  });
  return presentTradeStats(
    {
      stats: [
        row(null, 210, 121, 4_215.4),
        row('Carry', 71, 39, 912.1),
        row('Mean reversion', 69, 33, -201.7),
        row('Momentum', 70, 49, 3_505),
      ],
      costs: [
        { id: 'trading', title: 'Trading fees', amount: 1_812.44, count: 12_480, unpriced: 0 },
        { id: 'network', title: 'Network fees', amount: 96.1, count: 15, unpriced: 1 },
        { id: 'funding', title: 'Funding', amount: -41.3, count: 400, unpriced: 0 },
      ],
      notes: ['1 round trip has no known result: bought before 3 Nov 2024, from when trades are known'],
    },
    { privacy, now, titleOf, baseCurrency: 'USD' },
  );
}

export function taxOf(question: PageRequests['tax'][0], privacy: boolean, now: number) {
  const method = (question.method ?? 'FIFO') as TaxReport['method'];
  const disposals = Array.from({ length: 48 }, (_, index): TaxReport['disposals'][number] => {
    const cost = 900 + index * 11;
    const gain = Math.round(Math.sin(index * 1.7) * 180 * 100) / 100;
    return {
      account: index % 2 === 0 ? 'binance-main' : 'paper',
      asset: index % 3 === 0 ? 'BTC' : 'ETH',
      acquired: index % 7 === 6 ? null : at - (400 - index * 3) * day,
      disposed: at - (200 - index * 3) * day,
      quantity: (0.01 + index * 0.0003).toFixed(4),
      proceeds: cost + gain + 1.2,
      cost,
      fee: 1.2,
      gain,
      holdingDays: index % 7 === 6 ? null : 200,
      method,
      side: 'long',
      trade: `t${index}`,
    };
  });
  const total = (of: 'proceeds' | 'cost' | 'fee' | 'gain') => disposals.reduce((sum, line) => sum + line[of], 0);
  return presentTax(
    {
      year: question.year,
      from: Date.UTC(question.year, 0, 1),
      to: Date.UTC(question.year + 1, 0, 1),
      method,
      currency: 'USD',
      disposals,
      income: [
        {
          account: 'kraken',
          at: at - 40 * day,
          asset: 'DOT',
          kind: 'staking',
          quantity: '1.42',
          value: 9.2,
          reason: null,
        },
        {
          account: 'kraken',
          at: at - 12 * day,
          asset: 'ETHW',
          kind: 'other',
          quantity: '0.42',
          value: null,
          reason: 'ETHW has no price',
        },
      ],
      totals: { proceeds: total('proceeds'), cost: total('cost'), fee: total('fee'), gain: total('gain') },
      incomeTotal: 9.2,
      unmatched: [
        {
          account: 'kraken',
          asset: 'XRP',
          disposed: at - 90 * day,
          quantity: '500',
          proceeds: 1_092.25,
          reason: 'more was sold than was ever bought or received as far as trades are known',
        },
      ],
      notes: ['Kraken: trades are known from 3 Nov 2024'],
    },
    { privacy, now, titleOf },
  );
}

export function reconciliationOf(privacy: boolean, now: number) {
  const reconciliation: Reconciliation = {
    at,
    differences: [
      {
        account: 'kraken',
        asset: 'XRP',
        implied: '14000',
        reported: '14500',
        difference: '500',
        value: 1_092.25,
        cause: 'missingDeposit',
        causeText: 'More is there than trades and deposits explain: a deposit from before 3 Nov 2024 may be missing',
        action: null,
      },
      {
        account: 'binance-main',
        asset: 'DOT',
        implied: '3898.6',
        reported: '3900',
        difference: '1.4',
        value: 9.07,
        cause: 'staking',
        causeText: 'Likely a staking reward that the exchange does not list',
        action: null,
      },
    ],
    agreed: [{ account: 'paper', assets: 7 }],
    notCompared: [{ account: 'bot', reason: 'a file of holdings has no entries to compare with' }],
  };
  return presentReconciliation(reconciliation, { privacy, now, titleOf, baseCurrency: 'USD' });
}
