import assert from 'node:assert/strict';
import fc from 'fast-check';
import { averageRanks } from '../../../../src/core/correlation/averageRanks.ts';
import { type CorrelationOptions, correlateReturns } from '../../../../src/core/correlation/correlateReturns.ts';
import { ewmaWeights } from '../../../../src/core/correlation/ewmaWeights.ts';
import { pearson } from '../../../../src/core/correlation/pearson.ts';
import { spectralShares } from '../../../../src/core/correlation/spectralShares.ts';
import { sharedAbsent, sharedText } from '../../../support/shared.ts';

const methods: readonly CorrelationOptions[] = [
  { method: 'pearson' },
  { method: 'spearman' },
  { method: 'ewma' },
  { method: 'ewma', weighting: 'recursion', lambda: 0.9 },
];
const value = fc.double({ min: -0.5, max: 0.5, noNaN: true }).map((each) => Math.round(each * 1e6) / 1e6);
const table = (count: { readonly min: number; readonly max: number }, gaps = false) =>
  fc
    .tuple(fc.integer(count), fc.integer({ min: 3, max: 40 }))
    .chain(([columns, rows]) =>
      fc.array(
        fc.array(gaps ? fc.option(value, { freq: 8, nil: Number.NaN }) : value, { minLength: rows, maxLength: rows }),
        {
          minLength: columns,
          maxLength: columns,
        },
      ),
    )
    .map((columns) => columns.map((column) => Float64Array.from(column)));
const at = ({ size, values }: ReturnType<typeof correlateReturns>, i: number, j: number) =>
  values[i * size + j] ?? Number.NaN;
const close = (a: number, b: number, tolerance = 1e-9) =>
  assert.ok(
    Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= tolerance,
    `${a} is not ${b}`,
  );

