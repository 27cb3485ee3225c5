import type { ServerResponse } from 'node:http';
import { type LocalServer, localServer, type Request } from './localServer.ts';

/** What the fake answers; change it between reads. A function of a fault may write the response itself. */
export interface BinanceFake extends LocalServer {
  balances: readonly Record<string, string>[];
  futures: { assets: readonly unknown[]; positions: readonly unknown[] };
  tickers: readonly Record<string, unknown>[];
  /** How far the exchange's clock is ahead of ours; times further off than 5 s are refused as Binance does. */
  aheadMs: number;
  /** Tried first: answer something else for this request by returning it, or write and return 'written'. */
  fault: ((request: Request, response: ServerResponse) => unknown) | null;
}

function market(base: string, quote: string, status = 'TRADING'): Record<string, unknown> {
  return {
    symbol: base + quote,
    status,
    baseAsset: base,
    quoteAsset: quote,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    orderTypes: ['LIMIT', 'MARKET'],
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000', tickSize: '0.01' },
      { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
    ],
    permissions: ['SPOT'],
  };
}

const perpetual = {
  ...market('BTC', 'USDT'),
  pair: 'BTCUSDT',
  contractType: 'PERPETUAL',
  deliveryDate: 4133404800000,
  onboardDate: 1569398400000,
  marginAsset: 'USDT',
  underlyingType: 'COIN',
};

export const spotTicker = (symbol: string, last: string, open: string): Record<string, unknown> => ({
  symbol,
  lastPrice: last,
  openPrice: open,
  closeTime: Date.now(),
});

/** A few endpoints of Binance as this product uses them, over real HTTP: spot, USDⓈ-M futures, time, tickers, candles. */
export async function binanceFake(): Promise<BinanceFake> {
  const state: Omit<BinanceFake, keyof LocalServer> = {
    balances: [{ asset: 'BTC', free: '0.1', locked: '0.05' }],
    futures: { assets: [], positions: [] },
    tickers: [spotTicker('BTCUSDT', '67000.10', '66000.00'), spotTicker('LUNAUSDT', '1.00', '1.00')],
    aheadMs: 0,
    fault: null,
  };
  const error = (response: ServerResponse, status: number, code: number, msg: string): undefined => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ code, msg }));
  };
  const server = await localServer((request, response) => {
    const special = state.fault?.(request, response);
    if (special === 'written') return undefined;
    if (special !== undefined) return special;
    const now = Date.now() + state.aheadMs;
    const sent = Number(request.query.get('timestamp'));
    if (request.query.has('signature') && (sent > now + 1000 || sent < now - 5000))
      return error(response, 400, -1021, 'Timestamp for this request is outside of the recvWindow.');
    switch (request.path) {
      case '/api.binance.com/api/v3/exchangeInfo':
        return {
          timezone: 'UTC',
          serverTime: now,
          symbols: [
            market('BTC', 'USDT'),
            market('ETH', 'USDT'),
            market('LUNA', 'USDT', 'BREAK'),
            market('BTC', 'EUR'),
          ],
        };
      case '/fapi.binance.com/fapi/v1/exchangeInfo':
        return { timezone: 'UTC', serverTime: now, symbols: [perpetual] };
      case '/api.binance.com/api/v3/time':
        return { serverTime: now };
      case '/api.binance.com/api/v3/account':
        return { accountType: 'SPOT', updateTime: now, balances: state.balances };
      case '/fapi.binance.com/fapi/v3/account':
        return { assets: state.futures.assets, positions: [] };
      case '/fapi.binance.com/fapi/v3/positionRisk':
        return state.futures.positions;
      case '/fapi.binance.com/fapi/v1/leverageBracket':
        return [];
      case '/api.binance.com/api/v3/ticker/24hr':
        return state.tickers;
      case '/api.binance.com/api/v3/klines':
        return candles();
      default:
        return error(response, 404, -1, 'no such path');
    }
  });
  return Object.assign(state, server);

  /** Five days up to now; the last one still runs. */
  function candles(): unknown {
    const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
    return [4, 3, 2, 1, 0].map((ago) => [
      today - ago * 86_400_000,
      '1',
      '9',
      '0.5',
      String(100 - ago),
      '5',
      0,
      '0',
      0,
      '0',
      '0',
      '0',
    ]);
  }
}
