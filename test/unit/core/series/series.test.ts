import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ValuePoint } from '../../../../src/core/model/series.ts';
import { tearSheetOf } from '../../../../src/core/performance/tearSheet.ts';
import { drawdownCurve } from '../../../../src/core/series/drawdown.ts';
import { inferPeriodsPerYear } from '../../../../src/core/series/periodsPerYear.ts';
import { returnsOf } from '../../../../src/core/series/returns.ts';
import { seriesFromFile } from '../../../../src/core/series/seriesFromFile.ts';
import { seriesFromReturns, seriesFromValues } from '../../../../src/core/series/seriesFromValues.ts';
import { day } from '../../../support/book.ts';
import { sharedAbsent, sharedText } from '../../../support/shared.ts';

const start = Date.UTC(2026, 0, 1);
const point = (days: number, equity: number, flow: number | null = 0): ValuePoint => ({
  at: start + days * day,
  equity,
  flow,
  origin: 'recorded',
});
const returns = (points: readonly ValuePoint[]) => {
  const found = returnsOf(points, { riskFree: 0, name: 'binance-main' });
  assert.ok(found.ok, 'reason' in found ? found.reason : '');
  return found.value.returns;
};
const near = (a: number | undefined, b: number) =>
  assert.ok(Math.abs((a ?? Number.NaN) - b) < 1e-12, `${a} is not ${b}`);

