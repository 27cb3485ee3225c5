import type { Subject } from '../../core/model/performance.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { TableScene } from '../../core/tables/table.ts';
import type { Portfolio } from '../portfolio.ts';
import { currentRates } from './currentRates.ts';

/** A portfolio of the combined view, and what it is called there: accounts are `name / id`. */
export interface NamedPortfolio {
  readonly portfolio: Portfolio;
  readonly name: string;
}

/** The portfolios that the combined view shows, by the names it gave their accounts (two of one name are told apart). */
export function namedPortfolios(portfolios: readonly Portfolio[], combined: Snapshot): readonly NamedPortfolio[] {
  const taken = new Set<string>();
  const prefixes = new Set(combined.accounts.map(({ id }) => id.split(' / ')[0] ?? id));
  return portfolios.flatMap((portfolio) => {
    const config = portfolio.config();
    if (config === null) return [];
    const ids = Object.keys(config.accounts);
    const name = [...prefixes].find(
      (prefix) =>
        !taken.has(prefix) &&
        (prefix === config.name || prefix.startsWith(`${config.name} (`)) &&
        ids.every((id) => combined.accounts.some((account) => account.id === `${prefix} / ${id}`)),
    );
    if (name === undefined) return [];
    taken.add(name);
    return [{ portfolio, name }];
  });
}

/** Several portfolios' rows in one table. Worth of the past is told in the base currency they share, else not. */
export function joinedScene(
  parts: readonly { readonly name: string; readonly scene: TableScene }[],
  snapshot: Snapshot,
  subject: Subject,
): TableScene {
  const { baseCurrency } = snapshot;
  const named = <T extends { readonly account: string }>(name: string, list: readonly T[]): readonly T[] =>
    list.map((entry) => ({ ...entry, account: `${name} / ${entry.account}` }));
  const all = <T extends { readonly account: string }>(pick: (scene: TableScene) => readonly T[]): readonly T[] =>
    parts.flatMap(({ name, scene }) => named(name, pick(scene)));
  const inTime = <T extends { readonly at: number }>(list: readonly T[]): readonly T[] =>
    list.toSorted((a, b) => a.at - b.at);
  const ownOf = (account: string): { readonly scene: TableScene; readonly id: string } | null => {
    const part = parts.find(({ name }) => account.startsWith(`${name} / `));
    return part === undefined ? null : { scene: part.scene, id: account.slice(part.name.length + 3) };
  };
  const alike = parts.filter(({ scene }) => scene.baseCurrency === baseCurrency);
  return {
    baseCurrency,
    subject,
    snapshot,
    rateNow: currentRates(snapshot),
    trades: inTime(all(({ trades }) => trades)),
    flows: inTime(all(({ flows }) => flows)),
    income: inTime(all(({ income }) => income)),
    orders: all(({ orders }) => orders),
    trips: parts.flatMap(({ name, scene }) =>
      named(name, scene.trips).map((trip) => ({
        ...trip,
        id: `${name} / ${trip.id}`,
        baseNet: scene.baseCurrency === baseCurrency ? trip.baseNet : null,
      })),
    ),
    executions: parts.flatMap(({ name, scene }) =>
      scene.executions.map((execution) => ({
        ...execution,
        orders: execution.orders.map((order) => ({
          ...order,
          ticket: { ...order.ticket, account: `${name} / ${order.ticket.account}` },
        })),
      })),
    ),
    titleOf(account) {
      const own = ownOf(account);
      return own === null ? account : `${account.slice(0, -own.id.length - 3)} · ${own.scene.titleOf(own.id)}`;
    },
    strategyOfTrade(trade) {
      const own = ownOf(trade.account);
      return own === null ? trade.strategy : own.scene.strategyOfTrade({ ...trade, account: own.id });
    },
    strategyOfHolding(holding) {
      const own = ownOf(holding.account);
      return own === null ? null : own.scene.strategyOfHolding({ ...holding, account: own.id });
    },
    rateAt(asset, at) {
      for (const { scene } of alike) {
        const rate = scene.rateAt(asset, at);
        if (rate !== null) return rate;
      }
      return null;
    },
  };
}
