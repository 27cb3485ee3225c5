import type { ReturnSeries } from '../../../../src/core/metrics/metric.ts';
import type { CorrelationMatrix } from '../../../../src/core/model/analytics.ts';
import type { Attribution, AttributionBy, PerformanceRow, Subject } from '../../../../src/core/model/performance.ts';
import type { ValuePoint } from '../../../../src/core/model/series.ts';
import type { PortfolioState } from '../../../../src/core/model/state.ts';
import { tearSheetOf } from '../../../../src/core/performance/tearSheet.ts';
import { drawdownTable } from '../../../../src/core/series/drawdownTable.ts';
import { joinSeries } from '../../../../src/core/series/joinSeries.ts';
import { decimate } from '../../../../src/core/series/m4.ts';
import { returnsOf } from '../../../../src/core/series/returns.ts';
import { type RollingName, rolling } from '../../../../src/core/series/rolling.ts';
import { cut, drawdownAnswer, extentOf, returnAnswer } from '../../../../src/engine/seriesAnswer.ts';
import { presentAttribution } from '../../../../src/present/panel/attribution.ts';
import { performanceChoices } from '../../../../src/present/panel/choices.ts';
import { presentCorrelation } from '../../../../src/present/panel/correlationChoice.ts';
import { presentOverview } from '../../../../src/present/panel/overview.ts';
import { presentPerformance } from '../../../../src/present/panel/performance.ts';
import type { NamedCurve, SeriesAnswer } from '../../../../src/protocol/engine.ts';
import type { PageRequests } from '../../../../src/protocol/page.ts';
import type {
  AttributionView,
  CorrelationChoiceView,
  OverviewView,
  PerformanceView,
} from '../../../../src/protocol/performanceView.ts';
import { at, dailyValues, day, random } from './book.ts';

/** Answers of the Performance section, computed by the product's own functions from the book's daily values. */

type Series = PageRequests['series'][0];

const values = dailyValues(1_112_563.72);
const benchmarks = [
  { id: 'BTC', title: 'BTC', seed: 21 },
  { id: 'file:spx.csv', title: 'S&P 500', seed: 5 },
];
const parts = ['BTC', 'ETH', 'SOL', 'USDT', 'USD', 'LINK', 'Other'];

export function pointsOf(recordedFrom: number): readonly ValuePoint[] {
  return values.at.map((time, index) => ({
    at: time,
    equity: values.value[index] ?? 0,
    flow: 0,
    origin: time <= recordedFrom ? 'reconstructed' : 'recorded',
  }));
}

/** Another walk over the same days. */
function benchmarkPoints(id: string): readonly ValuePoint[] | null {
  const seed = benchmarks.find((entry) => entry.id === id)?.seed;
  if (seed === undefined) return null;
  const next = random(seed);
  let level = 1;
  return values.at.map((time) => {
    level *= 1 + 0.0006 + 0.019 * (next() + next() + next() - 1.5);
    return { at: time, equity: level, flow: 0, origin: 'recorded' };
  });
}

function returns(points: readonly ValuePoint[]): ReturnSeries {
  const made = returnsOf(points, { riskFree: 0 });
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}

const titleOf = (id: string) => benchmarks.find((entry) => entry.id === id)?.title ?? id;
const none = { at: [], value: [] };

export function performanceSeries(question: Series, recordedFrom: number): SeriesAnswer {
  const points = pointsOf(recordedFrom);
  const window = { from: question.from, to: question.to, px: question.px, rebase: true };
  const ids = question.benchmarks ?? benchmarks.map(({ id }) => id);
  if (question.series === 'drawdown') {
    const spells = drawdownTable(returns(points), 5);
    return { ...drawdownAnswer(window, points), spells };
  }
  if (question.series === 'return') {
    const others = ids.map((id): NamedCurve => {
      const other = benchmarkPoints(id);
      return other
        ? { id, title: titleOf(id), curve: returnAnswer(window, other).curve, reason: null }
        : { id, title: id, curve: none, reason: 'no closes of it are known' };
    });
    return { ...returnAnswer(window, points), others };
  }
  const extent = extentOf(points);
  const shown = (curve: { readonly at: readonly number[]; readonly value: readonly number[] }) =>
    decimate(cut(curve, question.from ?? extent?.from ?? 0, question.to ?? extent?.to ?? 0), question.px);
  if (question.series === 'allocation') {
    const raw = values.at.map((_, index) =>
      parts.map((_part, part) => Math.max(0, 0.4 / (part + 1) + 0.06 * Math.sin(index / 90 + part))),
    );
    const totals = raw.map((row) => row.reduce((sum, entry) => sum + entry, 0));
    const others = parts.map((title, part) => ({
      id: title,
      title,
      curve: cut(
        { at: values.at, value: raw.map((row, index) => (row[part] ?? 0) / (totals[index] ?? 1)) },
        question.from ?? 0,
        question.to ?? at,
      ),
      reason: null,
    }));
    const times = others[0]?.curve.at ?? [];
    return { curve: { at: times, value: times.map(() => 1) }, others, extent, notRecorded: [], reason: null };
  }
  const name = question.series.replace('rolling', '').toLowerCase() as RollingName;
  const length = question.rolling ?? 90;
  const own = returns(points);
  const convention = `${length} periods, 365 periods per year`;
  const common = { extent, notRecorded: [], reason: null };
  if (name === 'beta' || name === 'correlation') {
    const curves = ids.flatMap((id): NamedCurve[] => {
      const other = benchmarkPoints(id);
      if (!other) return [];
      const [a, b] = joinSeries(own, returns(other));
      return [{ id, title: titleOf(id), curve: shown(rolling(name, a, length, b)), reason: null }];
    });
    const [first, ...others] = curves;
    return { ...common, curve: first?.curve ?? none, others, convention: `to ${first?.title ?? '–'}, ${convention}` };
  }
  return { ...common, curve: shown(rolling(name, own, length)), others: [], convention };
}