describe('returnsOf', () => {
  it('simple returns, an inflow from the start of its day, an outflow until its end', () => {
    const [gain, inflow, outflow] = returns([point(0, 100), point(1, 110), point(2, 231, 110), point(3, 130, -101)]);
    near(gain, 0.1);
    near(inflow, 231 / 220 - 1);
    near(outflow, 231 / 231 - 1);
  });

  it('agrees with the published time-weighted daily returns (inflow at start, outflow at end of day)', () => {
    const text = sharedText('vectors/vectors.json');
    if (text === null) {
      console.log(`      ${sharedAbsent}`);
      return;
    }
    const { cases } = JSON.parse(text) as {
      cases: {
        metric: string;
        inputs: { days: { date: string; end_value: number; inflow: number; outflow: number }[] };
        expected: number[];
      }[];
    };
    const found = cases.filter((each) => each.metric === 'twr_daily_returns');
    assert.ok(found.length > 0);
    for (const { inputs, expected } of found) {
      const points = inputs.days.map(
        (each): ValuePoint => ({
          at: Date.parse(each.date),
          equity: each.end_value,
          flow: each.inflow - each.outflow,
          origin: 'recorded',
        }),
      );
      const funded = { at: (points[0]?.at ?? 0) - day, equity: 0, flow: 0, origin: 'recorded' } as const;
      const got = returns([funded, ...points]);
      assert.equal(got.length, expected.length);
      got.forEach((value, index) => {
        assert.ok(Math.abs(value - (expected[index] ?? Number.NaN)) < 1e-9, `day ${index}: ${value}`);
      });
    }
  });

  it('a flow that is not known makes the returns unknowable, with the name of the account', () => {
    const found = returnsOf([point(0, 100), point(1, 110, null), point(2, 120)], { riskFree: 0, name: 'binance-main' });
    assert.deepEqual(found, { ok: false, reason: 'cash flows of binance-main are not known' });
    assert.equal(
      returnsOf([point(0, 100, null), point(1, 110)], { riskFree: 0 }).ok,
      true,
      "the baseline's own flow does not matter",
    );
  });

  it('too few values, and no capital, are reasons', () => {
    assert.equal(returnsOf([], { riskFree: 0 }).ok, false);
    assert.equal(returnsOf([point(0, 1)], { riskFree: 0 }).ok, false);
    assert.equal(returnsOf([point(0, 0), point(1, 10)], { riskFree: 0 }).ok, false);
  });

  it('takes the last value of a day and all of its flows; midnight closes the day before', () => {
    const minutes = [
      point(0, 100),
      point(0.5, 150, 50),
      point(0.9, 160),
      point(1, 165),
      point(1.5, 170),
      point(2, 181.5),
    ];
    const got = returns(minutes);
    assert.equal(got.length, 2);
    near(got[0], 165 / 150 - 1);
    near(got[1], 0.1);
  });

  it('money that comes in and goes out on one day earns while it is there; on its way between accounts it does not', () => {
    // 1,000 beside 100 for a few hours, in which everything rose by a tenth.
    near(
      returns([point(0, 100), point(0.2, 1100, 1000), point(0.5, 1210), point(0.6, 210, -1000), point(0.9, 210)])[0],
      0.1,
    );
    // Half of the book leaves one account, and arrives at the other an hour later.
    near(returns([point(0, 1000), point(0.2, 500, -500), point(0.3, 1000, 500), point(0.9, 1010)])[0], 0.01);
    // A deposit in the middle of the day earns from then on: a loss of half before it is one of half.
    near(returns([point(0, 100), point(0.2, 50), point(0.4, 100, 50), point(0.9, 100)])[0], -0.5);
    // A withdrawal with a date but no time, which the value shows hours later: no profit, and no loss.
    near(returns([point(0, 1000), point(0.01, 1000, -400), point(0.5, 600), point(0.9, 606)])[0], 0.006);
    near(returns([point(0, 1000), point(0.3, 1400), point(0.5, 1400, 400), point(0.9, 1400)])[0], 0);
    // The book dips to nothing meanwhile.
    near(returns([point(0, 1000), point(0.2, 0, -1000), point(0.3, 1000, 1000), point(0.9, 1010)])[0], 0.01);
  });

  it('days on which nothing was there are no periods, and end no record', () => {
    const got = returns([point(0, 100), point(1, 0, -110), point(2, 0), point(3, 0), point(4, 50, 50), point(5, 55)]);
    assert.deepEqual(
      got.map((each) => Number(each.toFixed(9))),
      [0.1, 0, 0.1],
    );
    assert.equal(returnsOf([point(0, 0), point(1, 0), point(2, 0)], { riskFree: 0 }).ok, false);
    assert.equal(returnsOf([point(0, 100), point(1, -40, -140), point(2, -40)], { riskFree: 0 }).ok, false);
  });

  it('deposits never profit: any flows leave the time-weighted return as it is', () => {
    const factor = fc.double({ min: 0.8, max: 1.25, noNaN: true });
    const deposit = fc.double({ min: 0, max: 5000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, deposit, fc.boolean()), { minLength: 1, maxLength: 60 }), (steps) => {
        let value = 10_000;
        const points = [point(0, value)];
        steps.forEach(([growth, amount, comesIn], index) => {
          const grown = comesIn ? (value + amount) * growth : value * growth;
          // What goes out is never more than half of what there is.
          const flow = comesIn ? amount : -Math.min(amount, grown / 2);
          value = comesIn ? grown : grown + flow;
          points.push(point(index + 1, value, flow));
        });
        const got = returns(points);
        return got.every((each, index) => Math.abs(each - ((steps[index]?.[0] ?? 0) - 1)) < 1e-9);
      }),
    );
  });
});

