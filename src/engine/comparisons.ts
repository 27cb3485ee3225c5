import { compare } from '../core/compare/compare.ts';
import { toNumber } from '../core/decimal.ts';
import type { Covered } from '../core/model/ledger.ts';
import type { Comparison } from '../core/model/performance.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { HoldingRecord } from '../core/ports.ts';
import { entriesOf } from './entries.ts';
import type { Portfolio } from './portfolio.ts';
import type { Subjects } from './subjects.ts';

const day = 86_400_000;

/** HIST-1: the book now beside its last record at or before a date. */
export async function comparisonOf(
  portfolio: Portfolio,
  snapshot: Snapshot | null,
  subjects: Subjects,
  at: number,
  now: number,
): Promise<Comparison> {
  const config = portfolio.config();
  const currency = config?.baseCurrency ?? '';
  const { history, trouble } = portfolio.memory();
  if (config === null) return noComparison(currency, now, 'there is no valid configuration yet');
  if (snapshot === null) return noComparison(currency, now, 'the book was not read yet');
  if (history === null) return noComparison(currency, now, trouble() ?? 'there is no history');
  const recorded = await history.holdingsAt(null, at);
  // Before records began the days that entries and closes tell are all there is.
  const stored = recorded.length > 0 ? recorded : lastOf((await subjects.holdings()).filter((each) => each.at <= at));
  const last = stored.reduce<number | null>((newest, record) => Math.max(newest ?? record.at, record.at), null);
  // What an account held when it left long before is not what the book held then.
  const before = stored.filter((record) => last !== null && record.at > last - day);
  // Worked out only where entries tell it: of any other account nobody knows what it held, which is not nothing.
  const worked = recorded.length === 0 && last !== null ? new Set(before.map(({ account }) => account)) : null;
  const isKnown = (account: string): boolean =>
    worked === null || last === null || worked.has(account) || knowsEntries(portfolio, account, last);
  const unknown = snapshot.accounts.filter(({ id }) => !isKnown(id)).map(({ title }) => title);
  const entries = last === null ? null : await entriesOf(portfolio, null, last, snapshot.asOf);
  const values = await Promise.all(
    snapshot.accounts.map(async ({ id, value }) => {
      const then = last === null ? null : await portfolio.memory().valueAt(id, last);
      return !isKnown(id) || then === null || value === null || (last !== null && then.at < last - day)
        ? []
        : [{ account: id, before: then.equity, after: value }];
    }),
  );
  const compared = compare({
    currency,
    before,
    after: heldNow(snapshot).filter(({ account }) => isKnown(account)),
    at: last,
    afterAt: snapshot.asOf,
    flows: (entries?.flows ?? []).filter(({ account }) => isKnown(account)),
    flowsKnown: (account) => last !== null && knowsFlows(portfolio, account, last),
    equities: values.flat(),
    price: (asset, time) => {
      const rate = portfolio.rateAt(asset, time);
      return rate === null ? null : toNumber(rate);
    },
  });
  const old = last !== null && at - last > day ? [`the last record before that date is of ${dateOf(last)}`] : [];
  const made =
    recorded.length === 0 && last !== null ? ['what was held then is worked out from entries and closes'] : [];
  const left = unknown.length === 0 ? [] : [`without ${unknown.join(', ')}: what was held there then is not known`];
  return { ...compared, notes: [...old, ...made, ...left, ...compared.notes] };
}

function lastOf(records: readonly HoldingRecord[]): readonly HoldingRecord[] {
  const last = records.at(-1)?.at;
  return records.filter(({ at }) => at === last);
}

export function noComparison(currency: string, now: number, reason: string): Comparison {
  return {
    currency,
    before: null,
    after: now,
    valueBefore: null,
    valueAfter: null,
    rows: [],
    totals: { price: null, fx: null, flow: null, quantity: null },
    reason,
    notes: [],
  };
}

function heldNow(snapshot: Snapshot): readonly HoldingRecord[] {
  return snapshot.holdings.map(({ account, asset, quantity, price, value }) => ({
    at: snapshot.asOf,
    account,
    asset,
    quantity,
    price: price?.price ?? null,
    value,
  }));
}

/** Whether every deposit and withdrawal of an account since then is known. */
function knowsFlows(portfolio: Portfolio, account: string, since: number): boolean {
  const reading = portfolio.book()?.accounts.find(({ id }) => id === account)?.reading ?? null;
  if (reading === null || reading.flows === null) return false;
  const covered: Covered | undefined = portfolio.ledgers().known(account)?.coverage.flows ?? reading.ledger?.flows;
  return covered === undefined || ('from' in covered && covered.from <= since);
}

/** Whether all entries since then are known: an account without any before it had nothing. */
function knowsEntries(portfolio: Portfolio, account: string, since: number): boolean {
  const trades = portfolio.ledgers().known(account)?.coverage.trades;
  return knowsFlows(portfolio, account, since) && (trades === undefined || ('from' in trades && trades.from <= since));
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
