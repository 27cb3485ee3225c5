import Big from 'big.js';
import type { Call, ExchangeContext } from '../exchange.ts';
import { json } from '../exchange.ts';
import type { Account, Market, Position } from '../world.ts';
import { priceOf } from '../world.ts';
import { binanceMarkets } from './marketData.ts';
import type { Route } from './route.ts';
import { signed } from './route.ts';

/** Maintenance margin by notional: the brackets every simulated contract has. */
const brackets = [
  { bracket: 1, initialLeverage: 125, notionalCap: 50_000, notionalFloor: 0, maintMarginRatio: 0.004, cum: 0 },
  {
    bracket: 2,
    initialLeverage: 100,
    notionalCap: 10_000_000,
    notionalFloor: 50_000,
    maintMarginRatio: 0.005,
    cum: 50,
  },
] as const;

export interface OpenPosition {
  readonly position: Position;
  readonly market: Market;
  readonly mark: Big;
  /** Signed; linear in quote, inverse in coin. */
  readonly notional: Big;
  readonly profit: Big;
  readonly initialMargin: Big;
  readonly maintMargin: Big;
  readonly marginAsset: string;
}

/** Positions of one side with their money, as Binance computes it: linear in quote, inverse in coin. */
export function openPositions(
  context: ExchangeContext,
  account: Account,
  kind: 'linear' | 'inverse',
): readonly OpenPosition[] {
  const markets = binanceMarkets(context, kind);
  return account.positions.flatMap((position) => {
    const market = markets.find((one) => one.id === position.market);
    if (market === undefined || position.kind !== kind) return [];
    const mark = new Big(priceOf(context.live.world, market).last);
    const amount = new Big(position.amount);
    const notional = kind === 'linear' ? amount.times(mark) : amount.times(market.contractSize).div(mark);
    const profit =
      kind === 'linear'
        ? mark.minus(position.entry).times(amount)
        : amount.times(market.contractSize).times(new Big(1).div(position.entry).minus(new Big(1).div(mark)));
    const size = notional.abs();
    const rate = size.lt(50_000) ? 0.004 : 0.005;
    const marginAsset = kind === 'linear' ? market.quote : market.base;
    return [
      {
        position,
        market,
        mark,
        notional,
        profit,
        initialMargin: size.div(position.leverage),
        maintMargin: size.times(rate),
        marginAsset,
      },
    ];
  });
}

const money = (value: Big): string => value.toFixed(8);

function sum(values: readonly Big[]): Big {
  return values.reduce((total, value) => total.plus(value), new Big(0));
}

function assetRow(
  context: ExchangeContext,
  asset: string,
  wallet: string,
  positions: readonly OpenPosition[],
): Record<string, unknown> {
  const own = positions.filter((one) => one.marginAsset === asset);
  const profit = sum(own.map((one) => one.profit));
  const margin = sum(own.map((one) => one.initialMargin));
  const balance = profit.plus(wallet);
  const free = balance.minus(margin).lt(0) ? new Big(0) : balance.minus(margin);
  return {
    asset,
    walletBalance: money(new Big(wallet)),
    unrealizedProfit: money(profit),
    marginBalance: money(balance),
    maintMargin: money(sum(own.map((one) => one.maintMargin))),
    initialMargin: money(margin),
    positionInitialMargin: money(margin),
    openOrderInitialMargin: '0.00000000',
    crossWalletBalance: money(new Big(wallet)),
    crossUnPnl: money(profit),
    availableBalance: money(free),
    maxWithdrawAmount: money(free),
    marginAvailable: true,
    updateTime: context.now(),
  };
}

function positionRow(one: OpenPosition): Record<string, unknown> {
  return {
    symbol: one.market.id,
    positionSide: 'BOTH',
    positionAmt: one.position.amount,
    unrealizedProfit: money(one.profit),
    isolatedMargin: '0',
    isolatedWallet: '0',
    [one.market.kind === 'linear' ? 'notional' : 'notionalValue']: money(one.notional),
    initialMargin: money(one.initialMargin),
    maintMargin: money(one.maintMargin),
    updateTime: one.position.updatedAt,
  };
}

function fullPositionRow(one: OpenPosition): Record<string, unknown> {
  return {
    ...positionRow(one),
    leverage: one.position.leverage,
    entryPrice: one.position.entry,
    breakEvenPrice: one.position.entry,
    isolated: false,
    positionInitialMargin: money(one.initialMargin),
    openOrderInitialMargin: '0',
    maxNotional: '10000000',
  };
}

/** Price at which the cross wallet no longer covers the maintenance margin; 0 when it never happens. */
function liquidation(one: OpenPosition, wallet: string): string {
  if (one.market.kind !== 'linear') return '0';
  const amount = new Big(one.position.amount);
  const rate = one.maintMargin.div(one.notional.abs());
  const price = amount
    .times(one.position.entry)
    .minus(wallet)
    .div(amount.minus(amount.abs().times(rate)));
  return price.lt(0) ? '0' : price.toFixed(8);
}

