import { aboutAccount } from '../aboutAccount.ts';
import { type Big, big, sum, toNumber } from '../decimal.ts';
import type { AccountReading } from '../model/account.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { BookAccount } from '../valuation/book.ts';
import type { Fact } from './limit.ts';
import { rateOf } from './rates.ts';

/** Why an exchange's realised P&L is not known. */
export const needsLedger = "realised P&L needs the exchange's ledger, which this version does not read yet";

type Part = { readonly value: Big } | { readonly reason: string };

/**
 * P&L realised since `since` over all accounts, base currency (RISK-2), fees not taken off. Known only where every
 * account tells it: an exchange does not until its ledger is read, a list of holdings cannot.
 */
export function realizedPnl(
  accounts: readonly BookAccount[],
  snapshot: Snapshot,
  { since, at }: { readonly since: number; readonly at: number },
): Fact {
  const parts = accounts.map((account) => realizedBy(account, snapshot, since));
  const reasons = parts.flatMap((part) => ('reason' in part ? [part.reason] : []));
  if (reasons.length > 0) return { known: false, reason: reasons.join('; ') };
  const value = toNumber(sum(parts.map((part) => ('value' in part ? part.value : 0))));
  const times = accounts.flatMap(({ reading }) => (reading ? [reading.at] : []));
  return times.length === 0
    ? { known: true, value }
    : { known: true, value, ageMs: Math.max(0, at - Math.min(...times)) };
}

function realizedBy(account: BookAccount, snapshot: Snapshot, since: number): Part {
  const { reading, title, state } = account;
  if (!reading || state !== 'ok') {
    const reason = account.reason ?? (state === 'stale' ? 'its data is stale' : 'it was never read');
    return { reason: aboutAccount(title, reason) };
  }
  // A position file says what was realised today (RISK-2); what an account's own fills say comes first elsewhere.
  const told = toldBySource(reading, snapshot, account);
  const filled = reading.trades === null ? null : byTrades(reading, snapshot, { title, since });
  const part = account.kind === 'file' ? (told ?? filled) : (filled ?? told);
  if (part) return part;
  if (account.kind === 'exchange') {
    return { reason: `${title}: ${needsLedger}` };
  }
  if (reading.positions.length > 0) return { reason: `${title}: its positions do not tell what they realised` };
  return { reason: `${title}: a list of holdings does not tell realised P&L` };
}

function toldBySource(reading: AccountReading, snapshot: Snapshot, { title, kind, id }: BookAccount): Part | null {
  if (reading.realizedToday !== null) {
    const currency = reading.realizedCurrency ?? snapshot.baseCurrency;
    const rate = rateOf(snapshot, currency);
    if (!rate) return { reason: `${title}: no price of ${currency} for its realised P&L` };
    return { value: big(reading.realizedToday).times(rate) };
  }
  if (kind !== 'file' || reading.positions.length === 0) return null;
  // Where a file tells it of some rows, the others have realised nothing; where it tells it of none, it is not known.
  const told = reading.positions.filter((position) => position.realizedPnl !== null);
  if (told.length === 0) return null;
  const values: Big[] = [];
  for (const position of told) {
    const rate = rateOf(snapshot, position.currency);
    if (!rate)
      return {
        reason: `${title}: no price of ${position.currency} for the realised P&L of ${position.symbol} (${id})`,
      };
    values.push(big(position.realizedPnl ?? '0').times(rate));
  }
  return { value: sum(values) };
}

function byTrades(
  reading: AccountReading,
  snapshot: Snapshot,
  { title, since }: { readonly title: string; readonly since: number },
): Part {
  const values: Big[] = [];
  for (const trade of reading.trades ?? []) {
    if (trade.at < since) continue;
    if (trade.realizedPnl === undefined)
      return { reason: `${title}: the realised P&L of its ${trade.symbol} fill is not known` };
    const realized = big(trade.realizedPnl);
    if (realized.eq(0)) continue;
    const rate = rateOf(snapshot, trade.quote);
    if (!rate) return { reason: `${title}: no price of ${trade.quote} for its realised P&L` };
    values.push(realized.times(rate));
  }
  return { value: sum(values) };
}
