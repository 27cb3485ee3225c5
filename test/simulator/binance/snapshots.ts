import Big from 'big.js';
import { json } from '../exchange.ts';
import { movementsOf, recordsOf, timeOf } from '../movements.ts';
import { refusal } from './reply.ts';
import type { Answer } from './within.ts';

const day = 86_400_000;

/** What the spot wallet held at the end of each of the last days (UTC): seven of them, at most thirty. */
export const accountSnapshot: Answer = (context, call, account) => {
  if (call.params.get('type') !== 'SPOT') return refusal(400, -9000, 'type is not supported here');
  const limit = Math.min(30, Math.max(7, Number(call.params.get('limit') ?? 7)));
  const { world } = context.live;
  const records = recordsOf(account).map((record) => ({ at: timeOf(record), record }));
  const midnight = Math.floor(context.now() / day) * day;
  const snapshotVos = Array.from({ length: limit }, (_, index) => {
    const updateTime = midnight - (limit - 1 - index) * day - 1000;
    const held = new Map<string, Big>();
    for (const { at, record } of records)
      if (at <= updateTime)
        for (const { scope, asset, amount } of movementsOf(world, account, record))
          if (scope === 'spot') held.set(asset, (held.get(asset) ?? new Big(0)).plus(amount));
    const balances = [...held].flatMap(([asset, free]) =>
      free.eq(0) ? [] : [{ asset, free: free.toFixed(), locked: '0' }],
    );
    return { type: 'spot', updateTime, data: { totalAssetOfBtc: '0', balances } };
  });
  return json({ code: 200, msg: '', snapshotVos });
};
