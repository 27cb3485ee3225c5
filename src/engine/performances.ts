import { headlineMetrics } from '../core/metrics/headlineMetrics.ts';
import type { MetricValue } from '../core/model/analytics.ts';
import type { Performance, PerformanceRow, Period, Subject } from '../core/model/performance.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { decimate } from '../core/series/m4.ts';
import { returnIndex } from '../core/series/returnIndex.ts';
import type { EnginePorts } from './engine.ts';
import { entriesOf } from './entries.ts';
import { spanOf } from './performance.ts';
import type { Portfolio } from './portfolio.ts';
import { portfolioScene } from './portfolioScene.ts';
import type { Scene } from './scene.ts';
import { ownsTrade } from './strategies.ts';
import type { Subjects } from './subjects.ts';

/** Four points a pixel: at most 200. */
const sparklinePx = 50;
const ids = ['totalReturn', 'cagr', 'sharpe', 'sortino', 'maxDrawdown', 'volatility'] as const;

/** PERF-9: a portfolio, its strategies, its accounts, one line each. */
export async function performanceRows(
  ports: EnginePorts,
  portfolio: Portfolio,
  state: PortfolioState,
  subjects: Subjects,
  period: Period,
): Promise<readonly PerformanceRow[]> {
  const { snapshot } = state;
  const wanted: readonly Subject[] = [
    { kind: 'portfolio', id: null },
    ...subjects.strategies.map(({ name }): Subject => ({ kind: 'strategy', id: name })),
    ...Object.keys(portfolio.config()?.accounts ?? {}).map((id): Subject => ({ kind: 'account', id })),
  ];
  const { trades } = await entriesOf(portfolio, null, 0, ports.clock.now());
  return Promise.all(
    wanted.map(async (subject): Promise<PerformanceRow> => {
      const scene = await portfolioScene({ ports, portfolio, snapshot, subjects, subject });
      const span = spanOf(scene, period);
      const strategy = subjects.strategies.find(({ name }) => subject.kind === 'strategy' && name === subject.id);
      const own = trades.filter(
        (trade) =>
          trade.at > span.from &&
          trade.at <= span.to &&
          (subject.kind !== 'account' || trade.account === subject.id) &&
          (strategy === undefined || ownsTrade(strategy, trade)),
      );
      const known = tradesKnown(portfolio, subject, strategy?.accounts ?? null);
      return {
        portfolio: portfolio.folder,
        subject,
        title: scene.title,
        currency: scene.currency,
        worth: worthOf(scene, span.points.at(-1)?.equity),
        metrics: metricsOf(scene, span.points),
        trades: known || own.length > 0 ? own.length : null,
        startAt: scene.points[0]?.at ?? null,
        sparkline: sparklineOf(span.points),
        simulated: scene.simulated,
      };
    }),
  );
}

function worthOf({ reason }: Scene, equity: number | undefined): MetricValue {
  return equity === undefined ? { reason: reason ?? 'no value is recorded in this period' } : { value: equity };
}

function metricsOf(scene: Scene, points: Parameters<Scene['returns']>[0]): PerformanceRow['metrics'] {
  const returns = scene.reason === null ? scene.returns(points) : ({ ok: false, reason: scene.reason } as const);
  const of = (id: string): MetricValue => {
    if (!returns.ok) return { reason: returns.reason };
    const metric = headlineMetrics.find((each) => each.id === id);
    if (metric === undefined) return { reason: `there is no metric ${id}` };
    const minimum = metric.minimum ?? 1;
    const count = returns.value.returns.length;
    if (count < minimum) return { reason: `needs ${minimum} periods, has ${count}` };
    const result = metric.compute(returns.value);
    return 'value' in result ? { value: result.value } : { reason: result.reason };
  };
  const [totalReturn, cagr, sharpe, sortino, maxDrawdown, volatility] = ids;
  return {
    totalReturn: of(totalReturn),
    cagr: of(cagr),
    sharpe: of(sharpe),
    sortino: of(sortino),
    maxDrawdown: of(maxDrawdown),
    volatility: of(volatility),
  };
}

/** Deposits taken out; where they are not known there is no line. */
function sparklineOf(points: Parameters<Scene['returns']>[0]): PerformanceRow['sparkline'] {
  if (points.length < 2) return null;
  const index = returnIndex(points);
  return index.ok ? decimate({ at: points.map(({ at }) => at), value: index.value }, sparklinePx) : null;
}

/** Whether no fill means that there was none. */
function tradesKnown(portfolio: Portfolio, subject: Subject, only: ReadonlySet<string> | null): boolean {
  const accounts = (portfolio.book()?.accounts ?? []).filter(
    ({ id }) => (subject.kind !== 'account' || id === subject.id) && (only === null || only.has(id)),
  );
  return accounts.length > 0 && accounts.every(({ reading }) => reading?.trades != null);
}

/** What the combined view or a portfolio without a configuration answers. */
export function noPerformance(subject: Subject, at: number, riskFree: number | null, reason: string): Performance {
  return {
    subject,
    title: '',
    currency: '',
    from: at,
    to: at,
    periods: null,
    reason,
    riskFree: riskFree ?? 0,
    metrics: [],
    benchmarks: [],
    yearly: [],
    drawdowns: [],
    histogram: null,
    moneyWeighted: { reason },
    moneyWeightedNote: null,
    worth: { reason },
    netFlow: { reason },
    pnl: { reason },
    todayReturn: { reason },
    origins: [],
    notes: [],
    simulated: false,
  };
}
