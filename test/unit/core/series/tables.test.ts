import assert from 'node:assert/strict';
import { expectedShortfall } from '../../../../src/core/metrics/expectedShortfall.ts';
import type { ReturnSeries } from '../../../../src/core/metrics/metric.ts';
import { normalQuantile } from '../../../../src/core/metrics/normal.ts';
import { quantile } from '../../../../src/core/metrics/quantile.ts';
import { valueAtRisk } from '../../../../src/core/metrics/valueAtRisk.ts';
import { yearlyReturns } from '../../../../src/core/series/calendarReturns.ts';
import { histogramOf } from '../../../../src/core/series/histogram.ts';
import { joinSeries } from '../../../../src/core/series/joinSeries.ts';
import { seriesFromCloses } from '../../../../src/core/series/seriesFromCloses.ts';
import { seriesFromReturns, seriesFromValues } from '../../../../src/core/series/seriesFromValues.ts';

const day = 86_400_000;
const near = (got: number | undefined | null, wanted: number, slack = 1e-12) =>
  assert.ok(Math.abs((got ?? Number.NaN) - wanted) <= slack, `${got} is not ${wanted}`);
const dated = (rows: Readonly<Record<string, number>>): ReturnSeries => {
  const built = seriesFromReturns(Object.entries(rows).map(([date, value]) => ({ at: Date.parse(date), value })));
  assert.ok(built.ok);
  return built.value;
};

describe('months and years', () => {
  it('compound what ends in them; a month without a period is null', () => {
    const [first, second] = yearlyReturns(
      dated({ '2024-01-31': 0.1, '2024-03-01': 0.1, '2024-03-31': -0.5, '2025-12-31': 0.2 }),
    );
    assert.equal(first?.year, 2024);
    near(first?.months[0], 0.1);
    assert.equal(first?.months[1], null);
    near(first?.months[2], 1.1 * 0.5 - 1);
    near(first?.total, 1.1 * 1.1 * 0.5 - 1);
    assert.equal(second?.months.filter((each) => each !== null).length, 1);
    near(second?.total, 0.2);
  });
});

describe('joinSeries', () => {
  const coin = dated({ '2024-01-05': 0.01, '2024-01-06': 0.02, '2024-01-07': 0.03, '2024-01-08': 0.04 });
  const share = dated({ '2024-01-04': 0.5, '2024-01-05': 0.1, '2024-01-08': 0.2 });

  it('keeps the dates both have, with their own returns', () => {
    const [a, b] = joinSeries(coin, share);
    assert.deepEqual(a.at, [Date.parse('2024-01-05'), Date.parse('2024-01-08')]);
    assert.deepEqual(a.returns, [0.01, 0.04]);
    assert.deepEqual(b.returns, [0.1, 0.2]);
    assert.equal(a.perYear, b.perYear);
  });

  it('may set a share’s Monday against a coin’s whole weekend', () => {
    const [a, b] = joinSeries(coin, share, { between: 'compound' });
    near(a.returns[1], 1.02 * 1.03 * 1.04 - 1);
    // What the share has before the coin began is no part of it.
    assert.deepEqual(b.returns, [0.1, 0.2]);
  });

  it('joins values of any time of a day with closes of that day', () => {
    const closes = seriesFromCloses({
      asset: 'BTC',
      currency: 'USD',
      source: 'test',
      closes: [1, 2, 3].map((close, i) => ({ day: Date.parse('2024-01-05') + i * day, close })),
    });
    assert.ok(closes.ok);
    const evening = { ...coin, at: coin.at.map((at) => at + 0.9 * day) };
    assert.equal(joinSeries(evening, closes.value)[0].returns.length, 2);
    assert.equal(joinSeries(coin, dated({ '2030-01-01': 1 }))[0].returns.length, 0);
  });

  it('takes the risk-free series along', () => {
    const [a] = joinSeries({ ...coin, riskFreeSeries: [0.001, 0.002, 0.003, 0.004] }, share);
    assert.deepEqual(a.riskFreeSeries, [0.001, 0.004]);
  });
});

describe('series of values', () => {
  const values = (...given: number[]) => given.map((value, i) => ({ at: i * day, value }));
  it('are simple or log returns, with the periods per year of their dates or as set', () => {
    const built = seriesFromValues(values(100, 110, 99));
    assert.ok(built.ok && built.inferred);
    near(built.value.returns[1], -0.1);
    assert.equal(built.value.start, 0);
    const log = seriesFromValues(values(100, 110, 99), { log: true, perYear: 52 });
    assert.ok(log.ok && !log.inferred && log.value.perYear === 52);
    near(
      log.value.returns.reduce((sum, each) => sum + each, 0),
      Math.log(0.99),
    );
  });
  it('a value that leaves nothing to earn on is a reason with its date', () => {
    assert.deepEqual(seriesFromValues(values(100, 0, 5)), {
      ok: false,
      reason: 'the value of 1970-01-02 leaves nothing to earn on: 0',
    });
    assert.equal(seriesFromValues(values(100)).ok, false);
    assert.equal(seriesFromReturns([]).ok, false);
    assert.equal(seriesFromReturns([{ at: 0, value: Number.NaN }]).ok, false);
  });
});

