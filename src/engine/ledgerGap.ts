import { big } from '../core/decimal.ts';
import type { AccountLedger } from '../core/ledger/movements.ts';
import { movementsOf } from '../core/ledger/movements.ts';
import type { LedgerCoverage } from '../core/model/ledger.ts';
import type { CashFlow } from '../core/model/trade.ts';
import { contractsAfter, type Owned, rounding } from './explains.ts';
import type { LedgerBook } from './ledgerBook.ts';

/** A change of balances that no entry tells: a purchase from a person, a gift, a sub-account; or a fill nobody asked about yet. */
export interface Gap {
  /** When it was seen first. */
  readonly at: number;
  readonly amounts: readonly Difference[];
  /** What was held and known before it, to see whether an entry explains it after all; null after a restart. */
  readonly since: { readonly owned: Owned; readonly settled: LedgerBook; readonly settledAt: number } | null;
}

export interface Difference {
  readonly at: number;
  /** An asset, or a contract's symbol. */
  readonly key: string;
  readonly contract: boolean;
  /** Signed: what is held beyond what the entries tell. */
  readonly amount: string;
}

/** What an account holds beyond what entries make of what it held before. */
export function differences(entries: AccountLedger, before: Owned, now: Owned, at: number): readonly Difference[] {
  const assets = new Map(before.assets);
  for (const { asset, quantity } of movementsOf(entries))
    assets.set(asset, (assets.get(asset) ?? big(0)).plus(quantity));
  const contracts = contractsAfter(entries, before.contracts);
  const of = (told: Owned['assets'], held: Owned['assets'], contract: boolean): Difference[] =>
    [...new Set([...told.keys(), ...held.keys()])].flatMap((key) => {
      const [a, b] = [told.get(key) ?? big(0), held.get(key) ?? big(0)];
      const size = a.abs().gt(b.abs()) ? a.abs() : b.abs();
      const amount = b.minus(a);
      return amount.abs().lte(size.times(rounding)) ? [] : [{ at, key, contract, amount: amount.toString() }];
    });
  return [...of(assets, now.assets, false), ...of(contracts, now.contracts, true)];
}

/** "USDT is 500 more than its entries tell (20 Nov 2026 14:03 UTC)" */
export function gapWords({ amounts }: Gap): string {
  const words = amounts.slice(0, 3).map(({ at, key, amount }) => {
    const time = new Date(at).toISOString();
    const size = amount.replace('-', '');
    return `${key} is ${size} ${amount.startsWith('-') ? 'less' : 'more'} than its entries tell since ${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
  });
  const rest = amounts.length - words.length;
  return `${words.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

/** Nothing is claimed to be known before a gap. */
export function withoutGap(coverage: LedgerCoverage, gap: Gap): LedgerCoverage {
  const before = gapWords(gap);
  const cut = (covered: LedgerCoverage['trades']): LedgerCoverage['trades'] =>
    'reason' in covered || covered.from >= gap.at ? covered : { ...covered, from: gap.at, before };
  return { trades: cut(coverage.trades), flows: cut(coverage.flows), income: cut(coverage.income) };
}

const prefix = 'unexplained:';

/** What came or went without an entry, as flows: never a profit, never a loss. null: contracts changed, which no flow does. */
export function adjustmentsOf({ amounts }: Gap): readonly CashFlow[] | null {
  if (amounts.some(({ contract }) => contract)) return null;
  return amounts.map(({ at, key, amount }) => {
    return { id: `${prefix}${at}:${key}`, at, asset: key, quantity: amount, kind: 'adjustment' };
  });
}

/** What the user should know of a flow that was never told. */
export function adjustmentNote({ id, at, asset, quantity }: CashFlow): string | null {
  if (!id.startsWith(prefix)) return null;
  const [size, way] = quantity.startsWith('-') ? [quantity.slice(1), 'out'] : [quantity, 'in'];
  return `${size} ${asset} that no entry tells counts as paid ${way} on ${new Date(at).toISOString().slice(0, 10)}`;
}
