import assert from 'node:assert/strict';
import { capture, captureRatio, downCapture, upCapture } from '../../../../src/core/metrics/benchmark/capture.ts';
import { fitLine } from '../../../../src/core/metrics/benchmark/pair.ts';
import { benchmarkMetrics } from '../../../../src/core/metrics/benchmarkMetrics.ts';
import { excessReturns } from '../../../../src/core/metrics/excessReturns.ts';
import { metrics } from '../../../../src/core/metrics/index.ts';
import type { BenchmarkMetric, Parameters, ReturnSeries } from '../../../../src/core/metrics/metric.ts';
import { type QuantileType, quantile } from '../../../../src/core/metrics/quantile.ts';
import { deviation, mean, variance } from '../../../../src/core/metrics/statistics.ts';
import type { MetricValue } from '../../../../src/core/model/analytics.ts';
import { dietzWeight, modifiedDietz } from '../../../../src/core/performance/modifiedDietz.ts';
import { irr, xirr, xnpv } from '../../../../src/core/performance/moneyWeighted.ts';
import { annualise, chainLink, timeWeighted } from '../../../../src/core/performance/timeWeighted.ts';
import { type Calendar, calendarReturns } from '../../../../src/core/series/calendarReturns.ts';
import { drawdownTable } from '../../../../src/core/series/drawdownTable.ts';
import { growthOf } from '../../../../src/core/series/growthOf.ts';
import { joinSeries } from '../../../../src/core/series/joinSeries.ts';
import { returnsOf } from '../../../../src/core/series/returns.ts';
import { type RollingName, rolling } from '../../../../src/core/series/rolling.ts';
import { seriesFromValues } from '../../../../src/core/series/seriesFromValues.ts';
import { known, pricesOf, returnRows, seriesOf, seriesOfRows, type Vector } from '../../../support/vectors.ts';

/** What the product answers to a vector: a value (or a list, or a record), `{ reason }` for no number; or why it is not asked here. */
export type Answer = { readonly got: unknown } | { readonly notOffered: string } | { readonly elsewhere: string };
type Adapter = (of: Vector) => Answer;

const day = 86_400_000;

function result(found: MetricValue): Answer {
  return { got: 'value' in found ? found.value : { reason: found.reason } };
}

function own(id: string, parameters: (of: Vector) => Parameters = () => ({})): Adapter {
  const metric = metrics.find((each) => each.id === id);
  assert.ok(metric, id);
  return (of) => result(metric.compute(seriesOf(of), parameters(of)));
}

/** A series and its benchmark, joined by date; a number as a benchmark is one of every date. */
function pairOf(of: Vector): [ReturnSeries, ReturnSeries] {
  const series = seriesOf(of);
  const { benchmark } = of.inputs;
  const other =
    typeof benchmark === 'number'
      ? { ...series, returns: series.returns.map(() => benchmark) }
      : seriesOfRows(known(returnRows(benchmark)), series.perYear, 0);
  const [a, b] = joinSeries(series, other);
  return [
    { ...a, perYear: series.perYear },
    { ...b, perYear: series.perYear },
  ];
}

function relative(which: string | BenchmarkMetric, parameters: (of: Vector) => Parameters = () => ({})): Adapter {
  const metric = typeof which === 'string' ? benchmarkMetrics.find(({ id }) => id === which) : which;
  assert.ok(metric, String(which));
  return (of) => result(metric.compute(...pairOf(of), parameters(of)));
}

const missing = (of: Vector, ...names: string[]) =>
  names.some(
    (name) => of.inputs[name] !== undefined && returnRows(of.inputs[name]).some(({ value }) => value === null),
  );

function roll(name: RollingName): Adapter {
  return (of) => {
    if (missing(of, 'returns', 'benchmark')) {
      return { notOffered: 'a missing value takes a place in the window; here it is dropped from the series' };
    }
    const [a, b] = of.inputs['benchmark'] === undefined ? [seriesOf(of)] : pairOf(of);
    return { got: rolling(name, a, Number(of.params['window']), b).value };
  };
}

const none =
  (why: string): Adapter =>
  () => ({ notOffered: why });
