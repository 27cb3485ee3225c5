import { createHash } from 'node:crypto';
import { givePast } from './accountPast.ts';
import { binanceMarket, krakenMarket, startPrice } from './marketFactory.ts';
import type { Account, Asset, ExchangeId, Market, Pocket, PocketScope, World } from './world.ts';
import { marketKey, pocket } from './world.ts';

/**
 * Golden totals of the default world, in USD (1 USDT = 1 USD here by the market USDT/USD of Kraken, not by assumption):
 *
 * binance-main (key may only read)
 *   spot    0.15 BTC × 67,000 + 1.2 ETH × 2,900 + 1,902.50 USDT                              = 15,432.50  (VAL-4)
 *   swap    5,000 USDT wallet; long 0.5 BTC @ 66,000 (+500), short 2 ETH @ 3,000 (+200)      =  5,700.00  notional 39,300
 *   inverse 0.1 BTC wallet; long 10 contracts of 100 USD @ 65,000
 *   margin  2 ETH + 500 USDT − 100 USDT borrowed − 0.5 USDT interest                          =  6,199.50
 *   funding 250 USDT + 1 BNB × 600                                                            =    850.00
 *   earn    1,000 USDT flexible
 * binance-second (key may trade)
 *   spot    10 SOL × 150 + 0.02 LDBTC × 67,000 + 1,000 LDUSDT                                 =  3,840.00
 *           and 42 ZZZ, which no market prices, and 1,000 OLDX, whose only market is delisted (last price 0.50)
 * kraken-main (key may only query)
 *   spot    5,000 ZUSD + 0.1 XXBT × 67,000 + 1,000 ZEUR × 1.08 + 0.5 XETH × 2,900 + 100 DOT × 7 + 50 DOT28.S × 7
 *           + 0.5 ETH2.S × 2,900 + 250 USDT + 200 USD.M + 2 SOL.F × 150 + 0.01 XBT.M × 67,000  = 18,150.00
 *   margin  long 1 XETH/ZUSD @ 2,800 (+100)
 *
 * Each account has a past of more than a year (accountPast.ts) that adds up to exactly these balances.
 */
export const goldenTotals = {
  'binance-main': { spot: 15_432.5, swap: 5_700, margin: 6_199.5, funding: 850, swapNotional: 39_300, swapProfit: 700 },
  'binance-second': { spot: 3_840 },
  'kraken-main': { spot: 18_150, positionProfit: 100 },
} as const;

/** USDT price and what it moved in 24 hours. */
const coins: Readonly<Record<string, readonly [number, number]>> = {
  BTC: [67_000, 0.02],
  ETH: [2_900, 0.03],
  BNB: [600, -0.01],
  SOL: [150, 0.05],
  XRP: [0.5, 0],
  ADA: [0.45, -0.02],
  DOGE: [0.15, 0.04],
  DOT: [7, 0.01],
  AVAX: [35, -0.03],
  LINK: [15, 0.02],
  POL: [0.4, -0.01],
  LTC: [80, 0.005],
  UNI: [8, 0.015],
  ATOM: [9, -0.02],
  NEAR: [5, 0.06],
  APT: [9, 0.01],
  ARB: [1, -0.04],
  OP: [2, 0.02],
  FIL: [6, 0.01],
  INJ: [25, 0.07],
  AAVE: [90, 0.01],
  ETC: [28, -0.01],
  XLM: [0.11, 0.01],
  ALGO: [0.18, 0.02],
  ICP: [12, -0.02],
  SUI: [1.2, 0.08],
  TRX: [0.12, 0.01],
  TON: [6, -0.01],
  SHIB: [0.00002, 0.03],
  PEPE: [0.00001, 0.1],
};

const linear = ['BTC', 'ETH', 'BNB', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'AVAX', 'LINK', 'LTC', 'SUI'];
const inBtc = ['ETH', 'BNB', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'AVAX', 'LINK', 'LTC', 'ATOM', 'NEAR'];
const onKraken = [
  'BTC',
  'ETH',
  'SOL',
  'XRP',
  'ADA',
  'DOGE',
  'DOT',
  'AVAX',
  'LINK',
  'LTC',
  'ATOM',
  'NEAR',
  'UNI',
  'XLM',
  'ALGO',
];

const krakenNames: Readonly<Record<string, readonly [code: string, altname: string]>> = {
  BTC: ['XXBT', 'XBT'],
  ETH: ['XETH', 'ETH'],
  XRP: ['XXRP', 'XRP'],
  DOGE: ['XXDG', 'XDG'],
  LTC: ['XLTC', 'LTC'],
  XLM: ['XXLM', 'XLM'],
  USD: ['ZUSD', 'USD'],
  EUR: ['ZEUR', 'EUR'],
  GBP: ['ZGBP', 'GBP'],
};