describe('histogram', () => {
  it('has an edge at 0 and one bin for every return', () => {
    const found = histogramOf(dated({ '2024-01-01': -0.02, '2024-01-02': 0.01, '2024-01-03': 0, '2024-01-04': 0.05 }));
    assert.ok(found);
    assert.ok(found.edges.includes(0));
    const negative = found.counts.filter((_, i) => (found.edges[i + 1] ?? 0) <= 0);
    assert.equal(
      negative.reduce((sum, each) => sum + each, 0),
      1,
    );
    assert.equal(histogramOf(dated({ '2024-01-01': 0.01, '2024-01-02': 0.01 })), null);
  });
});

describe('tails', () => {
  // By hand from the table of Hyndman and Fan (1996): n p = 1.5, of type 3 the even one of two as near.
  it('quantiles of all nine types', () => {
    const sorted = [1, 3, 4, 8, 10];
    const expected = [3, 3, 3, 2, 3, 2.6, 3.2, 2.8666666666666667, 2.9];
    expected.forEach((wanted, i) => {
      near(quantile(sorted, 0.3, (i + 1) as 1), wanted);
    });
  });
  it('quantiles of the normal distribution', () => {
    near(normalQuantile(0.05), -1.6448536269514722, 1e-15);
    near(normalQuantile(0.975), 1.959963984540054, 1e-15);
    near(normalQuantile(1e-10), -6.361340902404056, 1e-13);
    assert.equal(normalQuantile(0.5), 0);
  });

  const daily = (returns: readonly number[]): ReturnSeries => ({
    at: returns.map((_, i) => i),
    returns,
    start: -1,
    perYear: 252,
    riskFree: 0,
  });
  const get = (metric: typeof valueAtRisk, returns: readonly number[], parameters = {}) => {
    const found = metric.compute(daily(returns), parameters);
    assert.ok('value' in found, 'reason' in found ? found.reason : '');
    return found;
  };

  it('Cornish-Fisher without skew and excess kurtosis is Gaussian, and a fat left tail loses more', () => {
    // Population kurtosis of these is 3, of skew 0: ±a with weight 1/3, 0 with 2/3.
    const normal = Array.from({ length: 300 }, (_, i) => (i % 6 === 0 ? 0.03 : i % 6 === 3 ? -0.03 : 0));
    for (const metric of [valueAtRisk, expectedShortfall]) {
      near(get(metric, normal, { method: 'cornishFisher' }).value, get(metric, normal, { method: 'gaussian' }).value);
    }
    const mild = [...normal, -0.09];
    const bent = get(valueAtRisk, mild, { method: 'cornishFisher', confidence: 0.99 });
    assert.ok(bent.value > get(valueAtRisk, mild, { method: 'gaussian', confidence: 0.99 }).value);
    assert.equal(bent.note, undefined);
  });

  it('outside its validity domain a warning stands beside it, or a reason where the shortfall is below the value at risk', () => {
    const crash = [...Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0.001 : -0.001)), -0.5];
    assert.match(get(valueAtRisk, crash, { method: 'cornishFisher', confidence: 0.99 }).note ?? '', /validity domain/);
    const jump = [...Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 0.001 : -0.001)), 0.4];
    const found = expectedShortfall.compute(daily(jump), { method: 'cornishFisher', confidence: 0.95 });
    assert.ok('reason' in found && /below the value at risk/.test(found.reason));
  });

  it('the shortfall of Cornish-Fisher is the mean of its quantiles over the tail', () => {
    const returns = Array.from({ length: 400 }, (_, i) => Math.sin(i * 1.7) / 50 + (i % 9 === 0 ? -0.02 : 0.002));
    const steps = 4000;
    let sum = 0;
    for (let i = 0; i < steps; i++) {
      const p = (0.05 * (i + 0.5)) / steps;
      sum += get(valueAtRisk, returns, { method: 'cornishFisher', confidence: 1 - p }).value;
    }
    near(get(expectedShortfall, returns, { method: 'cornishFisher' }).value, sum / steps, 1e-5);
  });

  it('the exact tail takes the last period in part', () => {
    // 5 % of 30 are 1.5 periods: all of −10 %, half of −6 %.
    const returns = [-0.1, -0.06, ...Array.from({ length: 28 }, () => 0.01)];
    near(get(expectedShortfall, returns, { tail: 'exact' }).value, (0.1 + 0.03) / 1.5);
  });
});
