import { big, parseDecimal } from '../../../core/decimal.ts';
import type { Income } from '../../../core/model/ledger.ts';
import type { Dict } from '../ccxtExchange.ts';
import { WireFault } from '../wireFault.ts';
import { byWindow } from './byWindow.ts';
import { raw, rowsOf } from './raw.ts';
import { assetOf } from './readFlow.ts';
import { nothing, type Stream, type StreamContext } from './stream.ts';

const day = 86_400_000;

/** What Binance's spot wallet earned, and small change that was converted. Each endpoint has its own window. */
export function binanceIncome({ exchange }: StreamContext): readonly Stream[] {
  const stream = (
    key: string,
    title: string,
    windowMs: number,
    limit: number,
    epoch: number,
    fetch: (span: Dict) => Promise<readonly Dict[]>,
    read: (row: Dict) => readonly Income[],
  ): Stream => ({
    key,
    kinds: ['income'],
    title,
    page: byWindow({
      windowMs,
      limit,
      overlapMs: day,
      memoryMs: null,
      epoch,
      async fetch(startTime, endTime) {
        const rows = await fetch({ startTime, endTime });
        return { entries: { ...nothing, income: rows.flatMap(read) }, count: rows.length };
      },
    }),
  });
  const leg = (
    row: Dict,
    id: string,
    at: unknown,
    asset: unknown,
    amount: unknown,
    sign: 1 | -1,
    kind: Income['kind'],
  ): Income => {
    const quantity = parseDecimal(amount);
    if (quantity === null || typeof asset !== 'string' || !Number.isFinite(Number(at)))
      throw new WireFault(
        'badResponse',
        `an entry without asset, amount or time (${JSON.stringify(Object.keys(row))})`,
      );
    return {
      id,
      at: Number(at),
      asset: assetOf(exchange, asset),
      quantity: big(quantity).times(sign).toString(),
      kind,
      symbol: null,
    };
  };
  return [
    stream(
      'dividends',
      'distributions',
      180 * day,
      500,
      Date.UTC(2018, 0, 1),
      async (span) => rowsOf(await raw(exchange, 'sapiGetAssetAssetDividend', { ...span, limit: 500 }), 'rows'),
      (row) => [
        leg(
          row,
          `dividend:${String(row['tranId'] ?? row['id'])}:${String(row['asset'])}`,
          row['divTime'],
          row['asset'],
          row['amount'],
          1,
          dividendKind(String(row['enInfo'])),
        ),
      ],
    ),
    stream(
      'earn rewards',
      'rewards of flexible Earn',
      90 * day,
      100,
      Date.UTC(2020, 0, 1),
      async (span) =>
        rowsOf(
          await raw(exchange, 'sapiGetSimpleEarnFlexibleHistoryRewardsRecord', {
            ...span,
            type: 'REALTIME',
            size: 100,
          }),
          'rows',
        ),
      (row) => [
        leg(
          row,
          `earn:${String(row['projectId'] ?? '')}:${String(row['asset'])}:${String(row['time'])}`,
          row['time'],
          row['asset'],
          row['rewards'],
          1,
          'staking',
        ),
      ],
    ),
    stream(
      'dust',
      'small balances converted',
      90 * day,
      100,
      Date.UTC(2020, 11, 1),
      async (span) =>
        rowsOf(await raw(exchange, 'sapiGetAssetDribblet', span), 'userAssetDribblets').flatMap((group) =>
          rowsOf(group, 'userAssetDribbletDetails').map((row) => ({
            ...row,
            operateTime: row['operateTime'] ?? group['operateTime'],
          })),
        ),
      (row: Dict) => {
        const id = `dust:${String(row['transId'])}:${String(row['fromAsset'])}`;
        return [
          leg(row, `${id}:out`, row['operateTime'], row['fromAsset'], row['amount'], -1, 'conversion'),
          leg(row, `${id}:in`, row['operateTime'], 'BNB', row['transferedAmount'], 1, 'conversion'),
        ];
      },
    ),
    stream(
      'conversions',
      'conversions',
      30 * day,
      1000,
      Date.UTC(2020, 5, 1),
      async (span) => rowsOf(await raw(exchange, 'sapiGetConvertTradeFlow', { ...span, limit: 1000 }), 'list'),
      (row) => {
        if (row['orderStatus'] !== 'SUCCESS') return [];
        const id = `convert:${String(row['orderId'])}`;
        return [
          leg(row, `${id}:out`, row['createTime'], row['fromAsset'], row['fromAmount'], -1, 'conversion'),
          leg(row, `${id}:in`, row['createTime'], row['toAsset'], row['toAmount'], 1, 'conversion'),
        ];
      },
    ),
  ];
}

function dividendKind(info: string): Income['kind'] {
  if (/stak|earn|saving|launchpool|vault|interest|reward/i.test(info)) return 'staking';
  return /rebate|kickback|commission/i.test(info) ? 'rebate' : 'dividend';
}