function krakenAsset(name: string): Asset {
  const [code, altname] = krakenNames[name] ?? [name, name];
  return { code, altname, name, decimals: code.startsWith('Z') ? 4 : 10 };
}

/** An account with nothing in it. Keys have the exchange's own length and alphabet, and are plainly not real. */
export function emptyAccount(exchange: ExchangeId, id: string): Account {
  const label = `Simulator${id.replace(/[^A-Za-z0-9]/g, '')}`;
  const pockets: Record<PocketScope, Record<string, Pocket>> = {
    spot: {},
    margin: {},
    funding: {},
    earn: {},
    linear: {},
    inverse: {},
  };
  return {
    id,
    exchange,
    apiKey: `${label}Key`.padEnd(exchange === 'binance' ? 64 : 56, '0'),
    secret:
      exchange === 'binance'
        ? `${label}Secret`.padEnd(64, '0')
        : createHash('sha512').update(`${label}Secret`).digest('base64'),
    revoked: false,
    permissions: { read: true, trade: false, withdraw: false, futures: true, ipRestricted: true },
    pockets,
    positions: [],
    fills: [],
    flows: [],
    transfers: [],
    earnings: [],
    conversions: [],
    orders: [],
  };
}

function binanceMain(at: number): Account {
  const account = emptyAccount('binance', 'binance-main');
  const day = 86_400_000;
  Object.assign(account.pockets.spot, {
    BTC: pocket('0.10000000', '0.05000000'),
    ETH: pocket('1.20000000'),
    USDT: pocket('1902.50000000'),
  });
  Object.assign(account.pockets.margin, { ETH: pocket('2'), USDT: pocket('500', '0', '100', '0.5') });
  Object.assign(account.pockets.funding, { USDT: pocket('250'), BNB: pocket('1') });
  Object.assign(account.pockets.earn, { USDT: pocket('1000') });
  Object.assign(account.pockets.linear, { USDT: pocket('5000') });
  Object.assign(account.pockets.inverse, { BTC: pocket('0.1') });
  account.positions.push(
    { market: 'BTCUSDT', kind: 'linear', amount: '0.500', entry: '66000', leverage: '10', updatedAt: at - day },
    { market: 'ETHUSDT', kind: 'linear', amount: '-2.000', entry: '3000', leverage: '10', updatedAt: at - day },
    { market: 'BTCUSD_PERP', kind: 'inverse', amount: '10', entry: '65000', leverage: '5', updatedAt: at - day },
  );
  const fee = { feeAsset: 'USDT', maker: false };
  account.fills.push(
    {
      id: 1001,
      market: 'BTCUSDT',
      kind: 'spot',
      side: 'buy',
      price: '60000',
      quantity: '0.2',
      fee: '12',
      at: at - 30 * day,
      ...fee,
    },
    {
      id: 1002,
      market: 'BTCUSDT',
      kind: 'spot',
      side: 'sell',
      price: '65000',
      quantity: '0.05',
      fee: '3.25',
      at: at - 10 * day,
      ...fee,
    },
    {
      id: 1003,
      market: 'ETHUSDT',
      kind: 'spot',
      side: 'buy',
      price: '2500',
      quantity: '1.2',
      fee: '3',
      at: at - 9 * day,
      ...fee,
    },
    {
      id: 2001,
      market: 'BTCUSDT',
      kind: 'linear',
      side: 'buy',
      price: '66000',
      quantity: '0.5',
      fee: '13.2',
      at: at - day,
      ...fee,
    },
    {
      id: 2002,
      market: 'ETHUSDT',
      kind: 'linear',
      side: 'sell',
      price: '3000',
      quantity: '2',
      fee: '2.4',
      at: at - day,
      ...fee,
    },
  );
  account.flows.push({ id: 'dep-1', kind: 'deposit', asset: 'USDT', amount: '20000', fee: '0', at: at - 31 * day });
  return account;
}

function binanceSecond(): Account {
  const account = emptyAccount('binance', 'binance-second');
  account.permissions.trade = true;
  account.permissions.ipRestricted = false;
  Object.assign(account.pockets.spot, {
    SOL: pocket('10'),
    LDBTC: pocket('0.02'),
    LDUSDT: pocket('1000'),
    ZZZ: pocket('42'),
    OLDX: pocket('1000'),
  });
  return account;
}

