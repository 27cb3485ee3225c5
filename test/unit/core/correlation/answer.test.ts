import assert from 'node:assert/strict';
import fc from 'fast-check';
import { correlationAnswer } from '../../../../src/core/correlation/answer.ts';
import { clusterOrder } from '../../../../src/core/correlation/clusterOrder.ts';
import { correlationClusters } from '../../../../src/core/correlation/correlationFlags.ts';
import { diversificationOf } from '../../../../src/core/correlation/diversification.ts';
import { linkage } from '../../../../src/core/correlation/linkage.ts';
import { spectralShares } from '../../../../src/core/correlation/spectralShares.ts';
import type { DailyCloses } from '../../../../src/core/model/quote.ts';
import { day, dayStart } from '../../../support/book.ts';

const identity = (size: number) =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
const names = (size: number) => Array.from({ length: size }, (_, index) => `A${index}`);
const value = (metric: { readonly value: number } | { readonly reason: string }) =>
  'value' in metric ? metric.value : assert.fail(metric.reason);
const near = (a: number, b: number, tolerance = 1e-9) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

describe('diversification (RISK-9)', () => {
  it('n equal uncorrelated parts: ratio √n, n bets, HHI 1/n', () => {
    for (const size of [1, 2, 5, 10]) {
      const weights = names(size).map((asset) => ({ asset, weight: 0.8 / size }));
      const told = diversificationOf(weights, {
        assets: names(size),
        rows: identity(size),
        deviations: new Array(size).fill(0.02),
      });
      near(value(told.ratio), Math.sqrt(size));
      near(value(told.effectiveBets), size);
      near(value(told.hhi), 1 / size);
      near(told.covered ?? 0, 0.8);
    }
  });

  it('two parts by hand: w 0.6/0.4, σ 2 %/1 %, ρ 0.5', () => {
    const rows = [
      [1, 0.5],
      [0.5, 1],
    ];
    const told = diversificationOf(
      [
        { asset: 'A0', weight: 0.6 },
        { asset: 'A1', weight: 0.4 },
      ],
      {
        assets: names(2),
        rows,
        deviations: [0.02, 0.01],
      },
    );
    // w'Σw = 0.36·4e-4 + 0.16·1e-4 + 2·0.24·1e-4; Σ wσ = 0.016.
    near(value(told.ratio), 0.016 / Math.sqrt(1.44e-4 + 0.16e-4 + 0.48e-4));
    // Eigenvalues of [[4, 1], [1, 1]]·1e-4: (5 ± √13)/2.
    const large = (5 + Math.sqrt(13)) / 2;
    const small = (5 - Math.sqrt(13)) / 2;
    const part = (lambda: number) => ((0.6 * 1 + 0.4 * (lambda - 4)) ** 2 / (1 + (lambda - 4) ** 2)) * lambda;
    const p = part(large) / (part(large) + part(small));
    near(value(told.effectiveBets), Math.exp(-p * Math.log(p) - (1 - p) * Math.log(1 - p)), 1e-9);
  });

  it('says why: nothing held, a pair without common days, a hedge that cancels', () => {
    const known = {
      assets: names(2),
      rows: [
        [1, null],
        [null, 1],
      ],
      deviations: [0.01, 0.01],
    };
    assert.ok('reason' in diversificationOf([], known).hhi);
    const unknown = diversificationOf(
      names(2).map((asset) => ({ asset, weight: 0.5 })),
      known,
    );
    assert.deepEqual(unknown.ratio, { reason: 'A0 and A1 have too few days in common' });
    const opposite = {
      ...known,
      rows: [
        [1, 1],
        [1, 1],
      ],
    };
    const hedge = diversificationOf(
      [
        { asset: 'A0', weight: 0.5 },
        { asset: 'A1', weight: -0.5 },
      ],
      opposite,
    );
    assert.match('reason' in hedge.ratio ? hedge.ratio.reason : '', /cancel/);
  });

  it("the spectrum keeps trace and w'Cw, for any symmetric matrix", () => {
    const square = fc
      .integer({ min: 1, max: 12 })
      .chain((size) =>
        fc
          .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size * size, maxLength: size * size })
          .map((cells) => ({ size, cells })),
      );
    fc.assert(
      fc.property(square, ({ size, cells }) => {
        const c = new Float64Array(size * size);
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++) c[i * size + j] = (cells[i * size + j] ?? 0) + (cells[j * size + i] ?? 0);
        const w = Float64Array.from({ length: size }, (_, index) => 1 / (index + 1));
        const spectrum = spectralShares(c, w);
        assert.ok(spectrum);
        const sum = (list: Float64Array) => list.reduce((total, each) => total + each, 0);
        let trace = 0;
        let whole = 0;
        for (let i = 0; i < size; i++) {
          trace += c[i * size + i] ?? 0;
          for (let j = 0; j < size; j++) whole += (w[i] ?? 0) * (w[j] ?? 0) * (c[i * size + j] ?? 0);
        }
        near(sum(spectrum.eigenvalues), trace, 1e-8);
        near(sum(spectrum.shares), whole, 1e-8);
      }),
    );
  });
});

