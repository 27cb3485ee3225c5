import { type Big, big, sum, toNumber } from '../decimal.ts';
import type { CostBasis } from '../ledger/costBasis.ts';
import type { Lot } from '../ledger/lotPool.ts';
import type { TaxDisposal, UnmatchedDisposal } from '../model/tax.ts';
import type { Disposed } from './disposal.ts';

export interface TaxLines {
  readonly disposals: readonly TaxDisposal[];
  readonly unmatched: readonly UnmatchedDisposal[];
}

/** Money of a report, in decimal places: far below any unit of account, and sums of it are exact. */
const places = 8;

/**
 * One disposal as lines, one for each lot it used up: proceeds and fee are shared out by quantity, the last line takes what
 * rounding leaves, so that lines add up to the disposal. What has no known cost or proceeds is unmatched.
 */
export function taxLines(
  disposed: Disposed,
  settings: {
    readonly method: CostBasis;
    readonly includeFees: boolean;
    readonly holdingDays: (from: number, to: number) => number;
  },
): TaxLines {
  const { account, asset, at, quantity, side, trade, taken, rest } = disposed;
  const { method, includeFees, holdingDays } = settings;
  const fee = includeFees ? disposed.fee : big(0);
  const { amount } = disposed;
  const common = { account, asset, disposed: at };
  const line = (
    of: Omit<TaxDisposal, 'account' | 'asset' | 'disposed' | 'gain' | 'trade' | 'method'>,
  ): TaxDisposal => ({
    ...common,
    ...of,
    method,
    trade,
    gain: toNumber(big(of.proceeds).minus(of.cost).minus(of.fee)),
  });
  if (amount === null || fee === null) {
    const reason = disposed.reason ?? 'what it brought is not known';
    const proceeds = amount === null || side === 'short' || disposed.booked ? null : money(amount);
    return { disposals: [], unmatched: [{ ...common, quantity: quantity.toString(), proceeds, reason }] };
  }
  if (disposed.booked) {
    const [proceeds, cost] = amount.gte(0) ? [amount, big(0)] : [big(0), amount.neg()];
    const numbers = { proceeds: money(proceeds), cost: money(cost), fee: money(fee) };
    const single = line({ acquired: null, quantity: quantity.toString(), ...numbers, holdingDays: null, side });
    return { disposals: [single], unmatched: [] };
  }
  const whole = sum([...taken.map((lot) => lot.quantity), rest]);
  const parts = [...taken.map((lot) => lot.quantity), ...(rest.gt(0) ? [rest] : [])];
  const amounts = sharedOut(amount, parts, whole);
  const fees = sharedOut(fee, parts, whole);
  const disposals: TaxDisposal[] = [];
  const unmatched: UnmatchedDisposal[] = [];
  for (const [index, lot] of taken.entries()) {
    const own = toNumber(amounts[index] ?? 0);
    if (lot.amount === null) {
      const reason = lot.reason ?? 'what it cost is not known';
      unmatched.push({ ...common, quantity: lot.quantity.toString(), proceeds: own, reason });
      continue;
    }
    const [proceeds, cost] = side === 'long' ? [own, money(lot.amount)] : [money(lot.amount), own];
    const acquired = acquiredOf(lot, method);
    disposals.push(
      line({
        acquired,
        quantity: lot.quantity.toString(),
        proceeds,
        cost,
        fee: toNumber(fees[index] ?? 0),
        holdingDays: acquired === null ? null : holdingDays(acquired, at),
        side,
      }),
    );
  }
  if (rest.gt(0)) {
    const proceeds = toNumber(amounts[taken.length] ?? 0);
    unmatched.push({ ...common, quantity: rest.toString(), proceeds, reason: disposed.restReason });
  }
  return { disposals, unmatched };
}

/** A pool has no day on which it was acquired. */
function acquiredOf(lot: Lot, method: CostBasis): number | null {
  return method === 'average' ? null : lot.at;
}

function sharedOut(amount: Big, parts: readonly Big[], whole: Big): readonly Big[] {
  let left = big(money(amount));
  return parts.map((part, index) => {
    const own = index === parts.length - 1 || whole.eq(0) ? left : big(money(amount.times(part).div(whole)));
    left = left.minus(own);
    return own;
  });
}

function money(amount: Big): number {
  return toNumber(amount.round(places));
}
