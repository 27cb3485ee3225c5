import { type Big, big, toNumber } from '../decimal.ts';
import { contractPaths } from '../ledger/contractPaths.ts';
import { coverageGap } from '../ledger/coverage.ts';
import { type AccountLedger, movementsOf } from '../ledger/movements.ts';
import type { AccountReading } from '../model/account.ts';
import type { LedgerCoverage } from '../model/ledger.ts';
import type { BalanceDifference, Reconciliation } from '../model/tax.ts';
import { causeOf, type Found } from './causeOf.ts';

export interface ReconciledAccount {
  readonly account: string;
  readonly title: string;
  readonly reading: AccountReading | null;
  /** null: it has none. */
  readonly ledger: AccountLedger | null;
  readonly coverage: LedgerCoverage | null;
  /** Entries that Quantfolio itself put in for what nobody told: they explain nothing. */
  readonly isAdjustment: (id: string) => boolean;
  /** Pockets or the whole account could not be read lately. */
  readonly trouble: string | null;
}

export interface ReconcileInput {
  readonly at: number;
  readonly accounts: readonly ReconciledAccount[];
  /** Price of now in base currency; null: not known. */
  readonly priceOf: (asset: string) => Big | null;
}

/** Exchanges round each entry; what that adds up to is nothing. */
const rounding = '0.000001';
/** Below this worth in base currency nobody looks for a cause. */
const smallest = 0.01;

/**
 * LED-5: what all entries of an account add up to beside what it reports, asset by asset. Only accounts whose entries are known
 * from their beginning to the reading are compared: anything else would be told as a difference that is none.
 */
export function reconcile(input: ReconcileInput): Reconciliation {
  const steps = reconcileSteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps, for whoever serves others in between. */
export function* reconcileSteps({ at, accounts, priceOf }: ReconcileInput): Generator<void, Reconciliation> {
  const agreed: Reconciliation['agreed'][number][] = [];
  const notCompared: Reconciliation['notCompared'][number][] = [];
  const found: Found[] = [];
  for (const each of accounts) {
    const { account, reading, ledger } = each;
    const reason = whyNot(each);
    if (reason !== null || reading === null || ledger === null) {
      notCompared.push({ account, reason: reason ?? 'it was not read yet' });
      continue;
    }
    const compared = yield* compare(each, reading, ledger, priceOf);
    if (compared.found.length === 0) agreed.push({ account, assets: compared.assets });
    found.push(...compared.found);
  }
  const differences = found.map((each): BalanceDifference => {
    const { account, asset, implied, reported, difference, value } = each;
    return {
      account,
      asset,
      implied: implied.toString(),
      reported: reported.toString(),
      difference: difference.toString(),
      value,
      ...causeOf(each, found),
    };
  });
  const size = ({ value }: BalanceDifference): number => value ?? Number.POSITIVE_INFINITY;
  return { at, differences: differences.sort((a, b) => size(b) - size(a)), agreed, notCompared };
}

function whyNot({ title, reading, ledger, coverage, trouble }: ReconciledAccount): string | null {
  if (reading === null) return `${title} was not read yet`;
  if (trouble !== null) return trouble;
  if (ledger === null || coverage === null) return `${title} tells no trades, deposits and withdrawals`;
  for (const [kind, name] of [
    ['trades', 'trades'],
    ['flows', 'deposits and withdrawals'],
    ['income', 'funding, interest and other income'],
  ] as const) {
    const gap = coverageGap(coverage[kind], 0, reading.at, `${name} of ${title}`);
    if (gap !== null) return gap;
  }
  return null;
}

function* compare(
  of: ReconciledAccount,
  reading: AccountReading,
  ledger: AccountLedger,
  priceOf: ReconcileInput['priceOf'],
): Generator<void, { readonly found: readonly Found[]; readonly assets: number }> {
  const told: AccountLedger = { ...ledger, flows: ledger.flows.filter(({ id }) => !of.isAdjustment(id)) };
  const contracts = new Map<string, Big>();
  const reported = new Map<string, Big>();
  const add = (to: Map<string, Big>, key: string, quantity: Big): void =>
    void to.set(key, (to.get(key) ?? big(0)).plus(quantity));
  for (const { asset, quantity, borrowed } of reading.balances)
    add(reported, asset, big(quantity).minus(borrowed ?? 0));
  const spot = new Set(told.trades.flatMap(({ symbol, contract }) => (contract === undefined ? [symbol] : [])));
  for (const { symbol, asset, currency, side, size, contractSize, entryPrice } of reading.positions) {
    const signed = big(size).times(side === 'long' ? 1 : -1);
    if (spot.has(symbol) && entryPrice !== null) {
      // A short that spot fills made (paper): a quantity below zero, and the money that it brought.
      add(reported, asset, signed.times(contractSize));
      add(reported, currency, signed.times(contractSize).times(entryPrice).neg());
    } else add(contracts, symbol, signed);
  }
  const upTo = ({ at }: { readonly at: number }): boolean => at <= reading.at;
  const spotMoves = movementsOf(told);
  yield;
  const contractMoves = contractPaths(told, contracts).flatMap(({ movements: own }) => own);
  yield;
  const movements = [...spotMoves, ...contractMoves].filter(upTo).sort((a, b) => a.at - b.at);
  const implied = new Map<string, Big>();
  const largest = new Map<string, Big>();
  for (const [index, { asset, quantity }] of movements.entries()) {
    if (index % 256 === 0) yield;
    add(implied, asset, quantity);
    const now = implied.get(asset)?.abs() ?? big(0);
    if (now.gt(largest.get(asset) ?? big(0))) largest.set(asset, now);
  }
  const assets = [...new Set([...implied.keys(), ...reported.keys()])];
  const found = assets.flatMap((asset): readonly Found[] => {
    const [told_, held] = [implied.get(asset) ?? big(0), reported.get(asset) ?? big(0)];
    const difference = held.minus(told_);
    const most = largest.get(asset) ?? big(0);
    const scale = most.gt(held.abs()) ? most : held.abs();
    if (difference.abs().lte(scale.times(rounding))) return [];
    const price = priceOf(asset);
    const value = price === null ? null : toNumber(price.times(difference).abs().round(8));
    if (value !== null && value < smallest) return [];
    return [
      {
        account: of.account,
        title: of.title,
        asset,
        implied: told_,
        reported: held,
        difference,
        scale,
        value,
        reading,
        ledger: told,
      },
    ];
  });
  return { found, assets: assets.length };
}
