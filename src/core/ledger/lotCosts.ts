import { type Big, sum } from '../decimal.ts';
import type { LedgerCoverage } from '../model/ledger.ts';
import { convert, type RateAt } from './assetLots.ts';
import type { Lot } from './lotPool.ts';

/** Less than this part of a quantity is rounding of an exchange, not something that was there before. */
export const dust = '0.000001';

/** What lots cost, in another currency at the rates of `at`; why not where that is not known. */
export function costIn(
  lots: readonly Lot[],
  currency: string | null,
  into: string,
  at: number,
  rateAt: RateAt,
): Big | string {
  const unknown = lots.find(({ amount }) => amount === null);
  if (unknown !== undefined || currency === null) return unknown?.reason ?? 'its cost is not known';
  const cost = sum(lots.map(({ amount }) => amount ?? 0));
  const day = new Date(at).toISOString().slice(0, 10);
  return convert(cost, currency, into, at, rateAt) ?? `no price leads from ${currency} to ${into} for ${day}`;
}

export function beforeWords(coverage: LedgerCoverage | undefined): string {
  const trades = coverage?.trades;
  if (trades === undefined || 'reason' in trades) return 'its trades are not known';
  if (trades.from === 0) return 'no trade or deposit of it is told by the exchange';
  return `it was there before ${new Date(trades.from).toISOString().slice(0, 10)}, from when trades are known`;
}
