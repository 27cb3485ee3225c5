import { duration } from './duration.ts';
import type { Failure } from './model/reading.ts';
import type { PriceUse, Snapshot } from './model/snapshot.ts';
import type { HealthItem, Severity } from './model/state.ts';
import type { BookAccount } from './valuation/book.ts';
import { fiatCurrencies } from './valuation/fiat.ts';

export interface HealthInput {
  readonly snapshot: Snapshot;
  readonly accounts: readonly BookAccount[];
  /** What is configured; an account of it that the book does not know is said to be missing. */
  readonly config?: { readonly accounts: Readonly<Record<string, unknown>> };
  readonly at: number;
}

const hour = 3_600_000;
/** RISK-10. */
const warningAge = 24 * hour;
const criticalAge = 72 * hour;

type Action = HealthItem['action'];

const refresh: Action = { command: 'refresh', argument: null, title: 'Refresh' };
const configure = (title: string): Action => ({ command: 'openConfiguration', argument: null, title });

/**
 * RISK-10: what is wrong with the data, worst first. Accounts that fail or are old, pockets that could not be read, assets without
 * a price, missing exchange rates, old prices (24 h a warning, 72 h critical): each with the share of the book it touches and
 * what helps. Ids are stable across refreshes.
 */
export function healthOf({ snapshot, accounts, config, at }: HealthInput): readonly HealthItem[] {
  const items = [
    ...accounts.flatMap((account) => accountItems(account, snapshot, at)),
    ...unconnected(config, accounts),
    ...unpriced(snapshot),
    ...displayRates(snapshot),
    ...oldPrices(snapshot, at),
  ];
  const rank: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };
  return items.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

function accountItems(account: BookAccount, snapshot: Snapshot, at: number): readonly HealthItem[] {
  const { id, title, reading, state, failure } = account;
  const share = snapshot.accounts.find((view) => view.id === id)?.share ?? null;
  const items: HealthItem[] = [];
  if (state !== 'ok' || account.reason !== null) {
    const age = reading ? at - reading.at : null;
    const kept = age === null ? 'Nothing of it was ever read' : `Its last values are ${duration(age)} old`;
    const critical = state === 'failed' || failure?.kind === 'credentials' || (age ?? 0) >= criticalAge;
    items.push({
      id: `account/${id}`,
      severity: critical ? 'critical' : 'warning',
      title:
        state === 'failed'
          ? `${title} could not be read`
          : state === 'stale'
            ? `${title} is stale`
            : `${title} does not answer`,
      detail: `${account.reason ?? 'It has not answered for too long'}. ${kept}.`,
      account: id,
      share,
      action: actionFor(failure, id),
    });
  }
  for (const { scope, failure: cause, lastGoodAt } of reading?.failedScopes ?? []) {
    const kept =
      lastGoodAt === undefined ? 'Nothing of it was ever read' : `Its last values are ${duration(at - lastGoodAt)} old`;
    items.push({
      id: `account/${id}/${scope}`,
      severity: lastGoodAt === undefined || cause.kind === 'credentials' ? 'critical' : 'warning',
      title: `${title}: ${scope} could not be read`,
      detail: `${cause.reason}. ${kept}.`,
      account: id,
      share: null,
      action: actionFor(cause, id),
    });
  }
  return items;
}

/** What helps against a failure of this kind. */
function actionFor(failure: Failure | undefined, account: string): Action {
  if (failure === undefined) return refresh;
  const { kind, reason, host } = failure;
  switch (kind) {
    case 'credentials':
      return { command: 'replaceKey', argument: account, title: 'Replace the key' };
    case 'refused': {
      const waiting = host ?? (/approv/i.test(reason) ? /(?:[a-z0-9-]+\.)+[a-z]{2,}/i.exec(reason)?.[0] : undefined);
      if (waiting !== undefined) return { command: 'approveHost', argument: waiting, title: `Approve ${waiting}` };
      if (/\bkey\b/i.test(reason)) return { command: 'replaceKey', argument: account, title: 'Set the key' };
      return configure('Open the configuration');
    }
    case 'config':
      return configure('Open the configuration');
    default:
      return refresh;
  }
}

