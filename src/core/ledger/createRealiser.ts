import { type Big, big } from '../decimal.ts';
import type { Ledger } from '../model/ledger.ts';
import { type Entry, entriesOf, ledgerOf } from './entries.ts';
import { dust } from './lotCosts.ts';
import { type AccountLedger, movementsOf } from './movements.ts';
import { begin, type Folding, type Realised } from './realise.ts';
import type { RealisedAccount, RealiseInput } from './realiseInput.ts';

/** Realised P&L of a ledger that grows: what was worked out stands, and only what is new is. */
export interface Realiser {
  /** As `realise`; of inputs that differ in nothing but their entries, what is owned, and how far they are known. */
  next(input: RealiseInput): ReadonlyMap<string, Realised>;
}

interface Before {
  readonly folding: Folding;
  readonly entries: number;
  readonly until: number;
  readonly accounts: RealiseInput['accounts'];
  readonly booked: string;
}

/** 100,000 fills take seconds from their beginning; the one that is new, no time. */
export function createRealiser(): Realiser {
  let before: Before | null = null;
  return {
    next(input) {
      const later = before === null ? null : goingOn(before, input);
      if (before !== null && later !== null) {
        before.folding.feed(later.entries, input);
        before = { ...before, ...later.state };
        return before.folding.results(input);
      }
      const folding = begin(input);
      const entries = entriesOf(input.ledger);
      folding.feed(entries, input);
      before = {
        folding,
        entries: entries.length,
        until: entries.at(-1)?.at ?? Number.NEGATIVE_INFINITY,
        accounts: input.accounts,
        booked: bookedOf(input.ledger),
      };
      return folding.results(input);
    },
  };
}

/** Entries that all come after those that are in; null where anything before them is another. */
function goingOn(
  before: Before,
  { ledger, accounts }: RealiseInput,
): { readonly entries: readonly Entry[]; readonly state: Omit<Before, 'folding' | 'booked'> } | null {
  const isNew = ({ at }: { readonly at: number }): boolean => at > before.until;
  const fresh: Ledger = {
    trades: ledger.trades.filter(isNew),
    flows: ledger.flows.filter(isNew),
    income: ledger.income.filter(isNew),
  };
  const count = ledger.trades.length + ledger.flows.length + ledger.income.length;
  const entries = entriesOf(fresh);
  if (count - entries.length !== before.entries || bookedOf(ledger) !== before.booked) return null;
  if ([...accounts.keys()].join() !== [...before.accounts.keys()].join()) return null;
  for (const [id, account] of accounts) {
    const known = before.accounts.get(id);
    if (known === undefined || sinceOf(known) !== sinceOf(account) || !leadsOn(ledgerOf(fresh, id), known, account))
      return null;
  }
  return { entries, state: { entries: count, until: entries.at(-1)?.at ?? before.until, accounts } };
}

/** What is new tells all that changed, so what was there before the first entry is the same as before. */
function leadsOn(fresh: AccountLedger, before: RealisedAccount, now: RealisedAccount): boolean {
  const assets = new Map(before.owned);
  for (const { asset, quantity } of movementsOf(fresh)) assets.set(asset, (assets.get(asset) ?? big(0)).plus(quantity));
  const contracts = new Map(before.contracts);
  for (const { contract, symbol, side, quantity } of fresh.trades) {
    if (contract === undefined) continue;
    contracts.set(symbol, (contracts.get(symbol) ?? big(0)).plus(side === 'buy' ? quantity : big(quantity).neg()));
  }
  return isSame(assets, now.owned) && isSame(contracts, now.contracts);
}

function isSame(a: ReadonlyMap<string, Big>, b: ReadonlyMap<string, Big>): boolean {
  return [...new Set([...a.keys(), ...b.keys()])].every((key) => {
    const [one, other] = [a.get(key) ?? big(0), b.get(key) ?? big(0)];
    return one.minus(other).abs().lte(one.abs().plus(other.abs()).times(dust));
  });
}

/** What an unknown beginning is called by. */
function sinceOf({ coverage: { trades } }: RealisedAccount): string {
  return 'reason' in trades ? 'unknown' : String(trades.from);
}

/** Accounts whose derivatives book what they realise as income of its own. */
function bookedOf({ income }: Ledger): string {
  const accounts = new Set<string>();
  for (const { account, kind } of income) if (kind === 'realizedPnl') accounts.add(account);
  return [...accounts].sort().join();
}
