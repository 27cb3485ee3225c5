import Big from 'big.js';
import type { Call, ExchangeContext } from '../exchange.ts';
import { json } from '../exchange.ts';
import type { Account, Pocket } from '../world.ts';
import { binanceMarkets } from './marketData.ts';
import type { Route } from './route.ts';
import { signed } from './route.ts';

function amounts(asset: string, held: Pocket): Record<string, string> {
  return { asset, free: held.free, locked: held.locked };
}

function spotAccount(context: ExchangeContext, account: Account): object {
  const { permissions } = account;
  return {
    makerCommission: 10,
    takerCommission: 10,
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: { maker: '0.00100000', taker: '0.00100000', buyer: '0.00000000', seller: '0.00000000' },
    canTrade: permissions.trade,
    canWithdraw: permissions.withdraw,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: context.now(),
    accountType: 'SPOT',
    balances: Object.entries(account.pockets.spot).map(([asset, held]) => amounts(asset, held)),
    permissions: ['SPOT'],
    uid: 354_937_868,
  };
}

function marginRow(asset: string, held: Pocket): Record<string, string> {
  const net = new Big(held.free).plus(held.locked).minus(held.borrowed).minus(held.interest);
  return { ...amounts(asset, held), borrowed: held.borrowed, interest: held.interest, netAsset: net.toFixed(8) };
}

function marginAccount(account: Account): object {
  return {
    created: true,
    borrowEnabled: true,
    marginLevel: '11.64405625',
    collateralMarginLevel: '3.2',
    totalAssetOfBtc: '0.09402985',
    totalLiabilityOfBtc: '0.00150000',
    totalNetAssetOfBtc: '0.09252985',
    tradeEnabled: account.permissions.trade,
    transferInEnabled: true,
    transferOutEnabled: true,
    accountType: 'MARGIN_1',
    userAssets: Object.entries(account.pockets.margin).map(([asset, held]) => marginRow(asset, held)),
  };
}

function fundingRows(call: Call, account: Account): readonly object[] {
  const asset = call.params.get('asset');
  return Object.entries(account.pockets.funding)
    .filter(([code]) => asset === null || code === asset)
    .map(([code, held]) => ({ ...amounts(code, held), freeze: '0', withdrawing: '0', btcValuation: '0' }));
}

function earnRows(account: Account): object {
  const rows = Object.entries(account.pockets.earn).map(([asset, held]) => ({
    totalAmount: held.free,
    latestAnnualPercentageRate: '0.02599895',
    asset,
    airDropAsset: null,
    canRedeem: true,
    collateralAmount: '0',
    productId: `${asset}001`,
    yesterdayRealTimeRewards: '0.00000001',
    cumulativeBonusRewards: '0',
    cumulativeRealTimeRewards: '0',
    cumulativeTotalRewards: '0',
    autoSubscribe: true,
  }));
  return { rows, total: rows.length };
}

function restrictions(context: ExchangeContext, account: Account): object {
  const { permissions } = account;
  return {
    ipRestrict: permissions.ipRestricted,
    createTime: context.live.world.startedAt - 86_400_000 * 90,
    enableReading: permissions.read,
    enableWithdrawals: permissions.withdraw,
    enableInternalTransfer: permissions.withdraw,
    enableMargin: permissions.trade,
    enableFutures: permissions.trade && permissions.futures,
    permitsUniversalTransfer: permissions.withdraw,
    enableVanillaOptions: false,
    enableFixApiTrade: false,
    enableFixReadOnly: true,
    enableSpotAndMarginTrading: permissions.trade,
    enablePortfolioMarginTrading: false,
  };
}

function coinRows(context: ExchangeContext, account: Account): readonly object[] {
  const spot = binanceMarkets(context, 'spot');
  const codes = new Set(spot.flatMap((market) => [market.base, market.quote]));
  return [...codes].map((coin) => ({
    coin,
    name: coin,
    depositAllEnable: true,
    withdrawAllEnable: true,
    trading: true,
    isLegalMoney: coin === 'EUR' || coin === 'GBP',
    free: account.pockets.spot[coin]?.free ?? '0',
    locked: account.pockets.spot[coin]?.locked ?? '0',
    freeze: '0',
    withdrawing: '0',
    ipoing: '0',
    ipoable: '0',
    storage: '0',
    networkList: [
      {
        network: coin,
        coin,
        name: coin,
        isDefault: true,
        depositEnable: true,
        withdrawEnable: true,
        withdrawFee: '0.0001',
        withdrawMin: '0.001',
        withdrawMax: '100000',
        withdrawIntegerMultiple: '0.00000001',
        minConfirm: 1,
        unLockConfirm: 0,
        busy: false,
      },
    ],
  }));
}

export const accountRoutes: readonly Route[] = [
  signed('/api/v3/account', 20, (context, _call, account) => json(spotAccount(context, account))),
  signed('/sapi/v1/account/apiRestrictions', 1, (context, _call, account) => json(restrictions(context, account))),
  signed('/sapi/v1/capital/config/getall', 10, (context, _call, account) => json(coinRows(context, account))),
  signed('/sapi/v1/margin/account', 10, (_context, _call, account) => json(marginAccount(account))),
  signed('/sapi/v1/margin/isolated/account', 10, () =>
    json({ assets: [], totalAssetOfBtc: '0', totalLiabilityOfBtc: '0', totalNetAssetOfBtc: '0' }),
  ),
  signed('/sapi/v1/margin/allPairs', 1, (context) =>
    json(
      binanceMarkets(context, 'spot')
        .filter((market) => market.trading)
        .map((market, id) => ({
          id,
          symbol: market.id,
          base: market.base,
          quote: market.quote,
          isMarginTrade: true,
          isBuyAllowed: true,
          isSellAllowed: true,
        })),
    ),
  ),
  signed('/sapi/v1/margin/isolated/allPairs', 10, () => json([])),
  {
    method: 'POST',
    path: '/sapi/v1/asset/get-funding-asset',
    weight: 1,
    access: 'signed',
    answer: (_context, call, account) => json(fundingRows(call, account)),
  },
  signed('/sapi/v1/simple-earn/flexible/position', 150, (_context, _call, account) => json(earnRows(account))),
  signed('/sapi/v1/simple-earn/locked/position', 150, () => json({ rows: [], total: 0 })),
];
