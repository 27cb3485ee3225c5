import { type Big, big, parseDecimal } from '../../../core/decimal.ts';
import type { HeldThen } from '../../../core/model/ledger.ts';
import type { CcxtExchange } from '../ccxtExchange.ts';
import { isDict } from '../wellFormed.ts';
import { WireFault } from '../wireFault.ts';
import { raw, rowsOf } from './raw.ts';
import { assetOf } from './readFlow.ts';

/** What the spot wallet held at the end of each of the last days (UTC). Its weight counts for this endpoint alone. */
export async function binanceAnchors(exchange: CcxtExchange): Promise<readonly HeldThen[]> {
  const rows = rowsOf(await raw(exchange, 'sapiGetAccountSnapshot', { type: 'SPOT', limit: 7 }), 'snapshotVos');
  return rows.map((row) => {
    const at = Number(row['updateTime']);
    if (!Number.isFinite(at) || at <= 0) throw new WireFault('badResponse', 'a record of balances without its time');
    const assets = new Map<string, Big>();
    for (const balance of rowsOf(row, 'data', 'balances')) {
      const [free, locked] = [parseDecimal(balance['free']), parseDecimal(balance['locked'])];
      if (!isDict(balance) || typeof balance['asset'] !== 'string' || free === null || locked === null)
        throw new WireFault('badResponse', 'a record of balances without asset or quantity');
      const asset = assetOf(exchange, balance['asset']);
      assets.set(asset, (assets.get(asset) ?? big(0)).plus(free).plus(locked));
    }
    return { at, assets: Object.fromEntries([...assets].map(([asset, held]) => [asset, held.toString()])) };
  });
}
