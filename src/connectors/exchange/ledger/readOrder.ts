import { big, parseDecimal } from '../../../core/decimal.ts';
import type { Scope } from '../../../core/model/account.ts';
import type { Order } from '../../../core/model/ledger.ts';
import type { CcxtExchange, Dict } from '../ccxtExchange.ts';
import { isDict } from '../wellFormed.ts';
import { WireFault } from '../wireFault.ts';
import { entryId, scopeOf, textId } from './readTrade.ts';

const states: Readonly<Record<string, Order['status']>> = {
  open: 'working',
  closed: 'filled',
  canceled: 'cancelled',
  canceling: 'working',
  expired: 'expired',
  rejected: 'rejected',
};

/** A ccxt order as ours; null for one whose quantity the exchange does not tell (an order by cost, an algo's parent). */
export function readOrder(exchange: CcxtExchange, row: Dict, scope: Scope): Order | null {
  const { symbol, side } = row;
  const id = textId(row['id']);
  const at = Number(row['timestamp']);
  if (id === null || typeof symbol !== 'string' || !Number.isFinite(at) || at <= 0)
    throw new WireFault('badResponse', `an order without id, symbol or time (${String(id)})`);
  const quantity = parseDecimal(row['amount']);
  if (quantity === null || (side !== 'buy' && side !== 'sell')) return null;
  const own = scopeOf(exchange, symbol, scope);
  const info = isDict(row['info']) ? row['info'] : {};
  const updated = Number(row['lastUpdateTimestamp'] ?? row['lastTradeTimestamp'] ?? info['updateTime']);
  return {
    id: entryId(exchange, symbol, id),
    clientOrderId: textId(row['clientOrderId']),
    at,
    updatedAt: Number.isFinite(updated) && updated > 0 ? updated : at,
    symbol,
    side,
    type: typeof row['type'] === 'string' ? row['type'] : 'unknown',
    quantity: big(quantity).abs().toString(),
    filled: parseDecimal(row['filled']) ?? '0',
    price: positive(row['price']),
    averagePrice: positive(row['average']),
    stopPrice: positive(row['triggerPrice']) ?? positive(row['stopPrice']) ?? positive(row['stopLossPrice']),
    reduceOnly: row['reduceOnly'] === true || info['reduceOnly'] === true || info['closePosition'] === true,
    status: states[String(row['status'])] ?? 'working',
    ...(own === 'spot' ? {} : { scope: own }),
  };
}

function positive(value: unknown): string | null {
  const number = parseDecimal(value);
  return number === null || !big(number).gt(0) ? null : number;
}
