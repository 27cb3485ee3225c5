import type { Config } from '../config/schema.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { HistoryRecord } from '../core/ports.ts';
import type { BookAccount } from '../core/valuation/book.ts';
import { accountIdentity } from './accountIdentity.ts';
import { flowAfter, toldBy } from './flows.ts';
import { isCovered, type LastRecord } from './lastRecord.ts';
import { parseDuration } from './parseDuration.ts';

export type RememberOutcome =
  | { readonly record: HistoryRecord; readonly last: LastRecord; readonly point: ValuePoint }
  | { readonly record: null; readonly reason: string };

const day = 86_400_000;

/**
 * The record to append for this snapshot, or why there is none: only complete readings are recorded, at most one per
 * `snapshots.interval`. An asset that never had a price does not stop the history of the others; one that just lost its
 * price does (for a day), because its absence would look like a loss.
 */
export function recordOf(
  snapshot: Snapshot,
  accounts: readonly BookAccount[],
  config: Config,
  last: LastRecord | null,
  previous: Snapshot | null,
): RememberOutcome {
  const at = snapshot.asOf;
  const { enabled, interval } = config.history.snapshots;
  if (!enabled) return { record: null, reason: 'history.snapshots.enabled is false' };
  const before = last !== null && last.currency === snapshot.baseCurrency && last.at - at < day ? last : null;
  // An interval of nothing would never end.
  const ms = Math.max(1, parseDuration(interval));
  // A clock that was set back a little waits until it has caught up; one that was a day ahead begins anew.
  if (before !== null && Math.floor(before.at / ms) >= Math.floor(at / ms)) {
    return { record: null, reason: `already recorded in this interval (${interval})` };
  }
  const gap = incompleteness(snapshot, accounts, before);
  if (gap !== null) return { record: null, reason: gap };
  const values = new Map(snapshot.accounts.flatMap((view) => recordable(view)));
  if (snapshot.equity === null || values.size === 0) {
    return { record: null, reason: snapshot.equityReason ?? 'no account has a value' };
  }
  const unpriced = unpricedOf(snapshot);
  // What another account cannot price says nothing of this one's flows.
  const ownUnpriced = (all: readonly string[], id: string) => all.filter((each) => each.startsWith(`${id}/`));
  const samePriced = (id: string): boolean =>
    before === null || sameSet(ownUnpriced(unpriced, id), ownUnpriced(before.unpriced, id));
  const flows = new Map(
    [...values].map(([id, equity]): [string, number | null] => {
      if (before === null) return [id, 0];
      // An account that joins, or became another one, brings its value with it; that is no profit.
      if (!isCovered(before, id, config)) return [id, equity - (before.accounts[id] ?? 0)];
      const reading = accounts.find((account) => account.id === id)?.reading ?? null;
      const flow = flowAfter(before, id, reading, at, previous === null ? [snapshot] : [snapshot, previous]);
      return [id, samePriced(id) ? flow : null];
    }),
  );
  const left = Object.entries(before?.accounts ?? {}).filter(([id]) => !values.has(id));
  const flow = [...flows.values(), ...left.map(([, equity]) => -equity)].reduce<number | null>(
    (total, each) => (total === null || each === null ? null : total + each),
    0,
  );
  return {
    record: {
      at,
      currency: snapshot.baseCurrency,
      portfolio: { equity: snapshot.equity, flow },
      accounts: [...values].map(([account, equity]) => ({ account, equity, flow: flows.get(account) ?? null })),
      holdings: snapshot.holdings.map(({ account, asset, quantity, price, value }) => ({
        account,
        asset,
        quantity,
        price: price?.price ?? null,
        value,
      })),
    },
    last: {
      at,
      currency: snapshot.baseCurrency,
      accounts: Object.fromEntries(values),
      priced: snapshot.assets.flatMap((asset) => (asset.price === null ? [] : [asset.asset])),
      unpriced,
      identities: Object.fromEntries(
        Object.entries(config.accounts).map(([id, settings]) => [id, accountIdentity(settings)]),
      ),
      told: Object.fromEntries(
        accounts.flatMap(({ id, reading }) => {
          const told = toldBy(reading, at);
          return told === null ? [] : [[id, told]];
        }),
      ),
      began: {
        ...last?.began,
        ...Object.fromEntries(
          [...values.keys()].flatMap((id) => (last === null || isCovered(last, id, config) ? [] : [[id, at]])),
        ),
      },
    },
    point: { at, equity: snapshot.equity, flow, origin: 'recorded' },
  };
}

/** Net flow since the last record, for the live point at the end of the history; null: not known. */
export function flowSince(
  last: LastRecord | null,
  snapshot: Snapshot,
  accounts: readonly BookAccount[],
  config: Config,
): number | null {
  if (last === null || last.currency !== snapshot.baseCurrency) return 0;
  const flows = snapshot.accounts.map((view) => {
    if (view.value === null) return 0;
    if (!isCovered(last, view.id, config)) return view.value - (last.accounts[view.id] ?? 0);
    const reading = accounts.find((account) => account.id === view.id)?.reading ?? null;
    return flowAfter(last, view.id, reading, snapshot.asOf, [snapshot]);
  });
  const gone = Object.entries(last.accounts).flatMap(([id, equity]) =>
    snapshot.accounts.some((view) => view.id === id) ? [] : [-equity],
  );
  return [...flows, ...gone].reduce<number | null>(
    (sum, each) => (sum === null || each === null ? null : sum + each),
    0,
  );
}

function recordable(view: Snapshot['accounts'][number]): readonly (readonly [string, number])[] {
  if (view.value !== null) return [[view.id, view.value]];
  return [];
}

function incompleteness(
  snapshot: Snapshot,
  accounts: readonly BookAccount[],
  before: LastRecord | null,
): string | null {
  for (const account of accounts) {
    if (account.state !== 'ok' || account.failure !== undefined) {
      return `incomplete: ${account.id}: ${account.reason ?? account.state}`;
    }
    const pocket = account.reading?.failedScopes[0];
    if (pocket !== undefined) return `incomplete: ${account.id} ${pocket.scope}: ${pocket.failure.reason}`;
  }
  for (const gap of snapshot.gaps) {
    const known = gap.state === 'unpriced' && gap.asset !== null;
    const justLost = known && before?.priced.includes(gap.asset) === true && snapshot.asOf - before.at < day;
    if (!known || justLost) return `incomplete: ${gap.asset ?? gap.account}: ${gap.reason}`;
  }
  return null;
}

function unpricedOf(snapshot: Snapshot): readonly string[] {
  return [
    ...new Set(snapshot.gaps.flatMap((gap) => (gap.asset === null ? [] : [`${gap.account}/${gap.asset}`]))),
  ].sort();
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
