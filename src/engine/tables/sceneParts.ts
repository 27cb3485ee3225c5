import { toNumber } from '../../core/decimal.ts';
import type { Subject } from '../../core/model/performance.ts';
import type { DailyCloses } from '../../core/model/quote.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { Clock } from '../../core/ports.ts';
import type { ScenePart, TableScene } from '../../core/tables/table.ts';
import { keptRoundTrips } from '../keptRoundTrips.ts';
import type { Portfolio } from '../portfolio.ts';
import { strategiesOf, strategyOfHolding, strategyOfTrade } from '../strategies.ts';
import { currentRates } from './currentRates.ts';
import { knownEntries } from './knownEntries.ts';
import { tableRates } from './tableRates.ts';

export interface SceneRequest {
  readonly portfolio: Portfolio;
  readonly snapshot: Snapshot | null;
  readonly parts: readonly ScenePart[];
  readonly subject: Subject;
  /** Closes of what is not held, as far as they are known. */
  readonly closes: readonly DailyCloses[];
  readonly identity: (of: object | null | undefined) => number;
  readonly clock: Clock;
}

export interface ScenePlan {
  /** The same for as long as the scene would be. */
  readonly key: string;
  build(): Promise<TableScene>;
}

const always = Number.MAX_SAFE_INTEGER;

/** What a table of one portfolio is made from: what it would be told by its key, made only where that has changed. */
export async function scenePlan(request: SceneRequest): Promise<ScenePlan> {
  const { portfolio, snapshot, parts, subject, identity, clock } = request;
  const config = portfolio.config();
  const memory = portfolio.memory();
  const baseCurrency = config?.baseCurrency ?? snapshot?.baseCurrency ?? '';
  const strategies = config === null ? [] : strategiesOf(config, snapshot);
  const titles = new Map((snapshot?.accounts ?? []).map(({ id, title }) => [id, title]));
  const wants = (part: ScenePart): boolean => parts.includes(part);
  const entries = wants('ledger') || wants('trips') || wants('orders') ? await knownEntries(portfolio, identity) : null;
  const executions = wants('executions')
    ? await memory.use('reading orders that were sent', [], (history) => history.executions(0, always))
    : [];
  const orderBooks = Object.keys(config?.accounts ?? {}).map((id) =>
    identity(portfolio.ledgers().known(id)?.book.orders),
  );
  const key = [
    identity(config),
    [...titles].join(),
    strategies.map(({ name, holdings }) => `${name} ${[...(holdings ?? [])].join()}`).join(),
    wants('snapshot') ? `${identity(snapshot)} ${subject.kind} ${subject.id}` : '',
    entries?.key ?? '',
    closesKey(request.closes),
    wants('orders') ? orderBooks.join() : '',
    snapshot === null || config === null || entries === null
      ? ''
      : closesKey(portfolio.closes().known(snapshot, config)),
    executions.map(({ plan, updatedAt }) => `${plan} ${updatedAt}`).join(),
  ].join('\n');
  return {
    key,
    async build() {
      const rateAt = tableRates(portfolio, snapshot, request.closes);
      const ledger = wants('ledger') || wants('trips') ? await entries?.entries() : undefined;
      const orders = wants('orders')
        ? await memory.use('reading orders', [], (history) => history.orders(null, { from: 0, to: always }))
        : [];
      return {
        baseCurrency,
        subject,
        snapshot,
        trades: ledger?.trades ?? [],
        flows: ledger?.flows ?? [],
        income: ledger?.income ?? [],
        orders,
        trips:
          wants('trips') && ledger !== undefined
            ? await keptRoundTrips({ portfolio, ledger, rateAt, snapshot, clock })
            : [],
        executions,
        titleOf: (account) => titles.get(account) ?? account,
        strategyOfTrade: (trade) => strategyOfTrade(strategies, trade),
        strategyOfHolding: (holding) => strategyOfHolding(strategies, holding),
        rateNow: currentRates(snapshot),
        rateAt(asset, at) {
          const rate = rateAt(asset, at);
          return rate === null ? null : toNumber(rate);
        },
      };
    },
  };
}

/** Prices of the past may become known after the entries that need them. */
function closesKey(closes: readonly DailyCloses[]): string {
  return closes.map(({ asset, closes: days }) => `${asset} ${days.length}`).join();
}