function unconnected(config: HealthInput['config'], accounts: readonly BookAccount[]): readonly HealthItem[] {
  const known = new Set(accounts.map((account) => account.id));
  return Object.keys(config?.accounts ?? {})
    .filter((id) => !known.has(id))
    .map((id) => ({
      id: `account/${id}`,
      severity: 'critical' as const,
      title: `${id} is not connected`,
      detail: 'It is in the configuration, but nothing reads it.',
      account: id,
      share: null,
      action: configure('Open the configuration'),
    }));
}

/** Assets and contracts without a price, one item per account; currencies that nothing converts are told apart. */
function unpriced(snapshot: Snapshot): readonly HealthItem[] {
  return snapshot.accounts.flatMap((account): readonly HealthItem[] => {
    const gaps = snapshot.gaps.filter(
      (gap) => gap.account === account.id && gap.asset !== null && gap.state === 'unpriced',
    );
    const rows = snapshot.positions.filter((row) => row.account === account.id && row.state === 'unpriced');
    const isRate = (asset: string) =>
      fiatCurrencies.has(asset) || rows.some((row) => row.asset === asset && row.markPrice !== null);
    const assets = [...new Set(gaps.flatMap((gap) => gap.asset ?? []))];
    const currencies = new Set([
      ...assets.filter(isRate).map((asset) => rows.find((row) => row.asset === asset)?.currency ?? asset),
    ]);
    const coins = assets.filter((asset) => !isRate(asset));
    const items: HealthItem[] = [...currencies].map((currency) => ({
      id: `rate/${account.id}/${currency}`,
      severity: 'warning',
      title: `No exchange rate from ${currency} to ${snapshot.baseCurrency}`,
      detail: `What ${account.title} holds in ${currency} is missing from the total. Add a price source that knows ${currency}.`,
      account: account.id,
      share: null,
      action: configure('Add a price source'),
    }));
    if (coins.length > 0) {
      const names =
        coins.length > 5 ? `${coins.slice(0, 5).join(', ')} and ${coins.length - 5} more` : coins.join(', ');
      const reasons = [...new Set(gaps.filter((gap) => coins.includes(gap.asset ?? '')).map((gap) => gap.reason))];
      items.push({
        id: `unpriced/${account.id}`,
        severity: 'warning',
        title: `${names}: no price`,
        detail: `${reasons.slice(0, 3).join('; ')}. Missing from the total. Add a price source that knows ${coins.length === 1 ? 'it' : 'them'}.`,
        account: account.id,
        share: null,
        action: configure('Add a price source'),
      });
    }
    return items;
  });
}

function displayRates(snapshot: Snapshot): readonly HealthItem[] {
  if (snapshot.equity === null) return [];
  return Object.entries(snapshot.display).flatMap(([currency, value]) =>
    value === null
      ? [
          {
            id: `rate/display/${currency}`,
            severity: 'warning' as const,
            title: `No exchange rate from ${snapshot.baseCurrency} to ${currency}`,
            detail: `The total cannot be shown in ${currency}. Add a price source that knows it.`,
            account: null,
            share: null,
            action: configure('Add a price source'),
          },
        ]
      : [],
  );
}

/** Prices a day old or older, by asset, with the share of the book valued with them. */
function oldPrices(snapshot: Snapshot, at: number): readonly HealthItem[] {
  const found = new Map<string, { age: number; source: string; value: number }>();
  const note = (asset: string, price: PriceUse | null, value: number | null) => {
    const age = price ? at - price.at : 0;
    if (!price || age < warningAge) return;
    const before = found.get(asset);
    const older = before && before.age >= age ? before : { age, source: price.source };
    found.set(asset, { age: older.age, source: older.source, value: (before?.value ?? 0) + Math.abs(value ?? 0) });
  };
  for (const holding of snapshot.holdings) note(holding.asset, holding.price, holding.value);
  for (const row of snapshot.positions) {
    if (!row.id.startsWith(`${row.account}/position/`)) note(row.asset, row.price, row.baseUnrealizedPnl);
  }
  const total = snapshot.equity;
  return [...found].map(([asset, { age, source, value }]) => ({
    id: `price/${asset}`,
    severity: age >= criticalAge ? 'critical' : 'warning',
    title: `The price of ${asset} is ${duration(age)} old`,
    detail: `${source} told it last. What rests on it may be wrong.`,
    account: null,
    share: total !== null && total > 0 ? value / total : null,
    action: refresh,
  }));
}
