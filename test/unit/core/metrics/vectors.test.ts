import assert from 'node:assert/strict';
import { metrics } from '../../../../src/core/metrics/index.ts';
import { deviation } from '../../../../src/core/metrics/statistics.ts';
import { sharedAbsent, sharedText } from '../../../support/shared.ts';

/** Published vectors of the first metrics, in our conventions: every one that has them is run. */
interface Series {
  readonly values?: readonly (number | null)[];
  readonly $series?: string;
  readonly $column?: readonly [string, string];
  readonly rows?: readonly [number, number];
}
interface Vector {
  readonly id: string;
  readonly metric: string;
  readonly inputs: {
    readonly returns?: Series;
    readonly prices?: Series;
    readonly risk_free?: number | Series;
    readonly mar?: number | Series;
    readonly values?: readonly number[];
  };
  readonly params: Readonly<Record<string, unknown>>;
  readonly expected: number | string;
  readonly tolerance: { readonly abs?: number; readonly rel?: number };
}
interface Source {
  readonly csv: string;
  readonly column: string;
  readonly kind: 'returns' | 'prices';
}

const ids: Readonly<Record<string, string>> = {
  total_return: 'totalReturn',
  cagr: 'cagr',
  volatility: 'volatility',
  sharpe: 'sharpe',
  sortino: 'sortino',
  max_drawdown: 'maxDrawdown',
};

/** Conventions that are not ours, by what the vector says of itself. */
function foreign({ metric, params, inputs }: Vector): string | null {
  if (params['ddof'] === 0) return 'n in the deviation';
  if (params['compounded'] === false) return 'drawdown of a sum';
  if (params['starting_value'] !== undefined && params['starting_value'] !== 0) return 'a value, no return';
  if (metric === 'cagr' && inputs.returns?.values?.includes(null)) return 'a missing value counts as a period';
  return null;
}

function column(csv: string, name: string): readonly (number | null)[] {
  const [head = '', ...lines] = (sharedText(`series/${csv}`) ?? '').trim().split('\n');
  const index = head
    .split(',')
    .map((cell) => cell.replaceAll('"', '').trim())
    .indexOf(name);
  assert.ok(index >= 0, `${csv} has no column ${name}`);
  return lines.map((line) => {
    const cell = (line.split(',')[index] ?? '').trim();
    return cell === '' ? null : Number(cell);
  });
}

const toReturns = (prices: readonly (number | null)[]) => {
  const known = prices.filter((price) => price !== null);
  return known.slice(1).map((price, index) => price / (known[index] ?? Number.NaN) - 1);
};

describe('metrics against published vectors', () => {
  const text = sharedText('vectors/vectors.json');
  if (text === null) {
    it(`skipped: ${sharedAbsent}`, () => undefined);
    return;
  }
  const { cases, series } = JSON.parse(text) as { cases: Vector[]; series: Record<string, Source> };

  const read = (input: Series): readonly (number | null)[] => {
    if (input.values) return input.values;
    if (input.$series) {
      const source = series[input.$series];
      assert.ok(source);
      const values = column(source.csv, source.column);
      return source.kind === 'prices' ? toReturns(values) : values;
    }
    assert.ok(input.$column);
    const rows = input.rows ?? [0, Number.POSITIVE_INFINITY];
    return column(...input.$column).slice(...rows);
  };

  const ours = cases.filter((each) => each.metric in ids);
  const run = ours.filter((each) => foreign(each) === null);
  for (const each of run) {
    it(`${each.metric} ${each.id}`, () => {
      const { inputs, params, expected, tolerance } = each;
      const perYear = Number(params['periods_per_year'] ?? 252);
      const raw = inputs.prices ? toReturns(read(inputs.prices)) : read(inputs.returns ?? { values: [] });
      const target = inputs.risk_free ?? inputs.mar ?? 0;
      // A series of risk-free returns is taken off the returns; a rate per period becomes our annual one.
      const off = typeof target === 'number' ? null : read(target);
      const returns = raw.flatMap((value, index) => {
        if (value === null) return [];
        if (off === null) return [value];
        const less = off[index];
        return less === null || less === undefined ? [] : [value - less];
      });
      const riskFree = typeof target === 'number' ? (1 + target) ** perYear - 1 : 0;
      const metric = metrics.find((candidate) => candidate.id === ids[each.metric]);
      assert.ok(metric);
      const result = metric.compute({ at: returns.map((_, index) => index), returns, start: -1, perYear, riskFree });
      if (typeof expected === 'string') {
        assert.ok('reason' in result, `${expected} is no number to show: a reason is`);
        return;
      }
      assert.ok('value' in result, 'reason' in result ? result.reason : '');
      const allowed = Math.max(tolerance.abs ?? 0, (tolerance.rel ?? 0) * Math.abs(expected));
      assert.ok(Math.abs(result.value - expected) <= allowed, `${result.value} is not ${expected} ± ${allowed}`);
    });
  }

  it('keeps its digits in the deviation of NIST', () => {
    const found = cases.filter((each) => each.metric === 'stdev' && Array.isArray(each.inputs.values));
    assert.ok(found.length > 0);
    for (const { inputs, expected } of found) assert.equal(deviation(inputs.values ?? []), expected);
    // NumAcc4: 10,000,000.2, then 500 pairs of .1 and .3; certified deviation 0.1, to the digits a double leaves.
    const numAcc4 = [10_000_000.2, ...Array.from({ length: 500 }, () => [10_000_000.1, 10_000_000.3]).flat()];
    assert.ok(Math.abs(deviation(numAcc4) - 0.10000000055879356) < 1e-8);
  });

  after(() => {
    const left = ours.filter((each) => foreign(each) !== null);
    console.log(
      `      ${run.length} vectors ran; ${left.length} of other conventions did not: ${left.map(foreign).join(', ')}`,
    );
    assert.ok(run.length >= 50, `${run.length}`);
  });
});