function krakenMain(at: number): Account {
  const account = emptyAccount('kraken', 'kraken-main');
  const held: Readonly<Record<string, string>> = {
    ZUSD: '5000.0000',
    XXBT: '0.1000000000',
    ZEUR: '1000.0000',
    XETH: '0.5000000000',
    DOT: '100.0000000000',
    'DOT28.S': '50.0000000000',
    'ETH2.S': '0.5000000000',
    USDT: '250.00000000',
    'USD.M': '200.0000',
    'SOL.F': '2.0000000000',
    'XBT.M': '0.0100000000',
  };
  for (const [code, quantity] of Object.entries(held)) account.pockets.spot[code] = pocket(quantity);
  account.pockets.spot['ZUSD'] = pocket('4000.0000', '1000.0000');
  account.positions.push({
    market: 'XETHZUSD',
    kind: 'spot',
    amount: '1',
    entry: '2800',
    leverage: '2',
    updatedAt: at,
  });
  const at5 = at - 5 * 86_400_000;
  account.fills.push(
    {
      id: 1,
      market: 'XXBTZUSD',
      kind: 'spot',
      side: 'buy',
      price: '62000',
      quantity: '0.1',
      fee: '16.12',
      feeAsset: 'ZUSD',
      at: at5,
      maker: false,
    },
    {
      id: 2,
      market: 'DOTUSD',
      kind: 'spot',
      side: 'buy',
      price: '6.5',
      quantity: '100',
      fee: '1.69',
      feeAsset: 'ZUSD',
      at: at5,
      maker: true,
    },
  );
  account.flows.push({ id: 'FTdep', kind: 'deposit', asset: 'ZUSD', amount: '15000.0000', fee: '0.0000', at: at5 - 1 });
  return account;
}

/** A fresh default world: 106 markets, two Binance accounts and one at Kraken, with the totals above. */
export function defaultWorld(at: number = Date.now()): World {
  const world: World = { startedAt: at, markets: [], assets: [], prices: new Map(), accounts: [] };
  const list = (market: Market, price: number, change: number): void => {
    world.markets.push(market);
    world.prices.set(marketKey(market), startPrice(market, price, change, at));
  };
  const [btc, btcChange] = coins['BTC'] ?? [0, 0];
  const eurusd = 1.08;
  for (const [coin, [price, change]] of Object.entries(coins)) {
    list(binanceMarket('spot', coin, 'USDT', price), price, change);
    if (linear.includes(coin)) list(binanceMarket('linear', coin, 'USDT', price), price, change);
    if (inBtc.includes(coin)) {
      list(binanceMarket('spot', coin, 'BTC', price / btc), price / btc, (1 + change) / (1 + btcChange) - 1);
    }
    if (['BTC', 'ETH', 'SOL', 'XRP'].includes(coin)) {
      list(binanceMarket('spot', coin, 'EUR', price), price / eurusd, change);
      list(binanceMarket('spot', coin, 'USDC', price), price, change);
    }
    if (['BTC', 'ETH'].includes(coin)) list(binanceMarket('inverse', coin, 'USD', price), price, change);
    if (onKraken.includes(coin)) {
      for (const [quote, rate] of [
        ['USD', 1],
        ['EUR', eurusd],
      ] as const) {
        list(krakenMarket(krakenAsset(coin), krakenAsset(quote), price), price / rate, change);
      }
    }
  }
  list(binanceMarket('spot', 'USDC', 'USDT', 1), 1, 0);
  list(binanceMarket('spot', 'FDUSD', 'USDT', 1), 0.999, 0);
  list(binanceMarket('spot', 'EUR', 'USDT', 1), eurusd, 0.001);
  list(binanceMarket('spot', 'USDT', 'DAI', 1), 1, 0);
  list(binanceMarket('spot', 'DEEP', 'BTC', 0.00001), 0.00001, 0.02);
  const delisted = binanceMarket('spot', 'OLDX', 'USDT', 0.5);
  delisted.trading = false;
  list(delisted, 0.5, 0);
  for (const [base, quote, rate] of [
    ['USDT', 'USD', 1],
    ['USDC', 'USD', 1],
    ['DAI', 'USD', 1],
    ['EUR', 'USD', eurusd],
    ['GBP', 'USD', 1.27],
    ['USDT', 'EUR', 1 / eurusd],
  ] as const) {
    list(krakenMarket(krakenAsset(base), krakenAsset(quote), 1), rate, 0);
  }
  for (const name of [...onKraken, 'USD', 'EUR', 'GBP', 'USDT', 'USDC', 'DAI']) world.assets.push(krakenAsset(name));
  for (const code of ['DOT28.S', 'ETH2.S', 'ETH2', 'USD.M', 'SOL.F', 'XBT.M', 'KFEE']) {
    world.assets.push({ code, altname: code, name: code, decimals: 10 });
  }
  world.accounts.push(binanceMain(at), binanceSecond(), krakenMain(at));
  for (const account of world.accounts) givePast(world, account);
  return world;
}
