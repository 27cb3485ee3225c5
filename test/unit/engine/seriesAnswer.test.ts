import assert from 'node:assert/strict';
import type { ValuePoint } from '../../../src/core/model/series.ts';
import { valueAnswer } from '../../../src/engine/seriesAnswer.ts';

const day = 86_400_000;
const point = (n: number, equity: number, flow: number | null = 0): ValuePoint => ({
  at: n * day,
  equity,
  flow,
  origin: 'recorded',
});
const window = {
  from: null,
  to: null,
  px: 500,
  rebase: true,
} as const;
const values = (points: readonly ValuePoint[], more: Partial<Parameters<typeof valueAnswer>[0]> = {}) => {
  const { curve, reason } = valueAnswer({ ...window, ...more }, points);
  return { value: curve.value.map((value) => Number(value.toFixed(12))), reason };
};

describe('curves for charts (UI-3)', () => {
  it('never shows a deposit or a withdrawal as profit or loss in percent and in privacy', () => {
    const points = [point(1, 1000), point(2, 1100), point(3, 2100, 1000), point(4, 2310), point(5, 310, -2000)];
    assert.deepEqual(values(points), { value: [1, 1.1, 1.1, 1.21, 1.21], reason: null });
    assert.deepEqual(values(points, { rebase: false }).value, [1000, 1100, 2100, 2310, 310]);
  });

  it('begins anew with each window, whose first flow came before it', () => {
    const points = [point(1, 1000), point(2, 2000, 1000), point(3, 2200)];
    assert.deepEqual(values(points, { from: 2 * day }), { value: [1, 1.1], reason: null });
    assert.deepEqual(values([point(1, 1000, null), point(2, 1100)]).reason, null);
  });

  it('says that deposits are in the curve where they are not known', () => {
    const points = [point(1, 1000), point(2, 2000, null), point(3, 2200)];
    assert.deepEqual(values(points), {
      value: [1, 2, 2.2],
      reason: 'deposits and withdrawals are not known, so this curve includes them',
    });
    assert.equal(values(points, { from: 2 * day }).reason, null, 'known inside this window');
    assert.equal(values(points, { rebase: false }).reason, null, 'amounts are amounts');
  });

  it('counts a first deposit into an empty account as no gain, and refuses what cannot be told', () => {
    assert.deepEqual(values([point(1, 0), point(2, 1000, 1000), point(3, 1100)]).value, [1, 1, 1.1]);
    const lost = values([point(1, 1000), point(2, 0), point(3, 50)]);
    assert.deepEqual(lost.value, [1, 0, 0.05]);
    assert.match(lost.reason ?? '', /no money to earn on at 1970-01-03, so this curve includes/);
    const nothing = values([point(1, 0), point(2, 1000, null)]);
    assert.deepEqual(nothing.value, []);
    assert.match(nothing.reason ?? '', /not above zero/);
  });
});
