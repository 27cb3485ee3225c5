import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dietzWeight, modifiedDietz } from '../../../../src/core/performance/modifiedDietz.ts';
import { irr, xirr, xnpv } from '../../../../src/core/performance/moneyWeighted.ts';
import { annualise, timeWeighted } from '../../../../src/core/performance/timeWeighted.ts';

const day = 86_400_000;
const on = (date: string, amount: number) => ({ at: Date.parse(date), amount });

describe('money-weighted return', () => {
  it('the rate of a bank account, whatever went in when', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 1500 }), fc.double({ min: 1, max: 1e5, noNaN: true })), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.double({ min: -0.9, max: 5, noNaN: true }),
        (deposits, rate) => {
          const end = 2000;
          const worth = deposits.reduce((sum, [at, amount]) => sum + amount * (1 + rate) ** ((end - at) / 365), 0);
          const found = xirr([
            ...deposits.map(([at, amount]) => ({ at: at * day, amount: -amount })),
            { at: end * day, amount: worth },
          ]);
          assert.ok('value' in found && !found.several);
          assert.ok(Math.abs(found.value - rate) < 1e-7 * (1 + Math.abs(rate)), `${found.value} is not ${rate}`);
        },
      ),
    );
  });

  it('any rate it gives makes the present value 0', () => {
    const flows = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 3000 }), amount: fc.double({ min: -1e4, max: 1e4, noNaN: true }) }),
      { minLength: 2, maxLength: 12 },
    );
    fc.assert(
      fc.property(flows, (drawn) => {
        const dated = drawn.map(({ at, amount }) => ({ at: at * day, amount }));
        const found = xirr(dated);
        if ('reason' in found || found.value < -0.999) return;
        const size = dated.reduce(
          (sum, { at, amount }) =>
            sum +
            Math.abs(
              xnpv(found.value, [
                { at: Math.min(...dated.map((f) => f.at)), amount: 0 },
                { at, amount },
              ]),
            ),
          0,
        );
        assert.ok(Math.abs(xnpv(found.value, dated)) <= 1e-8 * size + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('says when several rates fit and gives the one nearest 10 %', () => {
    // −100 + 230 − 132 = 0 at 10 % and at 20 %.
    const found = irr([-100, 230, -132]);
    assert.ok('value' in found && found.several && Math.abs(found.value - 0.1) < 1e-12);
  });

  it('has a reason where there is none', () => {
    const reason = (found: ReturnType<typeof xirr>) => ('reason' in found ? found.reason : `${found.value}`);
    assert.equal(reason(xirr([])), 'no money went in or came out');
    assert.match(reason(xirr([on('2024-01-01', -1), on('2025-01-01', -1)])), /no money came out/);
    assert.match(reason(xirr([on('2024-01-01', 1), on('2025-01-01', 1)])), /no money went in/);
    assert.match(reason(xirr([on('2024-01-01', -1), on('2024-01-01', 2)])), /at one time/);
    assert.match(reason(irr([1, -1, 1])), /no rate fits/);
    assert.deepEqual(xirr([on('2024-01-01', -1), on('2025-01-01', 0)]), { value: -1, several: false });
  });
});

describe('money-weighted return of a busy account', () => {
  it('is told in no time: ten years of weekly deposits and withdrawals', () => {
    const flows = Array.from({ length: 520 }, (_, i) => ({ at: i * 7 * day, amount: i % 2 === 0 ? -100 : 90 }));
    const worth = flows.reduce((sum, { at, amount }) => sum - amount * 1.08 ** ((3640 * day - at) / (365 * day)), 0);
    const before = process.cpuUsage();
    const found = xirr([...flows, { at: 3640 * day, amount: worth }]);
    const { user } = process.cpuUsage(before);
    assert.ok('value' in found && Math.abs(found.value - 0.08) < 1e-9);
    assert.ok(user / 1000 < 500, `${user / 1000} ms`);
  });
});

describe('time-weighted return', () => {
  it('does not depend on when money came and went', () => {
    const span = fc.tuple(fc.double({ min: 0.5, max: 2, noNaN: true }), fc.double({ min: -0.9, max: 5, noNaN: true }));
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 30 }), (spans) => {
        let value = 1000;
        const valuations = [{ valueBeforeFlow: value, flow: 0 }];
        let growth = 1;
        for (const [factor, share] of spans) {
          value *= factor;
          growth *= factor;
          // A deposit or a withdrawal of a part of the value.
          valuations.push({ valueBeforeFlow: value, flow: value * share });
          value += value * share;
        }
        const found = timeWeighted(valuations);
        assert.ok('value' in found && Math.abs(found.value + 1 - growth) < 1e-9 * growth);
      }),
    );
  });

  it('has a reason where nothing was there to earn on', () => {
    assert.ok('reason' in timeWeighted([{ valueBeforeFlow: 1, flow: 0 }]));
    const emptied = [
      { valueBeforeFlow: 100, flow: -100 },
      { valueBeforeFlow: 5, flow: 0 },
    ];
    assert.ok('reason' in timeWeighted(emptied));
    assert.ok('reason' in annualise(-1.5, 2));
    assert.ok('reason' in annualise(0.1, 0));
  });
});

describe('modified Dietz', () => {
  it('weighs flows by the days they were there', () => {
    const span = { start: Date.parse('2024-01-01'), end: Date.parse('2024-01-31') };
    assert.equal(dietzWeight(Date.parse('2024-01-16'), span), 0.5);
    assert.equal(dietzWeight(Date.parse('2024-01-16'), span, 'startOfDay'), 16 / 30);
  });
  it('warns of average capital below 0, and has none at 0', () => {
    const short = modifiedDietz(1000, 250, [{ amount: -1200, weight: 0.875 }]);
    assert.ok('value' in short && short.note !== undefined);
    assert.ok('reason' in modifiedDietz(100, 0, [{ amount: -200, weight: 0.5 }]));
  });
});
