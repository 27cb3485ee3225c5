import { type Big, big, sum, toNumber } from '../decimal.ts';
import type { AssetView, Holding, Position, Snapshot } from '../model/snapshot.ts';
import { countedPositions } from '../risk/exposure.ts';
import type { RiskFacts } from '../risk/limit.ts';
import { type DraftBook, noChange } from './draftBook.ts';

/** The snapshot of a book after its orders: sums, shares and values follow from its holdings and positions. */
export function projectedSnapshot(facts: RiskFacts, book: DraftBook): Snapshot {
  const { snapshot } = book;
  const holdings = inOrder(snapshot.holdings, book.holdings);
  const positions = inOrder(snapshot.positions, book.positions);
  const changed = (account: string): Big =>
    worthOf(account, holdings, positions).minus(worthOf(account, snapshot.holdings, snapshot.positions));
  const changes = new Map(snapshot.accounts.map(({ id }) => [id, changed(id)]));
  const total = sum(changes.values());
  const equity = plus(snapshot.equity, total);
  const whole = equity !== null && equity > 0 ? equity : null;
  const shareOf = (value: number | null) => (value === null || whole === null ? null : value / whole);
  const shared = positions.map((one) => ({ ...one, share: shareOf(worth(one)) }));
  const after: Snapshot = {
    ...snapshot,
    accounts: snapshot.accounts.map((account) => {
      const change = changes.get(account.id) ?? big(0);
      const value = plus(account.value, change);
      return { ...account, value, knownValue: plus(account.knownValue, change) ?? 0, share: shareOf(value) };
    }),
    holdings: holdings.map((one) => ({ ...one, share: shareOf(one.value) })),
    positions: shared,
    assets: assetsAfter(snapshot, holdings, shareOf),
    equity,
    knownEquity: plus(snapshot.knownEquity, total) ?? 0,
    cash: plus(snapshot.cash, cashOf(holdings).minus(cashOf(snapshot.holdings))),
    marginUsed: marginAfter(snapshot, positions),
    totalUnrealizedPnl:
      snapshot.totalUnrealizedPnl === null ? null : totalOf(shared.map((one) => one.baseUnrealizedPnl)),
    totalRealizedPnl: book.unknown.length > 0 ? null : plus(snapshot.totalRealizedPnl, book.realized),
    display: Object.fromEntries(
      Object.entries(snapshot.display).map(([currency, value]) => [
        currency,
        value === null || equity === null || !snapshot.equity ? value : value * (equity / snapshot.equity),
      ]),
    ),
  };
  return { ...after, ...notionals({ ...facts, snapshot: after }) };
}

function inOrder<T extends { readonly id: string }>(before: readonly T[], after: ReadonlyMap<string, T>): readonly T[] {
  const kept = before.flatMap(({ id }) => after.get(id) ?? []);
  const known = new Set(before.map(({ id }) => id));
  return [...kept, ...[...after.values()].filter(({ id }) => !known.has(id))];
}

/** VAL-0, what is known of it: holdings, and the open P&L of the account's own rows. */
function worthOf(account: string, holdings: readonly Holding[], positions: readonly Position[]): Big {
  const held = holdings.flatMap((one) => (one.account === account && one.value !== null ? [one.value] : []));
  const open = positions.flatMap((one) =>
    one.account === account && isRow(one) && one.baseUnrealizedPnl !== null ? [one.baseUnrealizedPnl] : [],
  );
  return sum([...held, ...open]);
}

/** A derivative, a paper short, or a row of a file: not a holding seen as a position. */
export function isRow({ id, account }: Position): boolean {
  return !id.startsWith(`${account}/position/`);
}

function worth(position: Position): number | null {
  if (isRow(position)) return position.baseUnrealizedPnl;
  const { baseNotional } = position;
  return baseNotional === null || position.side === 'long' ? baseNotional : -baseNotional;
}

function cashOf(holdings: readonly Holding[]): Big {
  return sum(holdings.flatMap(({ kind, value }) => (kind === 'cash' && value !== null ? [value] : [])));
}

function marginAfter(snapshot: Snapshot, positions: readonly Position[]): number | null {
  if (snapshot.marginUsed === null) return null;
  const marginOf = (all: readonly Position[]) => sum(all.flatMap(({ margin }) => margin ?? []));
  const unknown = positions.some(({ missing, instrument }) => instrument !== 'spot' && missing['margin'] !== undefined);
  return unknown ? null : plus(snapshot.marginUsed, marginOf(positions).minus(marginOf(snapshot.positions)));
}

/** By asset, largest first, as the valuation has them. */
function assetsAfter(
  snapshot: Snapshot,
  holdings: readonly Holding[],
  shareOf: (value: number | null) => number | null,
): readonly AssetView[] {
  const groups = new Map<string, Holding[]>();
  for (const holding of holdings) {
    const group = groups.get(holding.asset);
    if (group) group.push(holding);
    else groups.set(holding.asset, [holding]);
  }
  const known = new Map(snapshot.assets.map((view) => [view.asset, view]));
  const views = [...groups].flatMap(([asset, group]): readonly AssetView[] => {
    const [first] = group;
    if (!first) return [];
    const before = known.get(asset);
    const priced = group.flatMap(({ value }) => (value === null ? [] : [value]));
    const value = priced.length > 0 ? toNumber(sum(priced)) : null;
    return [
      {
        asset,
        quantity: sum(group.map(({ quantity, borrowed }) => big(quantity).minus(borrowed))).toString(),
        price: before?.price ?? first.price,
        value,
        share: shareOf(value),
        change24h: before?.change24h ?? noChange,
        kind: group.every(({ kind }) => kind === 'cash') ? 'cash' : 'asset',
        state: before?.state ?? first.state,
        reason: before?.reason ?? first.reason,
      },
    ];
  });
  return views.sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0) || (a.asset < b.asset ? -1 : 1));
}

function notionals(facts: RiskFacts): Partial<Snapshot> {
  const counted = countedPositions(facts);
  const bySymbol = new Map<string, Big>();
  for (const { symbol, baseNotional } of counted) {
    if (baseNotional !== null) bySymbol.set(symbol, (bySymbol.get(symbol) ?? big(0)).plus(big(baseNotional).abs()));
  }
  const known = toNumber(sum(bySymbol.values()));
  const whole = counted.every(({ baseNotional }) => baseNotional !== null);
  return {
    symbolNotional: Object.fromEntries([...bySymbol].map(([symbol, value]) => [symbol, toNumber(value)])),
    knownNotional: known,
    totalNotional: whole ? known : null,
    openPositions: counted.length,
  };
}

function totalOf(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : toNumber(sum(values.flatMap((value) => value ?? [])));
}

function plus(value: number | null, change: Big): number | null {
  return value === null ? null : toNumber(big(value).plus(change));
}
