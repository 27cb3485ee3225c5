import { attribute } from '../core/attribution/attribute.ts';
import { toNumber } from '../core/decimal.ts';
import type { Attribution, AttributionBy, Period } from '../core/model/performance.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import { dailyPoints } from '../core/series/returns.ts';
import type { EnginePorts } from './engine.ts';
import { entriesOf } from './entries.ts';
import { spanOf } from './performance.ts';
import type { Portfolio } from './portfolio.ts';
import { portfolioScene } from './portfolioScene.ts';
import { strategyOfHolding, strategyOfTrade } from './strategies.ts';
import type { Subjects } from './subjects.ts';

const day = 86_400_000;

/** PERF-5: who earned the portfolio's return of a period; day by day, as its performance is told. */
export async function attributionOf(
  ports: EnginePorts,
  portfolio: Portfolio,
  snapshot: Snapshot | null,
  subjects: Subjects,
  { by, period }: { readonly by: AttributionBy; readonly period: Period },
): Promise<Attribution> {
  const subject = { kind: 'portfolio', id: null } as const;
  const scene = await portfolioScene({ ports, portfolio, snapshot, subjects, subject });
  const span = spanOf(scene, period);
  const [first, ...rest] = span.points;
  if (scene.reason !== null || first === undefined || rest.length === 0) {
    const reason = scene.reason ?? 'attribution needs two values of the period, no more than one is recorded';
    return noAttribution(by, span.from, span.to, reason);
  }
  const values = [first, ...dailyPoints(rest, first.equity)];
  const ids = Object.keys(portfolio.config()?.accounts ?? {});
  const [start, daily, entries, accounts] = await Promise.all([
    portfolio.memory().use('reading holdings', [], (history) => history.holdingsAt(null, first.at)),
    subjects.holdings(),
    entriesOf(portfolio, null, 0, span.to),
    by === 'account' ? Promise.all(ids.map((id) => subjects.pointsOf({ kind: 'account', id }))) : [],
  ]);
  // The day of the first value ends after it, so what was held at it is asked for apart; before records began the days are all there is.
  const before = start.length > 0 ? start : daily.filter(({ at }) => at > first.at - 2 * day && at <= first.at);
  const { strategies } = subjects;
  return attribute({
    by,
    from: span.from,
    to: span.to,
    currency: scene.currency,
    values,
    holdings: [...before, ...daily.filter(({ at }) => at > first.at && at <= span.to)],
    trades: entries.trades,
    unknownTrades: ids.filter((id) => !knowsTrades(portfolio, id, first.at)),
    accounts: accounts.map(({ points }, index) => ({
      account: ids[index] ?? '',
      values: points.filter(({ at }) => at <= span.to),
    })),
    strategies: {
      ofHolding: (holding) => strategyOfHolding(strategies, holding),
      ofTrade: (trade) => strategyOfTrade(strategies, trade),
    },
    price: (asset, at) => {
      const rate = portfolio.rateAt(asset, at);
      return rate === null ? null : toNumber(rate);
    },
    titles: by === 'account' ? Object.fromEntries((snapshot?.accounts ?? []).map(({ id, title }) => [id, title])) : {},
  });
}

export function noAttribution(by: AttributionBy, from: number, to: number, reason: string): Attribution {
  return { by, from, to, total: null, rows: [], reason, notes: [] };
}

/** Whether every fill of an account since then is known. */
function knowsTrades(portfolio: Portfolio, account: string, since: number): boolean {
  const covered = portfolio.ledgers().known(account)?.coverage.trades;
  if (covered !== undefined) return 'from' in covered && covered.from <= since;
  return portfolio.book()?.accounts.find(({ id }) => id === account)?.reading?.trades != null;
}
