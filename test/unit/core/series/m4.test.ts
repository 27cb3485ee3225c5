import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decimate } from '../../../../src/core/series/m4.ts';

describe('decimate (M4)', () => {
  it('keeps first, last, lowest and highest of every pixel, in order, and nothing else', () => {
    const series = fc
      .array(
        fc.tuple(
          fc.integer({ min: 1, max: 1000 }),
          fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
        ),
        {
          maxLength: 600,
        },
      )
      .map((steps) => {
        let time = 1e12;
        return { at: steps.map(([step]) => (time += step)), value: steps.map(([, value]) => value) };
      });
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 60 }), (curve, px) => {
        const got = decimate(curve, px);
        if (curve.at.length <= 4 * px) return assert.deepEqual(got, curve);
        assert.ok(got.at.length <= 4 * px, `${got.at.length} points in ${px} pixels`);
        const from = curve.at[0] ?? 0;
        const span = (curve.at.at(-1) ?? 0) - from;
        const pixels = new Map<number, number[]>();
        curve.at.forEach((at, index) => {
          const pixel = Math.min(px - 1, Math.floor(((at - from) / span) * px));
          pixels.set(pixel, [...(pixels.get(pixel) ?? []), index]);
        });
        const wanted = new Set<number>();
        for (const indices of pixels.values()) {
          const values = indices.map((index) => curve.value[index] ?? 0);
          const low = values.indexOf(Math.min(...values));
          const high = values.indexOf(Math.max(...values));
          for (const at of [0, low, high, indices.length - 1]) wanted.add(indices[at] ?? -1);
        }
        const kept = [...wanted].sort((a, b) => a - b);
        assert.deepEqual(
          got.at,
          kept.map((index) => curve.at[index]),
        );
        assert.deepEqual(
          got.value,
          kept.map((index) => curve.value[index]),
        );
      }),
    );
  });

  it('decimates 2.6 million points in tens of milliseconds', () => {
    const count = 2_600_000;
    const at = Array.from({ length: count }, (_, index) => 1.6e12 + index * 60_000);
    const value = at.map((_, index) => Math.sin(index / 5000) * 1000 + (index % 97));
    decimate({ at, value }, 800);
    const before = process.cpuUsage();
    const got = decimate({ at, value }, 800);
    const { user, system } = process.cpuUsage(before);
    const spent = (user + system) / 1000;
    console.log(`      2.6 M points: ${spent.toFixed(1)} ms of processor time, ${got.at.length} left`);
    assert.ok(got.at.length <= 3200);
    assert.ok(spent < 150, `${spent} ms`);
  });
});