describe('periods per year', () => {
  const every = (days: number, count: number) =>
    Array.from({ length: count }, (_, index) => start + index * days * day);
  it('are told from the dates', () => {
    assert.equal(inferPeriodsPerYear(every(1, 30)), 365);
    const business = every(1, 60).filter((at) => ![0, 6].includes(new Date(at).getUTCDay()));
    assert.equal(inferPeriodsPerYear(business), 252);
    assert.equal(inferPeriodsPerYear(every(7, 20)), 52);
    assert.equal(inferPeriodsPerYear(Array.from({ length: 14 }, (_, month) => Date.UTC(2025, month + 1, 0))), 12);
    assert.equal(inferPeriodsPerYear(Array.from({ length: 9 }, (_, quarter) => Date.UTC(2024, 3 * quarter + 3, 0))), 4);
    assert.equal(inferPeriodsPerYear(every(365, 5)), 1);
    assert.equal(inferPeriodsPerYear(every(1 / 24, 24 * 20)), 8760);
    const session = every(1, 60).flatMap((at) =>
      [0, 6].includes(new Date(at).getUTCDay())
        ? []
        : [14, 15, 16, 17, 18, 19, 20].map((hour) => at + (hour / 24) * day),
    );
    assert.equal(inferPeriodsPerYear(session), 7 * 252);
  });
  it('business days are told from returns that begin on a Monday, and where they close on Saturday in UTC', () => {
    const monday = Date.UTC(2024, 0, 1);
    const business = Array.from({ length: 60 }, (_, index) => monday + (Math.floor(index / 5) * 7 + (index % 5)) * day);
    const built = seriesFromReturns(business.map((at) => ({ at, value: 0.01 })));
    assert.equal(built.ok && built.value.perYear, 252);
    assert.equal(inferPeriodsPerYear(business.map((at) => at + 1.2 * day)), 252);
    assert.equal(inferPeriodsPerYear(Array.from({ length: 60 }, (_, index) => monday + index * day)), 365);
  });

  it('a deposit beside a file’s values is no return, and what it earned on counts', () => {
    const values = [
      { at: start, value: 100, flow: 100 },
      { at: start + day, value: 150, flow: 50 },
      { at: start + 2 * day, value: 120, flow: -30 },
      { at: start + 3 * day, value: 132 },
    ];
    const built = seriesFromValues(values);
    assert.ok(built.ok);
    assert.deepEqual(
      built.value.returns.map((value) => Number(value.toFixed(12))),
      [0, 0, 0.1],
    );
    const file = { state: 'series', kind: 'equity', column: 'e', measure: 'level', realized: null, notes: [] } as const;
    const of = seriesFromFile({
      ...file,
      at: values.map(({ at }) => at),
      values: [100, 150, 120, 132],
      flows: [100, 50, -30, 0],
    });
    assert.ok(of.ok);
    assert.deepEqual(of.value.money, { profit: 12, invested: 150 });
  });

  it('a million periods break no metric', function () {
    this.timeout(30_000);
    const minutes = Array.from({ length: 1_000_000 }, (_, index) => ({
      at: start + index * 60_000,
      value: 100 + Math.sin(index / 500),
    }));
    const built = seriesFromValues(minutes);
    assert.ok(built.ok);
    const { metrics: told } = tearSheetOf({ series: built, benchmarks: [] });
    assert.ok(told.every(({ result }) => 'reason' in result || Number.isFinite(result.value)));
    const points = minutes.map(({ at, value }): ValuePoint => ({ at, equity: value, flow: 0, origin: 'recorded' }));
    assert.equal(drawdownCurve(points).value.length, 1_000_000);
  });

  it('a hole in the dates, and the part of a day a book begins with, mislead nobody', () => {
    assert.equal(inferPeriodsPerYear([0, 3, 19].map((days) => start + days * day)), 365);
    assert.equal(inferPeriodsPerYear([0, 0.4].map((days) => start + days * day)), 365);
    assert.equal(inferPeriodsPerYear([0, 0.4, 1.4, 2.4].map((days) => start + days * day)), 365);
  });
});

describe('drawdownCurve', () => {
  it('is the distance from the peak of the compounded index, its starting 1 included', () => {
    const { value } = drawdownCurve([point(0, 100), point(1, 90), point(2, 120), point(3, 60)]);
    [0, -0.1, 0, -0.5].forEach((expected, index) => {
      near(value[index], expected);
    });
  });

  it('a deposit is no recovery, a withdrawal no fall', () => {
    const { value } = drawdownCurve([point(0, 100), point(1, 50), point(2, 150, 100), point(3, 75, -75)]);
    [0, -0.5, -0.5, -0.5].forEach((expected, index) => {
      near(value[index], expected);
    });
  });

  it('begins anew where a flow is not known, and says where', () => {
    const curve = drawdownCurve([point(0, 100), point(1, 50), point(2, 150, null), point(3, 75)]);
    assert.deepEqual(curve.value, [0, -0.5, 0, -0.5]);
    assert.deepEqual(curve.restarts, [start + 2 * day]);
    assert.equal(curve.at.length, curve.value.length);
    assert.deepEqual(drawdownCurve([]), { at: [], value: [], restarts: [] });
  });
});
