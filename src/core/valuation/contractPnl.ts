import type { Big } from '../decimal.ts';
import { big } from '../decimal.ts';

/**
 * Unrealised P&L of a contract (POS-1). `signed`: contracts, negative for short.
 * linear: (mark − entry) × signed × contract size, in quote.
 * inverse: signed × contract size × (1/entry − 1/mark), in coin.
 */
export function contractPnl(
  contract: 'linear' | 'inverse',
  signed: Big,
  contractSize: Big,
  entry: Big,
  mark: Big,
): Big {
  if (contract === 'linear') return mark.minus(entry).times(signed).times(contractSize);
  return signed.times(contractSize).times(big(1).div(entry).minus(big(1).div(mark)));
}
