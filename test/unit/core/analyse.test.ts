import assert from 'node:assert/strict';
import { analyse } from '../../../src/core/analyse.ts';
import { headlineMetrics as metrics } from '../../../src/core/metrics/headlineMetrics.ts';
import type { ValuePoint } from '../../../src/core/model/series.ts';
import { simulatedMarket } from '../../../src/core/paper/market.ts';
import { day, dayStart } from '../../support/book.ts';

const market = simulatedMarket(1);
const points = (count: number, flow: number | null = 0): ValuePoint[] =>
  Array.from({ length: count }, (_, index) => {
    const at = dayStart - (count - 1 - index) * day;
    return { at, equity: Number(market.priceAt('BTC', 'USD', at)), flow, origin: 'simulated' };
  });
const held = (...assets: string[]) =>
  assets.map((asset) => ({ asset, kind: asset === 'USD' ? ('cash' as const) : ('asset' as const) }));
const closes = (...assets: string[]) =>
  assets.flatMap((asset) => market.dailyCloses(asset, 'USD', dayStart - 95 * day, dayStart) ?? []);
const common = { riskFree: 0, window: 90, at: dayStart, simulated: true };

describe('analyse', () => {
  it('computes every metric with its convention, the periods beside them', () => {
    const analytics = analyse({
      ...common,
      points: points(400),
      closes: closes('BTC', 'ETH'),
      assets: held('BTC', 'ETH', 'USD'),
    });
    assert.deepEqual(
      analytics.metrics.map((metric) => metric.id),
      metrics.map((metric) => metric.id),
    );
    for (const { id, result, convention } of analytics.metrics) {
      assert.ok('value' in result && Number.isFinite(result.value), id);
      assert.ok(convention.length > 0);
    }
    assert.deepEqual(analytics.periods, { start: dayStart - 399 * day, end: dayStart - 1, count: 399, perYear: 365 });
    const [first, last] = [points(400)[0], points(400).at(-1)];
    const total = analytics.metrics.find((metric) => metric.id === 'totalReturn')?.result;
    assert.ok(
      total && 'value' in total && Math.abs(total.value - ((last?.equity ?? 0) / (first?.equity ?? 1) - 1)) < 1e-9,
    );
    assert.ok('value' in analytics.drawdown && analytics.drawdown.value <= 0);
    assert.ok((analytics.sparkline?.at.length ?? 999) <= 200);
    assert.deepEqual([...(analytics.correlation?.assets ?? [])].sort(), ['BTC', 'ETH']);
  });

  it('unknown flows: reasons instead of numbers, everywhere a return is needed', () => {
    const analytics = analyse({ ...common, points: points(400, null), closes: [], assets: [], name: 'binance-main' });
    for (const { result } of analytics.metrics) {
      assert.deepEqual(result, { reason: 'cash flows of binance-main are not known' });
    }
    assert.equal(analytics.periods, null);
    assert.ok('reason' in analytics.drawdown);
    assert.ok(analytics.sparkline, 'the value itself is known');
  });

  it('a year is not told from a few days, and never as NaN or 0', () => {
    const analytics = analyse({ ...common, points: points(8), closes: [], assets: held('BTC') });
    const reasons = Object.fromEntries(
      analytics.metrics.map(({ id, result }) => [id, 'reason' in result ? result.reason : null]),
    );
    assert.deepEqual(reasons, {
      totalReturn: null,
      cagr: 'needs 20 days of values, has 7',
      volatility: 'needs 20 days of values, has 7',
      sharpe: 'needs 20 days of values, has 7',
      sortino: 'needs 20 days of values, has 7',
      maxDrawdown: null,
    });
    assert.equal(analytics.correlation, null);
    assert.match(analytics.correlationReason ?? '', /at least two assets/);
    const nothing = analyse({ ...common, points: [], closes: closes('BTC'), assets: held('BTC', 'ETH') });
    assert.ok(nothing.metrics.every(({ result }) => 'reason' in result));
    assert.match(nothing.correlationReason ?? '', /there is one: ETH no daily closes/);
  });
});
