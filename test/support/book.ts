import type { AccountReading, Balance, PositionReading } from '../../src/core/model/account.ts';
import type { Quote } from '../../src/core/model/quote.ts';
import type { BookAccount, BookInput, BookSettings } from '../../src/core/valuation/book.ts';

/** Builders of a book for tests: a fresh, complete account unless told otherwise. */
export const now = Date.UTC(2026, 10, 20, 12);
export const dayStart = Date.UTC(2026, 10, 20);
export const hour = 3_600_000;
export const day = 24 * hour;

export function quote(market: string, price: string, more: Partial<Quote> = {}): Quote {
  const [base = '', counter = ''] = market.split('/');
  return { base, quote: counter, price, at: now, source: `test ${market}`, ...more };
}

export function balance(asset: string, quantity: string, more: Partial<Balance> = {}): Balance {
  return { asset, quantity, scope: 'spot', ...more };
}

export function reading(more: Partial<AccountReading> = {}): AccountReading {
  return {
    at: now,
    balances: [],
    positions: [],
    block: null,
    hasEquity: true,
    marks: [],
    failedScopes: [],
    trades: null,
    flows: null,
    realizedToday: null,
    realizedCurrency: null,
    simulated: false,
    notes: [],
    ...more,
  };
}

export function account(id: string, more: Partial<AccountReading> = {}, own: Partial<BookAccount> = {}): BookAccount {
  return {
    id,
    kind: 'exchange',
    title: id,
    exchange: 'binance',
    strategy: null,
    reading: reading(more),
    state: 'ok',
    reason: null,
    retryAt: null,
    boundary: null,
    ...own,
  };
}

export function row(symbol: string, more: Partial<PositionReading> = {}): PositionReading {
  const [asset = '', currency = ''] = symbol.split(/[/:]/);
  return {
    symbol,
    asset,
    currency,
    scope: 'swap',
    side: 'long',
    size: '1',
    contractSize: '1',
    contract: 'linear',
    entryPrice: null,
    markPrice: null,
    realizedPnl: null,
    leverage: null,
    margin: null,
    liquidationPrice: null,
    fundingPaid: null,
    openedAt: null,
    strategy: null,
    at: now,
    ...more,
  };
}

export function book(
  accounts: readonly BookAccount[],
  quotes: readonly (readonly Quote[])[] = [],
  more: Partial<BookSettings> & { readonly past?: BookInput['past']; readonly at?: number } = {},
): BookInput {
  const { past = [], at = now, ...settings } = more;
  return {
    at,
    settings: {
      baseCurrency: 'USD',
      displayCurrencies: [],
      stablecoins: ['USDT', 'USDC', 'DAI', 'EURC'],
      countSpot: true,
      priceMaxAgeMs: day,
      dayStart,
      ...settings,
    },
    accounts,
    quotes,
    past,
  };
}
