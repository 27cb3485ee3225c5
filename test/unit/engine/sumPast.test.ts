import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ValuePoint } from '../../../src/core/model/series.ts';
import { sumPast } from '../../../src/engine/sumPast.ts';

const point = (
  at: number,
  equity: number,
  flow: number | null = 0,
  origin: ValuePoint['origin'] = 'reconstructed',
): ValuePoint => ({
  at,
  equity,
  flow,
  origin,
});

describe('sum of pasts', () => {
  it('adds values and flows day by day', () => {
    const sum = sumPast([
      [point(1, 10, 10), point(2, 12)],
      [point(1, 5, 5), point(2, 6, 2, 'simulated')],
    ]);
    assert.deepEqual(sum, [point(1, 15, 15), point(2, 18, 2, 'simulated')]);
  });
  it('an account that begins later brings its first value as a flow', () => {
    const sum = sumPast([
      [point(1, 10, 10), point(2, 10), point(3, 10)],
      [point(2, 100, 0), point(3, 110)],
    ]);
    assert.deepEqual(
      sum.map(({ equity, flow }) => [equity, flow]),
      [
        [10, 10],
        [110, 100],
        [120, 0],
      ],
    );
  });
  it('an unknown flow stays unknown', () => {
    const sum = sumPast([
      [point(1, 10, 0), point(2, 12, null)],
      [point(1, 5, 0), point(2, 6, 2)],
    ]);
    assert.deepEqual(
      sum.map(({ flow }) => flow),
      [0, null],
    );
  });
  it('a day that one account skipped keeps its last value, and counts its flows once', () => {
    const sum = sumPast([
      [point(1, 10, 0), point(3, 20, 5)],
      [point(1, 1, 0), point(2, 2, 1), point(3, 3, 1)],
    ]);
    assert.deepEqual(
      sum.map(({ equity, flow }) => [equity, flow]),
      [
        [11, 0],
        [12, 1],
        [23, 6],
      ],
    );
  });
  it('nothing makes nothing', () => assert.deepEqual(sumPast([]), []));
});