function riskRow(one: OpenPosition, wallet: string, version: 1 | 2 | 3): Record<string, unknown> {
  const linear = one.market.kind === 'linear';
  const row = {
    symbol: one.market.id,
    positionAmt: one.position.amount,
    entryPrice: one.position.entry,
    breakEvenPrice: one.position.entry,
    markPrice: one.mark.toFixed(8),
    unRealizedProfit: money(one.profit),
    liquidationPrice: liquidation(one, wallet),
    isolatedMargin: '0.00000000',
    isolatedWallet: '0',
    positionSide: 'BOTH',
    [linear ? 'notional' : 'notionalValue']: money(one.notional),
    updateTime: one.position.updatedAt,
  };
  if (version === 3) {
    return {
      ...row,
      marginAsset: one.marginAsset,
      initialMargin: money(one.initialMargin),
      maintMargin: money(one.maintMargin),
      positionInitialMargin: money(one.initialMargin),
      openOrderInitialMargin: '0',
      adl: 1,
      bidNotional: '0',
      askNotional: '0',
    };
  }
  return {
    ...row,
    leverage: one.position.leverage,
    marginType: 'cross',
    isAutoAddMargin: 'false',
    [linear ? 'maxNotionalValue' : 'maxQty']: '10000000',
  };
}

function account(context: ExchangeContext, owner: Account, kind: 'linear' | 'inverse', full: boolean): object {
  const positions = openPositions(context, owner, kind);
  const assets = Object.entries(owner.pockets[kind]).map(([asset, held]) =>
    assetRow(context, asset, held.free, positions),
  );
  const total = (field: string): string => money(sum(assets.map((asset) => new Big(String(asset[field])))));
  return {
    feeTier: 0,
    canTrade: owner.permissions.trade,
    canDeposit: true,
    canWithdraw: owner.permissions.withdraw,
    updateTime: 0,
    totalInitialMargin: total('initialMargin'),
    totalMaintMargin: total('maintMargin'),
    totalWalletBalance: total('walletBalance'),
    totalUnrealizedProfit: total('unrealizedProfit'),
    totalMarginBalance: total('marginBalance'),
    totalPositionInitialMargin: total('initialMargin'),
    totalOpenOrderInitialMargin: '0.00000000',
    totalCrossWalletBalance: total('walletBalance'),
    totalCrossUnPnl: total('unrealizedProfit'),
    availableBalance: total('availableBalance'),
    maxWithdrawAmount: total('availableBalance'),
    assets,
    positions: positions.map(full ? fullPositionRow : positionRow),
  };
}

function balance(context: ExchangeContext, owner: Account, kind: 'linear' | 'inverse'): readonly object[] {
  const positions = openPositions(context, owner, kind);
  return Object.entries(owner.pockets[kind]).map(([asset, held]) => {
    const row = assetRow(context, asset, held.free, positions);
    return {
      accountAlias: 'SgsR',
      asset,
      balance: row['walletBalance'],
      crossWalletBalance: row['crossWalletBalance'],
      crossUnPnl: row['crossUnPnl'],
      availableBalance: row['availableBalance'],
      maxWithdrawAmount: row['maxWithdrawAmount'],
      marginAvailable: true,
      updateTime: context.now(),
    };
  });
}

function risk(
  context: ExchangeContext,
  call: Call,
  owner: Account,
  kind: 'linear' | 'inverse',
  version: 1 | 2 | 3,
): readonly object[] {
  const symbol = call.params.get('symbol');
  return openPositions(context, owner, kind)
    .filter((one) => symbol === null || one.market.id === symbol)
    .map((one) => riskRow(one, owner.pockets[kind][one.marginAsset]?.free ?? '0', version));
}

function side(prefix: string, kind: 'linear' | 'inverse'): readonly Route[] {
  return [
    signed(
      `${prefix}/v1/leverageBracket`,
      1,
      (context) => json(binanceMarkets(context, kind).map((market) => ({ symbol: market.id, brackets }))),
      'futures',
    ),
    signed(`${prefix}/v1/positionSide/dual`, 30, () => json({ dualSidePosition: false }), 'futures'),
  ];
}

export const futuresRoutes: readonly Route[] = [
  ...side('/fapi', 'linear'),
  ...side('/dapi', 'inverse'),
  signed(
    '/dapi/v2/leverageBracket',
    1,
    (context) =>
      json(
        binanceMarkets(context, 'inverse').map((market) => ({
          symbol: market.id,
          brackets: brackets.map((one) => ({ ...one, qtyFloor: one.notionalFloor, qtyCap: one.notionalCap })),
        })),
      ),
    'futures',
  ),
  signed('/fapi/v2/account', 5, (context, _call, owner) => json(account(context, owner, 'linear', true)), 'futures'),
  signed('/fapi/v3/account', 5, (context, _call, owner) => json(account(context, owner, 'linear', false)), 'futures'),
  signed('/dapi/v1/account', 5, (context, _call, owner) => json(account(context, owner, 'inverse', true)), 'futures'),
  signed('/fapi/v2/balance', 5, (context, _call, owner) => json(balance(context, owner, 'linear')), 'futures'),
  signed('/fapi/v3/balance', 5, (context, _call, owner) => json(balance(context, owner, 'linear')), 'futures'),
  signed('/dapi/v1/balance', 1, (context, _call, owner) => json(balance(context, owner, 'inverse')), 'futures'),
  signed(
    '/fapi/v2/positionRisk',
    5,
    (context, call, owner) => json(risk(context, call, owner, 'linear', 2)),
    'futures',
  ),
  signed(
    '/fapi/v3/positionRisk',
    5,
    (context, call, owner) => json(risk(context, call, owner, 'linear', 3)),
    'futures',
  ),
  signed(
    '/dapi/v1/positionRisk',
    1,
    (context, call, owner) => json(risk(context, call, owner, 'inverse', 1)),
    'futures',
  ),
];