const compounded = (of: Vector) => of.params['compounded'] !== false;
const alphaMethods: Readonly<Record<string, string>> = { compound: 'compounded', none: 'perPeriod' };
const alphaParameters = (side: string) => (of: Vector) => ({
  side,
  method: alphaMethods[String(of.params['annualization'])] ?? 'arithmetic',
});
const annualised = () => ({ method: 'annualised' });
const mar = ({ params }: Vector) =>
  params['mar_per_period'] === undefined ? {} : { mar: String(params['mar_per_period']), annualised: false };

const ofSum: Adapter = none('drawdown of a sum of returns; here the index compounds');
const onlyCompounded =
  (adapter: Adapter): Adapter =>
  (of) =>
    compounded(of) ? adapter(of) : ofSum(of);
/** Of rates per year, which a count of periods is in. */
const counted =
  (adapter: Adapter): Adapter =>
  (of) =>
    missing(of, 'returns', 'benchmark')
      ? { notOffered: 'a missing value counts as a period; here it is dropped' }
      : adapter(of);
const bacon = none('not among the product’s metrics (PERF-2)');
const optimiser = none('portfolio construction comes with the rebalancing issue');
const captureRolling = none('rolling series are return, volatility, Sharpe, beta, correlation, drawdown');
const project = none('appraisal of projects, not of portfolios');

interface Day {
  readonly date: string;
  readonly end_value: number;
  readonly inflow: number;
  readonly outflow: number;
}

function daily(of: Vector): ReturnSeries {
  const days = of.inputs['days'] as readonly Day[];
  const points = days.map((each) => ({
    at: Date.parse(each.date) + day / 2,
    equity: each.end_value,
    flow: each.inflow - each.outflow,
    origin: 'recorded' as const,
  }));
  const funded = { at: (points[0]?.at ?? 0) - day, equity: 0, flow: 0, origin: 'recorded' as const };
  const built = returnsOf([funded, ...points], { riskFree: 0 });
  assert.ok(built.ok);
  return built.value;
}

function spells(of: Vector, top: number) {
  const built = seriesFromValues(pricesOf(of.inputs['prices']));
  assert.ok(built.ok);
  const date = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 10));
  return drawdownTable(built.value, top).map(({ depth, peakAt, troughAt, recoveredAt }) => ({
    depth,
    peak: date(peakAt),
    trough: date(troughAt),
    recovery: date(recoveredAt),
  }));
}

/** Numbers given, or the lists NIST certifies (NumAcc2 to 4: a value, then 500 pairs around it). */
function numbers(of: Vector): readonly number[] {
  const values = of.inputs['values'];
  if (Array.isArray(values)) return values as readonly number[];
  const base = { NumAcc2: 1, NumAcc3: 1_000_000, NumAcc4: 10_000_000 }[(values as { $nist: string }).$nist];
  assert.ok(base !== undefined);
  // The pairs are x.1 and x.3, of NumAcc2 1.1 and 1.3, around the first value.
  const tenth = (tenths: number) => Number(`${base}.${tenths}`);
  return [tenth(2), ...Array.from({ length: 500 }, () => [tenth(1), tenth(3)]).flat()];
}

const flowsOf = (of: Vector) =>
  (of.inputs['flows'] as readonly { date: string; amount: number }[]).map(({ date, amount }) => ({
    at: Date.parse(date),
    amount,
  }));

