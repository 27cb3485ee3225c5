import type { Quote } from '../../src/core/model/quote.ts';
import type { MarketRules, PlanRequest, TradableAccount } from '../../src/core/model/trading.ts';
import { riskFacts } from '../../src/core/risk/facts.ts';
import type { RiskFacts } from '../../src/core/risk/limit.ts';
import type { PlanInput, PlanMarket, Targets } from '../../src/core/trading/planInput.ts';
import type { BookAccount } from '../../src/core/valuation/book.ts';
import { valueBook } from '../../src/core/valuation/valueBook.ts';
import { account, balance, book, now, quote } from './book.ts';

/** Builders of plans for tests: a valued book, markets with prices, and a request. */

export const planId = 'ab12cd34ef56';

export function factsOf(
  accounts: readonly BookAccount[],
  quotes: readonly Quote[],
  more: Partial<RiskFacts> & { readonly baseCurrency?: string } = {},
): RiskFacts {
  const { baseCurrency = 'USD', ...own } = more;
  const snapshot = valueBook(book(accounts, [quotes], { baseCurrency }));
  const facts = riskFacts({
    snapshot,
    accounts,
    past: [],
    dayBoundary: 'UTC',
    includeUnrealized: false,
    startingCash: null,
    sectors: {},
    countSpot: true,
    at: now,
  });
  return { ...facts, ...own };
}

export function rules(symbol: string, more: Partial<MarketRules> = {}): MarketRules {
  const [base = '', rest = ''] = symbol.split('/');
  return {
    symbol,
    base,
    quote: rest.split(':')[0] ?? rest,
    scope: symbol.includes(':') ? 'swap' : 'spot',
    contractSize: '1',
    quantityStep: '0.00000001',
    priceStep: null,
    minQuantity: null,
    maxQuantity: null,
    minNotional: null,
    takerFee: 0.001,
    allowsShort: symbol.includes(':'),
    ...(symbol.includes(':') ? { contract: 'linear' as const } : {}),
    ...more,
  };
}

/** A market that buys and sells at one price. */
export function market(id: string, symbol: string, price: string, more: Partial<MarketRules> = {}): PlanMarket {
  const own = quote(symbol.split(':')[0] ?? symbol, price, { source: `${id} ${symbol}` });
  return { account: id, rules: rules(symbol, more), buy: own, sell: own };
}

export function ready(id: string, live = false): TradableAccount {
  return { account: id, live, ready: true, reason: null };
}

export function closed(id: string, reason = 'it is a file: trade there yourself'): TradableAccount {
  return { account: id, live: false, ready: false, reason };
}

export function targets(allocation: Readonly<Record<string, number>>, more: Partial<Targets> = {}): Targets {
  return { allocation, threshold: 0, minTradeNotional: 0, minPositionNotional: 0, mode: 'full', ...more };
}

export function planInput(
  request: PlanRequest,
  facts: RiskFacts,
  markets: readonly PlanMarket[],
  more: Partial<PlanInput> = {},
): PlanInput {
  return {
    request,
    portfolio: '/home/me/book',
    now,
    facts,
    limits: {},
    warningThreshold: 0.8,
    targets: null,
    stablecoins: ['USDT', 'USDC'],
    accounts: [...new Set(markets.map((one) => one.account))].map((id) => ready(id)),
    priceMaxAgeMs: 86_400_000,
    execution: null,
    id: planId,
    markets,
    failures: [],
    ...more,
  };
}

export function order(
  side: 'buy' | 'sell',
  symbol: string,
  size: Extract<PlanRequest, { kind: 'order' }>['size'],
  more: Partial<Extract<PlanRequest, { kind: 'order' }>> = {},
): PlanRequest {
  return { kind: 'order', account: 'main', symbol, side, size, price: null, strategy: null, ...more };
}

export const rebalanceRequest: PlanRequest = { kind: 'rebalance', threshold: null, mode: null };

/** VAL-4 (S4): BTC 0.15 = 10,050, ETH 1.2 = 3,480, USDT 1,902.50: total 15,432.50. */
export function goldenFacts(more: Partial<RiskFacts> = {}): RiskFacts {
  const balances = [balance('BTC', '0.15'), balance('ETH', '1.2'), balance('USDT', '1902.50')];
  return factsOf(
    [account('main', { balances })],
    [quote('BTC/USDT', '67000'), quote('ETH/USDT', '2900'), quote('USDT/USD', '1')],
    more,
  );
}

export const goldenMarkets = (more: Partial<MarketRules> = {}): readonly PlanMarket[] => [
  market('main', 'BTC/USDT', '67000', more),
  market('main', 'ETH/USDT', '2900', more),
];