export function performanceView(
  question: PageRequests['performance'][0],
  state: PortfolioState | null,
  privacy: boolean,
): PerformanceView {
  const points = pointsOf(at - 420 * day);
  const ids = question.benchmarks ?? benchmarks.map(({ id }) => id);
  const sheet = tearSheetOf({
    series: returnsOf(points, { riskFree: 0 }),
    benchmarks: ids.map((id) => {
      const other = benchmarkPoints(id);
      const series = other ? returns(other) : null;
      return {
        id,
        title: titleOf(id),
        source: 'daily closes',
        series,
        reason: series ? null : 'no closes of it are known',
      };
    }),
  });
  return presentPerformance(
    {
      ...sheet,
      subject: question.subject,
      title: question.subject.id ?? 'Main book',
      currency: 'USD',
      from: values.at[0] ?? 0,
      to: at,
      moneyWeighted: { value: 0.214 },
      moneyWeightedNote: null,
      worth: { value: 1_112_563.72 },
      netFlow: { value: 120_345.67 },
      pnl: { value: 412_903.21 },
      todayReturn: { value: 0.0028 },
      origins: [{ from: values.at[0] ?? 0, to: at - 420 * day, origin: 'reconstructed' }],
      notes: ['ETHW is unpriced and not in the returns'],
      simulated: false,
    },
    performanceChoices(state && { ...state, strategies: ['momentum'], benchmarks }),
    { privacy, now: at },
  );
}

export const contributions: Attribution['rows'] = [
  ['BTC', 0.412, 204_123.45, 0.41],
  ['ETH', 0.231, 113_222.11, 0.2],
  ['SOL', 0.184, 92_765.43, 0.14],
  ['LINK', -0.031, -15_432.1, 0.05],
  ['PEPE', -0.0548, -27_654.32, 0.01],
  ['Fees, funding and unexplained', 0.1, 45_903.9, null],
].map(([key, contribution, pnl, share]) => ({
  key: String(key),
  title: String(key),
  contribution: Number(contribution),
  pnl: Number(pnl),
  averageShare: share === null ? null : Number(share),
  trades: 12,
  winRate: { value: 0.58 },
}));

export function attributionView(by: AttributionBy, privacy: boolean): AttributionView {
  return presentAttribution(
    { by, from: values.at[0] ?? 0, to: at, total: 0.8412, rows: contributions, reason: null, notes: [] },
    'USD',
    { privacy, now: at },
  );
}

export function correlationView(
  matrix: CorrelationMatrix | null,
  question: PageRequests['correlation'][0],
  privacy: boolean,
): CorrelationChoiceView {
  const chosen = matrix && { ...matrix, method: question.method, window: question.window ?? matrix.window };
  const flags = (chosen?.assets ?? []).flatMap((b, row) =>
    (chosen?.assets ?? []).slice(0, row).flatMap((a, column) => {
      const value = chosen?.rows[row]?.[column] ?? 0;
      const words = `High correlation between ${a} and ${b}: diversification limited`;
      return Math.abs(value) >= 0.7 ? [{ a, b, value, words }] : [];
    }),
  );
  return presentCorrelation(
    {
      matrix: chosen,
      flags,
      clusters: [['SOL', 'ADA', 'DOGE']],
      diversification: {
        ratio: { value: 1.62 },
        effectiveBets: { value: 3.4 },
        hhi: { value: 0.21 },
        covered: 0.89,
      },
      reason: chosen ? null : 'at least two assets with daily closes are needed',
    },
    { privacy, now: at },
  );
}

export function overviewView(privacy: boolean): OverviewView {
  const subjects: readonly (readonly [string, Subject, string, number])[] = [
    ['/home/me/book', { kind: 'portfolio', id: null }, 'Main book', 1_112_563.72],
    ['/home/me/book', { kind: 'strategy', id: 'momentum' }, 'momentum', 402_100.55],
    ['/home/me/book', { kind: 'account', id: 'paper' }, 'Paper (simulated)', 77_879.4],
    ['/home/me/other', { kind: 'portfolio', id: null }, 'Other', 20_400.01],
  ];
  return presentOverview(
    subjects.map(
      ([portfolio, subject, title, worth], index): PerformanceRow => ({
        portfolio,
        subject,
        title,
        currency: 'USD',
        worth: { value: worth },
        metrics: {
          totalReturn: { value: 0.84 - index / 3 },
          cagr: { value: 0.2257 - index / 9 },
          sharpe: { value: 0.97 },
          sortino: index === 3 ? { reason: 'needs 20 returns, there are 4' } : { value: 1.42 },
          maxDrawdown: { value: -0.2569 },
          volatility: { value: 0.2391 },
        },
        trades: index === 1 ? null : 120 - index * 30,
        startAt: at - 1095 * day,
        sparkline: { at: values.at.slice(0, 90), value: values.value.slice(index * 200, index * 200 + 90) },
        simulated: index === 2,
      }),
    ),
    { privacy, now: at },
  );
}