describe('clusters', () => {
  it('groups have every pair ≥ 0.7, are disjoint, and leave no such pair of loners', () => {
    const matrix = fc
      .integer({ min: 2, max: 14 })
      .chain((size) =>
        fc
          .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size * size, maxLength: size * size })
          .map((cells) =>
            Array.from({ length: size }, (_, i) =>
              Array.from({ length: size }, (_, j) =>
                i === j ? 1 : (cells[Math.min(i, j) * size + Math.max(i, j)] ?? 0),
              ),
            ),
          ),
      );
    fc.assert(
      fc.property(matrix, (rows) => {
        const assets = names(rows.length);
        const groups = correlationClusters({ assets, rows });
        const flat = groups.flat();
        assert.equal(new Set(flat).size, flat.length);
        const rho = (a: string, b: string) => rows[assets.indexOf(a)]?.[assets.indexOf(b)] ?? 0;
        for (const group of groups) for (const a of group) for (const b of group) assert.ok(rho(a, b) >= 0.7);
        const loners = assets.filter((asset) => !flat.includes(asset));
        for (const a of loners) for (const b of loners) assert.ok(a === b || rho(a, b) < 0.7);
        assert.deepEqual(
          [...clusterOrder(rows)].sort((a, b) => a - b),
          assets.map((_, index) => index),
        );
      }),
    );
  });

  it('linkage agrees with the definition of average linkage', () => {
    const matrix = fc.integer({ min: 2, max: 9 }).chain((size) =>
      fc
        .array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: size * size, maxLength: size * size })
        .map((cells) => {
          const table = new Float64Array(size * size);
          for (let i = 0; i < size; i++)
            for (let j = i + 1; j < size; j++) table[i * size + j] = table[j * size + i] = cells[i * size + j] ?? 0;
          return { size, table };
        }),
    );
    fc.assert(
      fc.property(matrix, ({ size, table }) => {
        const members: number[][] = Array.from({ length: size }, (_, index) => [index]);
        let last = 0;
        for (const { first, second, distance } of linkage(table, size)) {
          const a = members[first] ?? [];
          const b = members[second] ?? [];
          const all = a.flatMap((x) => b.map((y) => table[x * size + y] ?? 0));
          const expected = all.reduce((sum, each) => sum + each, 0) / all.length;
          near(distance, expected, 1e-9);
          assert.ok(distance >= last - 1e-12);
          last = distance;
          members.push([...a, ...b]);
        }
        assert.equal(members.at(-1)?.length, size);
      }),
    );
  });

  it('orders 200 assets in well under a second, and ends with 1,000', () => {
    const rows = (size: number) =>
      Array.from({ length: size }, (_, i) =>
        Array.from({ length: size }, (_, j) =>
          i === j ? 1 : Math.sin(Math.min(i, j) * 12.9898 + Math.max(i, j) * 78.233) * 0.9,
        ),
      );
    for (const [size, limit] of [
      [200, 1000],
      [1000, 10_000],
    ] as const) {
      const table = rows(size);
      const began = performance.now();
      assert.equal(new Set(clusterOrder(table)).size, size);
      assert.ok(performance.now() - began < limit);
    }
  }).timeout(20_000);
});

describe('the answer to a choice of method and window', () => {
  const walk = (asset: string, seed: number, common: number): DailyCloses => {
    let close = 100;
    return {
      asset,
      currency: 'USD',
      source: 'test',
      closes: Array.from({ length: 120 }, (_, index) => {
        close *= 1 + 0.02 * (common * Math.sin(index * 2.1) + (1 - common) * Math.sin(index * seed));
        return { day: dayStart - (119 - index) * day, close };
      }),
    };
  };
  const closes = [walk('ETH', 1.3, 0.95), walk('SOL', 1.7, 0.9), walk('GLD', 0.77, 0)];
  const weights = [
    { asset: 'ETH', weight: 0.4 },
    { asset: 'SOL', weight: 0.3 },
    { asset: 'GLD', weight: 0.1 },
  ];
  const ask = (query: Partial<Parameters<typeof correlationAnswer>[0]['query']>) =>
    correlationAnswer({
      closes,
      weights,
      query: { method: 'pearson', window: 90, assets: null, ...query },
      at: dayStart,
      simulated: false,
    });

  it('flags what moves together, in words', () => {
    for (const method of ['pearson', 'spearman', 'ewma'] as const) {
      const answer = ask({ method });
      assert.equal(answer.matrix?.method, method);
      const [flag] = answer.flags;
      assert.ok(flag && flag.value >= 0.7, method);
      assert.match(flag.words, /^High correlation between (ETH and SOL|SOL and ETH): diversification limited$/);
      assert.deepEqual(
        answer.clusters.map((group) => [...group].sort()),
        [['ETH', 'SOL']],
      );
      near(answer.diversification.covered ?? 0, 0.8);
      assert.ok(value(answer.diversification.ratio) > 1);
    }
    assert.equal(ask({ method: 'ewma' }).matrix?.lambda, 0.94);
    assert.equal(ask({ method: 'pearson' }).matrix?.lambda, undefined);
  });

  it('keeps to the window and the assets that are asked for, or says why there is nothing', () => {
    assert.equal(ask({ window: 30 }).matrix?.overlap[0]?.[1], 30);
    assert.deepEqual([...(ask({ assets: ['ETH', 'GLD'] }).matrix?.assets ?? [])].sort(), ['ETH', 'GLD']);
    assert.equal(ask({ assets: ['ETH'] }).reason, 'correlation needs at least two assets');
    assert.match(ask({ assets: ['ETH', 'NONE'] }).reason ?? '', /NONE no daily closes are known/);
  });
});
