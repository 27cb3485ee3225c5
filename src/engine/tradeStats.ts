import type { Config } from '../config/schema.ts';
import { assertNever } from '../core/assertNever.ts';
import type { RateAt } from '../core/ledger/assetLots.ts';
import type { Ledger } from '../core/model/ledger.ts';
import type { Subject } from '../core/model/performance.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { RoundTrip } from '../core/model/tax.ts';
import { periodBounds } from '../core/performance/periods.ts';
import type { Clock } from '../core/ports.ts';
import { costsOf } from '../core/tax/costs.ts';
import { tradeStats } from '../core/tax/tradeStats.ts';
import type { EngineRequests } from '../protocol/engine.ts';
import { keptRoundTrips } from './keptRoundTrips.ts';
import type { Portfolio } from './portfolio.ts';
import { strategiesOf, strategyOfTrade } from './strategies.ts';
import type { WholeLedger } from './wholeLedger.ts';

export interface TradeStatsRequest {
  readonly portfolio: Portfolio;
  readonly config: Config;
  readonly snapshot: Snapshot | null;
  readonly whole: WholeLedger;
  readonly rateAt: RateAt;
  readonly subject: Subject;
  readonly period: EngineRequests['tradeStats'][0]['period'];
  readonly now: number;
  readonly clock: Clock;
}

/** Round trips that were closed in a span, and what trading cost in it, of one subject. */
export async function tradeStatsOf(request: TradeStatsRequest): Promise<EngineRequests['tradeStats'][1]> {
  const { portfolio, config, snapshot, whole, rateAt, subject, period, now, clock } = request;
  const { ledger } = whole;
  const first = [...ledger.trades, ...ledger.flows, ...ledger.income].reduce(
    (least, { at }) => Math.min(least, at),
    now,
  );
  const { from, to } = periodBounds(period, now, first, config.risk.dayBoundary);
  const own = ofSubject(ledger, subject, config, snapshot);
  // Of all fills: a position that another strategy holds in the same market was not there before.
  const trips = await keptRoundTrips({ portfolio, ledger, rateAt, snapshot, clock });
  await clock.letOthers?.();
  return {
    stats: tradeStats(trips.filter((trip) => isOf(trip, subject) && trip.closedAt >= from && trip.closedAt <= to)),
    costs: costsOf({ ledger: own, from, to, rateAt, trackGas: config.trackGas }),
    notes: [...whole.notes, ...own.notes],
  };
}

function isOf({ account, base, strategy }: RoundTrip, { kind, id }: Subject): boolean {
  switch (kind) {
    case 'portfolio':
      return true;
    case 'account':
      return account === id;
    case 'asset':
      return base === id;
    case 'strategy':
      return strategy === id;
    default:
      return assertNever(kind);
  }
}

function ofSubject(
  ledger: Ledger,
  subject: Subject,
  config: Config,
  snapshot: Snapshot | null,
): Ledger & { readonly notes: readonly string[] } {
  const { kind, id } = subject;
  if (kind === 'portfolio') return { ...ledger, notes: [] };
  if (kind === 'account') {
    const own = <T extends { readonly account: string }>(entries: readonly T[]) =>
      entries.filter((each) => each.account === id);
    return { trades: own(ledger.trades), flows: own(ledger.flows), income: own(ledger.income), notes: [] };
  }
  if (kind === 'asset') {
    const trades = ledger.trades.filter(({ base }) => base === id);
    const flows = ledger.flows.filter(({ asset }) => asset === id);
    const income = ledger.income.filter(({ asset, symbol }) => asset === id || symbol?.split('/')[0] === id);
    return { trades, flows, income, notes: [] };
  }
  const strategies = strategiesOf(config, snapshot);
  const trades = ledger.trades.filter((trade) => strategyOfTrade(strategies, trade) === id);
  // Funding, interest and network fees belong to an account, not to one of the strategies in it.
  return {
    trades,
    flows: [],
    income: [],
    notes: ['Costs of a strategy are its trading fees: funding and network fees belong to accounts.'],
  };
}
