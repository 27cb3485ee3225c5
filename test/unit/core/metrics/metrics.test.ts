import assert from 'node:assert/strict';
import { metrics } from '../../../../src/core/metrics/index.ts';
import type { ReturnSeries } from '../../../../src/core/metrics/metric.ts';

/** Worked by hand, so that the conventions hold without the published vectors. */
const series = (returns: readonly number[], more: Partial<ReturnSeries> = {}): ReturnSeries => ({
  at: returns.map((_, index) => index + 1),
  returns,
  start: 0,
  perYear: 4,
  riskFree: 0,
  ...more,
});
const result = (id: string, given: ReturnSeries) => {
  const metric = metrics.find((each) => each.id === id);
  assert.ok(metric, id);
  return metric.compute(given);
};
const near = (id: string, given: ReturnSeries, expected: number) => {
  const found = result(id, given);
  assert.ok('value' in found, id);
  assert.ok(Math.abs(found.value - expected) < 1e-12, `${id}: ${found.value} is not ${expected}`);
};

describe('metrics', () => {
  // Mean 0.025, deviations −0.125, 0.075, −0.075, 0.125: squares 0.0425, over n − 1 = 3.
  const four = series([-0.1, 0.1, -0.05, 0.15]);
  const deviation = Math.sqrt(0.0425 / 3);

  it('by hand', () => {
    const end = 0.9 * 1.1 * 0.95 * 1.15;
    near('totalReturn', four, end - 1);
    near('cagr', four, end - 1);
    near('cagr', { ...four, perYear: 8 }, end ** 2 - 1);
    near('volatility', four, deviation * 2);
    near('sharpe', four, (0.025 / deviation) * 2);
    near('sortino', four, (0.025 / Math.sqrt((0.01 + 0.0025) / 4)) * 2);
    near('maxDrawdown', four, -0.1);
  });

  it('take the risk-free rate per period, as (1 + rf)^(1 / ppy) − 1', () => {
    const riskFree = 1.01 ** 4 - 1;
    near('sharpe', { ...four, riskFree }, ((0.025 - 0.01) / deviation) * 2);
    near('sortino', { ...four, riskFree }, ((0.025 - 0.01) / Math.sqrt((0.11 ** 2 + 0.06 ** 2) / 4)) * 2);
  });

  it('give a reason where there is no number: no periods, one period, nothing that varies, no downside, ruin', () => {
    for (const { id } of metrics) assert.ok('reason' in result(id, series([])), id);
    for (const id of ['volatility', 'sharpe', 'sortino']) assert.ok('reason' in result(id, series([0.1])), id);
    assert.ok('reason' in result('sharpe', series([0.01, 0.01, 0.01])));
    assert.ok('reason' in result('sortino', series([0.01, 0.02])));
    assert.ok('reason' in result('cagr', series([-1.5, 0.1])));
    near('cagr', series([-1, 0.1]), -1);
    for (const { id } of metrics) {
      const found = result(id, series([1e200, 1e200, -0.5]));
      assert.ok('reason' in found || Number.isFinite(found.value), id);
    }
  });

  it('say their convention, the periods per year in it', () => {
    for (const { id, convention } of metrics) assert.ok(convention(four).length > 10, id);
    for (const id of ['cagr', 'volatility', 'sharpe', 'sortino']) {
      assert.match(metrics.find((each) => each.id === id)?.convention(four) ?? '', /4/, id);
    }
  });
});