describe('correlation matrices of returns (RISK-9)', () => {
  for (const options of methods) {
    const name = `${options.method}${options.weighting === undefined ? '' : ' (recursion)'}`;
    it(`${name}: symmetric, in [−1, 1], 1 on the diagonal, gaps or not`, () => {
      fc.assert(
        fc.property(fc.oneof(table({ min: 1, max: 9 }), table({ min: 1, max: 9 }, true)), (columns) => {
          const result = correlateReturns(columns, options);
          for (let i = 0; i < result.size; i++) {
            assert.ok(Number.isNaN(at(result, i, i)) || at(result, i, i) === 1);
            for (let j = 0; j < result.size; j++) {
              assert.ok(Object.is(at(result, i, j), at(result, j, i)));
              assert.ok(Number.isNaN(at(result, i, j)) || Math.abs(at(result, i, j)) <= 1);
            }
          }
        }),
        { numRuns: 150 },
      );
    });

    it(`${name}: positive semi-definite for complete data`, () => {
      fc.assert(
        fc.property(table({ min: 2, max: 9 }), (columns) => {
          const { size, values } = correlateReturns(columns, options);
          fc.pre(!values.some(Number.isNaN));
          const spectrum = spectralShares(values, new Float64Array(size).fill(1));
          assert.ok(spectrum?.eigenvalues.every((each) => each > -1e-9));
        }),
        { numRuns: 150 },
      );
    });

    it(`${name}: unmoved by scale`, () => {
      fc.assert(
        fc.property(table({ min: 2, max: 5 }), fc.double({ min: 0.001, max: 1000, noNaN: true }), (columns, scale) => {
          const plain = correlateReturns(columns, options);
          const scaled = correlateReturns(
            columns.map((column, index) => (index === 0 ? column.map((each) => each * scale) : column)),
            options,
          );
          for (const [index, each] of plain.values.entries()) close(scaled.values[index] ?? 0, each, 1e-7);
        }),
        { numRuns: 100 },
      );
    });
  }

  it('Spearman does not change under a monotone map', () => {
    fc.assert(
      fc.property(table({ min: 2, max: 5 }, true), (columns) => {
        const plain = correlateReturns(columns, { method: 'spearman' });
        const mapped = correlateReturns(
          columns.map((column) => column.map((each) => Math.exp(5 * each) + each)),
          { method: 'spearman' },
        );
        for (const [index, each] of plain.values.entries()) close(mapped.values[index] ?? 0, each);
      }),
    );
  });

  it('agrees pair by pair with the definition, with gaps pairwise complete with the overlap counted', () => {
    fc.assert(
      fc.property(table({ min: 2, max: 6 }, true), (columns) => {
        const result = correlateReturns(columns, { method: 'pearson' });
        columns.forEach((a, i) => {
          columns.forEach((b, j) => {
            const both = [...a.keys()].filter((row) => !Number.isNaN(a[row]) && !Number.isNaN(b[row]));
            assert.equal(result.overlap[i * result.size + j], both.length);
            const rho = pearson(
              both.map((row) => a[row] ?? 0),
              both.map((row) => b[row] ?? 0),
            );
            if (rho !== null && i !== j && !Number.isNaN(at(result, i, j))) close(at(result, i, j), rho, 1e-7);
          });
        });
      }),
      { numRuns: 150 },
    );
  });

  it('one more or fewer row than a tile holds changes nothing', () => {
    for (const count of [1, 2, 3, 4, 5, 7, 8, 9]) {
      const columns = Array.from({ length: count }, (_, i) =>
        Float64Array.from({ length: 600 }, (_, t) => Math.sin((i + 1) * t) + Math.cos(t / (i + 2))),
      );
      const result = correlateReturns(columns, { method: 'pearson' });
      columns.forEach((a, i) => {
        columns.forEach((b, j) => {
          close(at(result, i, j), i === j ? 1 : (pearson([...a], [...b]) ?? 0), 1e-12);
        });
      });
    }
  });

  it('known values: Spearman with ties (R: cor(x, y, method = "spearman")), EWMA by hand', () => {
    assert.deepEqual([...averageRanks(Float64Array.of(10, 20, 20, 5, Number.NaN))], [2, 3.5, 3.5, 1, Number.NaN]);
    const x = Float64Array.of(1, 2, 2, 4, 5);
    const y = Float64Array.of(2, 1, 4, 4, 6);
    // Ranks 1 2.5 2.5 4 5 and 2 1 3.5 3.5 5: 7.25 / 9.5.
    close(at(correlateReturns([x, y], { method: 'spearman' }), 0, 1), 7.25 / 9.5, 1e-12);
    const weights = ewmaWeights(3, 0.5);
    assert.deepEqual([...weights], [1 / 7, 2 / 7, 4 / 7]);
    assert.deepEqual([...ewmaWeights(3, 0.5, 'recursion')], [0.25, 0.25, 0.5]);
    const a = Float64Array.of(0.01, -0.02, 0.03);
    const b = Float64Array.of(0.02, 0.01, 0.01);
    const product = (0.01 * 0.02 - 2 * 0.02 * 0.01 + 4 * 0.03 * 0.01) / 7;
    const squares =
      ((0.01 ** 2 + 2 * 0.02 ** 2 + 4 * 0.03 ** 2) / 7) * ((0.02 ** 2 + 2 * 0.01 ** 2 + 4 * 0.01 ** 2) / 7);
    close(at(correlateReturns([a, b], { method: 'ewma', lambda: 0.5 }), 0, 1), product / Math.sqrt(squares), 1e-12);
  });

  it('covariance of a published vector (PyPortfolioOpt), as correlation', function () {
    const text = sharedText('vectors/vectors.json');
    if (text === null) {
      console.log(`      ${sharedAbsent}`);
      this.skip();
    }
    interface Case {
      readonly metric: string;
      readonly inputs: { readonly prices: { readonly rows: readonly (readonly number[])[] } };
      readonly expected: { readonly lower: readonly (readonly number[])[] };
      readonly params: { readonly method: string };
    }
    const { cases } = JSON.parse(text) as { readonly cases: readonly Case[] };
    const found = cases.find((each) => each.metric === 'covariance' && each.params.method === 'sample');
    assert.ok(found);
    const { rows } = found.inputs.prices;
    const columns = [0, 1, 2].map((column) =>
      Float64Array.from(rows.slice(1), (row, index) => (row[column] ?? 0) / (rows[index]?.[column] ?? 1) - 1),
    );
    const result = correlateReturns(columns, { method: 'pearson' });
    const cov = (i: number, j: number) => found.expected.lower[Math.max(i, j)]?.[Math.min(i, j)] ?? Number.NaN;
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      close(at(result, i, j), cov(i, j) / Math.sqrt(cov(i, i) * cov(j, j)), 1e-8);
    }
  });
});
