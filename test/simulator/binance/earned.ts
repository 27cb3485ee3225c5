import Big from 'big.js';
import { json } from '../exchange.ts';
import type { Account, Conversion, PocketScope } from '../world.ts';
import { refusal } from './reply.ts';
import { limitOf } from './span.ts';
import { type Answer, newestFirst, within } from './within.ts';

const walletNames: Readonly<Record<string, PocketScope>> = {
  MAIN: 'spot',
  FUNDING: 'funding',
  MARGIN: 'margin',
  UMFUTURE: 'linear',
  CMFUTURE: 'inverse',
};

export const transfers: Answer = (context, call, account) => {
  const type = call.params.get('type');
  if (type === null)
    return refusal(400, -1102, "Mandatory parameter 'type' was not sent, was empty/null, or malformed.");
  const [from = '', to = ''] = type.split('_');
  return within(
    { longestDays: 180, usualDays: 7, memoryDays: 180 },
    () => newestFirst(account.transfers.filter((one) => one.from === walletNames[from] && one.to === walletNames[to])),
    (rows) => {
      const size = limitOf(call, 10, 100, 'size');
      const start = (Number(call.params.get('current') ?? 1) - 1) * size;
      const shown = rows.slice(start, start + size).map((one) => ({
        timestamp: one.at,
        asset: one.asset,
        amount: one.amount,
        type,
        status: 'CONFIRMED',
        tranId: one.id,
      }));
      return json(rows.length === 0 ? { total: 0 } : { total: rows.length, rows: shown });
    },
  )(context, call, account);
};

const earnings = (kind: 'dividend' | 'earnReward' | 'interest') => (account: Account) =>
  newestFirst(account.earnings.filter((one) => one.kind === kind && one.scope !== 'linear' && one.scope !== 'inverse'));

export const dividends = within({ longestDays: 180, usualDays: 30 }, earnings('dividend'), (rows, call) =>
  json({
    rows: rows.slice(0, limitOf(call, 20, 500)).map((one) => ({
      id: one.id,
      tranId: one.id,
      asset: one.asset,
      amount: one.amount,
      divTime: one.at,
      enInfo: 'BNB Vault',
    })),
    total: rows.length,
  }),
);

export const rewards = within({ longestDays: 92, usualDays: 7 }, earnings('earnReward'), (rows, call) =>
  json({
    rows:
      call.params.get('type') === 'REALTIME'
        ? rows.slice(0, limitOf(call, 10, 100, 'size')).map((one) => ({
            asset: one.asset,
            rewards: one.amount,
            projectId: `${one.asset}001`,
            type: 'REALTIME',
            time: one.at,
          }))
        : [],
    total: rows.length,
  }),
);

export const interest = within({ longestDays: 30, usualDays: 7, memoryDays: 180 }, earnings('interest'), (rows, call) =>
  json({
    rows: rows.slice(0, limitOf(call, 10, 100, 'size')).map((one) => ({
      txId: one.id,
      interestAccuredTime: one.at,
      asset: one.asset,
      principal: '100',
      interest: new Big(one.amount).abs().toFixed(),
      interestRate: '0.0002',
      type: 'PERIODIC',
    })),
    total: rows.length,
  }),
);

const converted = (kind: Conversion['kind']) => (account: Account) =>
  newestFirst(account.conversions.filter((one) => one.kind === kind));

export const dust = within({ longestDays: 90, usualDays: 90 }, converted('dust'), (rows) =>
  json({
    total: rows.length,
    userAssetDribblets: rows.slice(0, 100).map((one) => ({
      operateTime: one.at,
      totalTransferedAmount: one.toAmount,
      totalServiceChargeAmount: '0.00002',
      transId: one.id,
      userAssetDribbletDetails: [
        {
          transId: one.id,
          serviceChargeAmount: '0.00002',
          amount: one.fromAmount,
          operateTime: one.at,
          transferedAmount: one.toAmount,
          fromAsset: one.from,
        },
      ],
    })),
  }),
);

export const conversions: Answer = (context, call, account) => {
  if (!call.params.has('startTime') || !call.params.has('endTime'))
    return refusal(400, -1102, "Mandatory parameter 'startTime' was not sent, was empty/null, or malformed.");
  return within({ longestDays: 30, usualDays: 30 }, converted('convert'), (rows) =>
    json({
      list: rows.slice(0, limitOf(call, 100, 1000)).map((one) => ({
        quoteId: `q${one.id}`,
        orderId: one.id,
        orderStatus: 'SUCCESS',
        fromAsset: one.from,
        fromAmount: one.fromAmount,
        toAsset: one.to,
        toAmount: one.toAmount,
        ratio: '1',
        inverseRatio: '1',
        createTime: one.at,
      })),
      limit: limitOf(call, 100, 1000),
      moreData: false,
    }),
  )(context, call, account);
};

export const fiatOrders: Answer = within(
  { longestDays: 40_000, usualDays: 30, names: ['beginTime', 'endTime'] },
  (account, call) => {
    const kind = call.params.get('transactionType') === '1' ? 'withdrawal' : 'deposit';
    return newestFirst(account.flows.filter((flow) => flow.fiat === true && flow.kind === kind));
  },
  (rows, call) =>
    json({
      code: '000000',
      message: 'success',
      data: rows.slice(0, limitOf(call, 100, 500, 'rows')).map((flow) => ({
        orderNo: flow.id,
        fiatCurrency: flow.asset,
        indicatedAmount: flow.amount,
        amount: flow.amount,
        totalFee: flow.fee,
        method: 'bank transfer',
        status: flow.pending === true ? 'Processing' : 'Successful',
        createTime: flow.at,
        updateTime: flow.at,
      })),
      total: rows.length,
      success: true,
    }),
);
