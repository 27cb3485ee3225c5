import { big, parseDecimal } from '../../../core/decimal.ts';
import type { CashFlow } from '../../../core/model/trade.ts';
import type { CcxtExchange, Dict } from '../ccxtExchange.ts';
import { underlyingOf } from '../codes.ts';
import { isDict } from '../wellFormed.ts';
import { WireFault } from '../wireFault.ts';
import { textId } from './readTrade.ts';

/** The asset that a code of this exchange stands for: staking and savings codes are folded as in balances. */
export function assetOf(exchange: CcxtExchange, code: string): string {
  return underlyingOf(exchange.id, code, (one) => exchange.currencies?.[one] !== undefined && !one.includes('.')).asset;
}

/** A ccxt deposit or withdrawal as flows: the amount, and its network fee apart. Only what has happened; pending ones come later. */
export function readTransaction(
  exchange: CcxtExchange,
  row: Dict,
  kind: 'deposit' | 'withdrawal',
): readonly CashFlow[] {
  const status = row['status'];
  if (status !== 'ok' && status !== undefined) return [];
  const at = Number(row['timestamp'] ?? row['updated']);
  const quantity = parseDecimal(row['amount']);
  const { currency } = row;
  const id = textId(row['id']) ?? textId(row['txid']);
  if (!Number.isFinite(at) || at <= 0 || quantity === null || typeof currency !== 'string')
    throw new WireFault('badResponse', `a ${kind} without time, asset or amount (${String(id)})`);
  const asset = assetOf(exchange, currency);
  const key = `${kind}:${id ?? `${at}/${asset}/${quantity}`}`;
  const size = big(quantity).abs();
  const flows: CashFlow[] = [
    { id: key, at, asset, quantity: (kind === 'deposit' ? size : size.times(-1)).toString(), kind },
  ];
  const fee = isDict(row['fee']) ? row['fee'] : {};
  const cost = parseDecimal(fee['cost']);
  // What arrives is net of the sender's fee: only a withdrawal's own fee leaves the account.
  if (kind === 'withdrawal' && cost !== null && big(cost).abs().gt(0)) {
    const paid = typeof fee['currency'] === 'string' ? assetOf(exchange, fee['currency']) : asset;
    flows.push({ id: `${key}:fee`, at, asset: paid, quantity: big(cost).abs().times(-1).toString(), kind: 'fee' });
  }
  return flows;
}
