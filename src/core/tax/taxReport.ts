import type { DayBoundary } from '../calendar.ts';
import { sum, toNumber } from '../decimal.ts';
import type { RateAt } from '../ledger/assetLots.ts';
import type { CostBasis } from '../ledger/costBasis.ts';
import type { RealisedAccount } from '../ledger/realiseInput.ts';
import { createTally } from '../ledger/tally.ts';
import type { Ledger } from '../model/ledger.ts';
import type { TaxDisposal, TaxIncome, TaxReport, UnmatchedDisposal } from '../model/tax.ts';
import { disposalSteps } from './disposalsOf.ts';
import { createHoldingDays } from './holdingDays.ts';
import { taxLines } from './taxLines.ts';
import { taxNotes } from './taxNotes.ts';
import { yearSpan } from './yearSpan.ts';

export interface TaxInput {
  /** Of every account and all time: what was disposed of in a year was bought before. */
  readonly ledger: Ledger;
  readonly accounts: ReadonlyMap<string, RealisedAccount>;
  readonly method: CostBasis;
  readonly year: number;
  readonly dayBoundary: DayBoundary;
  readonly includeFees: boolean;
  readonly baseCurrency: string;
  /** Money has no lots: fiat, and the stablecoins of the configuration. */
  readonly isCash: (asset: string) => boolean;
  /** Of the day, in base currency. */
  readonly rateAt: RateAt;
  /** When it is made, epoch ms: a year that is not over cannot be known any further. Absent: the year is over. */
  readonly asOf?: number;
}

/**
 * LED-3: gains and income of one year. Lots are pooled per account and used up in the order of `method`; each line's gain is
 * its proceeds − cost − fee, to the last digit shown, and totals are the exact sums of the lines.
 */
export function taxReport(input: TaxInput): TaxReport {
  const steps = taxSteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps, one for each entry of the ledger, for whoever serves others in between. */
export function* taxSteps(input: TaxInput): Generator<void, TaxReport> {
  const { ledger, accounts, method, year, dayBoundary, includeFees, baseCurrency, isCash, rateAt } = input;
  const { from, to } = yearSpan(year, dayBoundary);
  const within = ({ at }: { readonly at: number }): boolean => at >= from && at < to;
  const holdingDays = createHoldingDays(dayBoundary);
  const disposals: TaxDisposal[] = [];
  const unmatched: UnmatchedDisposal[] = [];
  for (const entry of disposalSteps({ ledger, accounts, method, includeFees, isCash, rateAt, baseCurrency })) {
    for (const disposed of entry) {
      if (!within(disposed)) continue;
      const lines = taxLines(disposed, { method, includeFees, holdingDays });
      disposals.push(...lines.disposals);
      unmatched.push(...lines.unmatched);
    }
    yield;
  }
  const income = ledger.income
    .filter((entry) => within(entry) && entry.kind !== 'conversion')
    .map((entry): TaxIncome => {
      const { account, at, asset, kind, quantity } = entry;
      const rate = rateAt(asset, at);
      const value = rate === null ? null : toNumber(rate.times(quantity).round(8));
      const reason =
        rate === null ? `no price of ${asset} is known for ${new Date(at).toISOString().slice(0, 10)}` : null;
      return { account, at, asset, kind, quantity, value, reason };
    });
  const total = (pick: (line: TaxDisposal) => number): number => {
    const tally = createTally();
    for (const line of disposals) tally.add(String(pick(line)));
    return toNumber(tally.text());
  };
  return {
    year,
    from,
    to,
    method,
    currency: baseCurrency,
    disposals,
    income: income.sort((a, b) => a.at - b.at),
    totals: {
      proceeds: total(({ proceeds }) => proceeds),
      cost: total(({ cost }) => cost),
      fee: total(({ fee }) => fee),
      gain: total(({ gain }) => gain),
    },
    incomeTotal: toNumber(sum(income.flatMap(({ value }) => value ?? []))),
    unmatched,
    notes: taxNotes(input, { from, to }),
  };
}