/** Every metric that vectors have. */
export const adapters: Readonly<Record<string, Adapter>> = {
  simple_returns: (of) => {
    const built = seriesFromValues(pricesOf(of.inputs['prices']));
    return { got: built.ok ? built.value.returns : { reason: built.reason } };
  },
  // A missing return is dropped, which compounds as 0 %; the vectors keep its date.
  cumulative_returns: (of) => {
    const start = Number(of.params['starting_value']);
    const rows = returnRows(of.inputs['returns']).map(({ at, value }) => ({ at, value: value ?? 0 }));
    const index = growthOf(seriesOfRows(rows, 252, 0)).slice(1);
    return { got: index.map((level) => (start === 0 ? level - 1 : start * level)) };
  },
  total_return: (of) => {
    const found = own('totalReturn')(of);
    const start = Number(of.params['starting_value'] ?? 0);
    return start !== 0 && 'got' in found && typeof found.got === 'number' ? { got: start * (1 + found.got) } : found;
  },
  aggregate_returns: (of) => ({
    got: calendarReturns(seriesOf(of), of.params['to'] as Calendar).map(({ value }) => value),
  }),
  max_drawdown: onlyCompounded(own('maxDrawdown')),
  cagr: counted(own('cagr')),
  cagr_calendar: own('cagr', () => ({ years: 'calendar' })),
  volatility: own('volatility', ({ params }) => ({ ddof: Number(params['ddof'] ?? 1) })),
  volatility_pp: (of) => {
    const series = seriesOf(of);
    const metric = metrics.find(({ id }) => id === 'volatility');
    return result(metric?.compute({ ...series, perYear: series.returns.length }, { log: true }) ?? { reason: '' });
  },
  calmar: counted(own('calmar')),
  // A series of risk-free returns is taken off first: Omega of the excess returns.
  omega: (of) => {
    const series = seriesOf(of);
    const year = Number(of.params['required_return_annual'] ?? 0);
    const perPeriod = (1 + year) ** (1 / series.perYear) - 1;
    const rate = typeof of.inputs['risk_free'] === 'number' ? of.inputs['risk_free'] : 0;
    const threshold = Number(of.params['threshold_per_period'] ?? rate + perPeriod);
    const metric = metrics.find(({ id }) => id === 'omega');
    assert.ok(metric);
    return result(
      metric.compute(series.riskFreeSeries ? { ...series, returns: excessReturns(series) } : series, { threshold }),
    );
  },
  sharpe: own('sharpe'),
  downside_deviation: own('downsideDeviation', mar),
  sortino: own('sortino'),
  information_ratio: relative('informationRatio', () => ({ annualised: false })),
  alpha: relative('alpha', alphaParameters('all')),
  up_alpha: relative('alpha', alphaParameters('up')),
  down_alpha: relative('alpha', alphaParameters('down')),
  beta: relative('beta'),
  up_beta: relative('upBeta'),
  down_beta: relative('downBeta'),
  beta_up: relative('upBeta'),
  beta_down: relative('downBeta'),
  stability: own('stability'),
  tail_ratio: own('tailRatio'),
  rolling_max_drawdown: roll('drawdown'),
  rolling_sharpe: roll('sharpe'),
  rolling_beta: roll('beta'),
  rolling_alpha: captureRolling,
  rolling_up_capture: captureRolling,
  rolling_down_capture: captureRolling,
  rolling_up_down_capture: captureRolling,
  capture: counted(relative(capture, annualised)),
  up_capture: relative(upCapture, annualised),
  down_capture: relative(downCapture, annualised),
  up_down_capture: relative(captureRatio, annualised),
  quantile: ({ inputs, params }) => {
    const sorted = [...(inputs['values'] as readonly number[])].sort((a, b) => a - b);
    return { got: quantile(sorted, Number(params['p']), Number(params['quantile_type']) as QuantileType) };
  },
  es_historical: (of) => {
    const { confidence, tail, sign } = of.params;
    const found = own('es', () => ({ confidence: Number(confidence), tail: tail === 'exact_mass' ? 'exact' : 'mean' }))(
      of,
    );
    return sign === 'return' && 'got' in found && typeof found.got === 'number' ? { got: -found.got } : found;
  },
  var_historical: own('var', ({ params }) => ({
    confidence: Number(params['confidence']),
    quantileType: Number(params['quantile_type']),
  })),
  // Paths are simulated in the risk issue; what they must converge to is the Gaussian value at risk.
  var_monte_carlo_gaussian: own('var', ({ params }) => ({
    method: 'gaussian',
    confidence: Number(params['confidence']),
  })),
  martin_ratio: own('martinRatio'),
  pain_index: onlyCompounded(own('painIndex')),
  ulcer_index: onlyCompounded(own('ulcerIndex')),
  skewness: own('skew', ({ params }) => ({ population: params['method'] === 'population' })),
  kurtosis: own('kurtosis', ({ params }) => ({
    population: params['method'] === 'population',
    excess: params['excess'] === true,
  })),
  mean_return: own('meanReturn'),
  worst_period: own('worstPeriod'),
  semideviation: own('semideviation', ({ params }) => ({ ddof: params['denominator'] === 'n' ? 0 : 1 })),
  variance: (of) => ({ got: variance(seriesOf(of).returns, Number(of.params['ddof'])) }),
  stdev: (of) => ({ got: deviation(numbers(of), Number(of.params['ddof'])) }),
  mean: (of) => ({ got: mean(numbers(of)) }),
  linear_regression: ({ inputs }) => {
    const { slope, intercept, correlation } = fitLine(inputs['x'] as number[], inputs['y'] as number[]);
    return { got: { intercept, slope, r_squared: correlation ** 2 } };
  },
  drawdown_table: (of) => ({ got: spells(of, Number(of.params['top'])) }),
  max_drawdown_details: (of) => ({ got: spells(of, 1)[0] }),
  xirr: (of) => result(xirr(flowsOf(of), of.params['day_count'] === 'act/360' ? 360 : 365)),
  irr: ({ inputs }) => result(irr(inputs['values'] as number[])),
  xnpv: (of) => ({ got: xnpv(Number(of.params['rate']), flowsOf(of)) }),
  npv: project,
  mirr: project,
  chain_link: ({ inputs }) => ({ got: chainLink(inputs['returns'] as number[]) }),
  annualize_return: ({ inputs, params }) => result(annualise(Number(inputs['total_return']), Number(params['years']))),
  twr: ({ inputs }) =>
    result(
      timeWeighted(
        (inputs['valuations'] as readonly { value_before_flow: number; flow: number }[]).map((each) => ({
          valueBeforeFlow: each.value_before_flow,
          flow: each.flow,
        })),
      ),
    ),
  twr_daily_returns: (of) => ({ got: daily(of).returns }),
  twr_cumulative: (of) => ({
    got: growthOf(daily(of))
      .slice(1)
      .map((level) => level - 1),
  }),
  modified_dietz: ({ inputs, params }) => {
    const span = { start: Date.parse(String(inputs['start'])), end: Date.parse(String(inputs['end'])) };
    const timing = params['flow_timing'] === 'start_of_day' ? 'startOfDay' : 'endOfDay';
    const flows = (inputs['flows'] as readonly { date?: string; weight?: number; amount: number }[]).map((flow) => ({
      amount: flow.amount,
      weight: flow.weight ?? dietzWeight(Date.parse(flow.date ?? ''), span, timing),
    }));
    return result(modifiedDietz(Number(inputs['start_value']), Number(inputs['end_value']), flows));
  },
  realized_pnl: () => ({ elsewhere: 'test/unit/core/ledger/vectors.test.ts' }),
  gpd_risk_estimates: none('extreme value theory is not among the product’s metrics'),
  beta_fragility_heuristic: bacon,
  cdar: bacon,
  gini_mean_difference: bacon,
  mean_absolute_deviation: bacon,
  appraisal_ratio: bacon,
  jensen_alpha_geometric: bacon,
  d_ratio: bacon,
  downside_potential: bacon,
  downside_frequency: bacon,
  fama_beta: bacon,
  kappa: bacon,
  m2_sortino: bacon,
  m_squared: bacon,
  omega_sharpe: bacon,
  selectivity: bacon,
  skewness_kurtosis_ratio: bacon,
  specific_risk: bacon,
  upside_frequency: bacon,
  upside_risk: bacon,
  upside_potential: bacon,
  volatility_skewness: bacon,
  variability_skewness: bacon,
  expected_return_historical: optimiser,
  covariance: optimiser,
  portfolio_variance: optimiser,
  tracking_error_ex_ante: optimiser,
  min_variance: optimiser,
  max_sharpe: optimiser,
  max_quadratic_utility: optimiser,
  efficient_risk: optimiser,
  hrp: optimiser,
  portfolio_performance: optimiser,
  risk_parity: optimiser,
  inverse_volatility: optimiser,
};
