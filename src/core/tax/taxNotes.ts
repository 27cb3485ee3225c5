import { coverageGap } from '../ledger/coverage.ts';
import type { Ledger } from '../model/ledger.ts';
import type { TaxInput } from './taxReport.ts';

const dayMs = 86_400_000;

/** Why a report may not be whole, and what its numbers rest on, in words. */
export function taxNotes(
  { ledger, accounts, isCash, baseCurrency, method, year, asOf }: TaxInput,
  { to }: { readonly from: number; readonly to: number },
): readonly string[] {
  const notes: string[] = [];
  for (const [id, { coverage }] of accounts) {
    for (const [kind, name] of [
      ['trades', 'trades'],
      ['flows', 'deposits and withdrawals'],
      ['income', 'funding, interest and other income'],
    ] as const) {
      const covered = coverage[kind];
      const until = 'until' in covered ? Math.min(covered.until, to) : to;
      const gap = coverageGap(covered, 0, until, `${id}: ${name}`);
      if (gap !== null) notes.push(`${gap}.`);
    }
    const { trades } = coverage;
    // What is known until now lacks nothing that there could be.
    if ('until' in trades && trades.until < Math.min(to, (asOf ?? to) - dayMs)) {
      const until = new Date(trades.until).toISOString().slice(0, 16).replace('T', ' ');
      notes.push(`${id}: the year ${year} is known until ${until} UTC.`);
    }
  }
  notes.push(...leftWords(ledger, to, isCash));
  if ([...accounts.values()].some(({ allowsShort }) => allowsShort === true)) {
    notes.push(
      `Simulated accounts are in it: ${[...accounts].flatMap(([id, each]) => (each.allowsShort === true ? [id] : [])).join(', ')}.`,
    );
  }
  if (method === 'average') notes.push('At average cost nothing has a day on which it was acquired.');
  notes.push(
    `Costs and proceeds in ${baseCurrency} at the rates of their own days. Fiat money and stablecoins are money: they have no gains of their own. Paying with a coin, a fee or interest too, disposes of it at its worth of that day.`,
  );
  return notes;
}

/** Coins that left and arrived in no account of the book: nobody can tell whether they were sold elsewhere. */
function leftWords(ledger: Ledger, to: number, isCash: TaxInput['isCash']): readonly string[] {
  const out = ledger.flows.filter(
    ({ at, asset, quantity, kind }) => at < to && kind === 'withdrawal' && quantity.startsWith('-') && !isCash(asset),
  );
  const missing = out.filter(
    (flow) =>
      !ledger.flows.some(
        (other) =>
          other.asset === flow.asset &&
          !other.quantity.startsWith('-') &&
          other.account !== flow.account &&
          Math.abs(other.at - flow.at) <= 48 * 3_600_000,
      ),
  );
  if (missing.length === 0) return [];
  const assets = [...new Set(missing.map(({ asset }) => asset))].join(', ');
  return [
    `${missing.length === 1 ? '1 withdrawal' : `${missing.length} withdrawals`} (${assets}) did not arrive in another account of this book: what was sold or spent elsewhere is not in it.`,
  ];
}
