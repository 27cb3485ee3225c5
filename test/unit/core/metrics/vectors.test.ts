import assert from 'node:assert/strict';
import { sharedAbsent } from '../../../support/shared.ts';
import { type Vector, vectors } from '../../../support/vectors.ts';
import { type Answer, adapters } from './vectorAdapters.ts';

/** All published vectors: those whose metric and convention the product has must agree; the table says which are left out, and why. */

/** Whether `got` is `expected` within the vector's tolerance; "NaN", "Infinity" and null are no numbers to show: a reason is. */
function agrees(got: unknown, expected: unknown, tolerance: Vector['tolerance']): boolean {
  const unknowable = got !== null && typeof got === 'object' && 'reason' in got;
  if (expected === null) return unknowable || got === null;
  if (expected === 'NaN' || expected === 'Infinity' || expected === '-Infinity') return unknowable;
  if (typeof expected === 'number') {
    if (typeof got !== 'number') return false;
    const allowed = Math.max(tolerance.abs ?? 0, (tolerance.rel ?? 0) * Math.abs(expected));
    return Math.abs(got - expected) <= allowed;
  }
  if (Array.isArray(expected)) {
    // A list with an infinite member is refused as a whole.
    if (unknowable) return expected.some((each) => each === 'Infinity' || each === 'NaN');
    return (
      Array.isArray(got) &&
      got.length === expected.length &&
      expected.every((each, i) => agrees(got[i], each, tolerance))
    );
  }
  if (typeof expected === 'object') {
    const record = got as Readonly<Record<string, unknown>>;
    return Object.entries(expected).every(([key, value]) => agrees(record[key], value, tolerance));
  }
  return got === expected;
}

const ordered: Readonly<Record<string, (before: number, after: number) => boolean>> = {
  nondecreasing: (before, after) => after >= before,
  strictly_increasing: (before, after) => after > before,
  strictly_decreasing: (before, after) => after < before,
  'equal_1e-8': (before, after) => Math.abs(before - after) <= 1e-8 * Math.max(1, Math.abs(before)),
};

/** A relation between answers of one metric to several inputs. */
function relation(of: Vector): Answer {
  const holds = ordered[of.relation ?? ''];
  const adapter = adapters[of.of ?? ''];
  assert.ok(holds && adapter && of.sides, of.id);
  const values = of.sides.map(({ inputs }) => {
    const answer = adapter({ ...of, inputs });
    assert.ok('got' in answer && typeof answer.got === 'number', `${of.id}: ${JSON.stringify(answer)}`);
    return answer.got;
  });
  return { got: values.slice(1).every((value, i) => holds(values[i] ?? Number.NaN, value)) };
}

describe('metrics against published vectors', () => {
  if (vectors === null) {
    it(`skipped: ${sharedAbsent}`, () => undefined);
    return;
  }
  const { cases } = vectors;
  const tally = new Map<string, { cases: number; passed: number; elsewhere: number; left: Map<string, number> }>();
  const lineOf = (metric: string) => {
    const line = tally.get(metric) ?? { cases: 0, passed: 0, elsewhere: 0, left: new Map<string, number>() };
    tally.set(metric, line);
    return line;
  };

  for (const metric of new Set(cases.map((each) => each.metric))) {
    it(metric, () => {
      const line = lineOf(metric);
      const wrong: string[] = [];
      for (const of of cases.filter((each) => each.metric === metric)) {
        line.cases += 1;
        const adapter = metric === 'relation' ? relation : adapters[metric];
        assert.ok(adapter, `nobody has said whether ${metric} is offered`);
        const answer = adapter(of);
        if (!('got' in answer)) {
          const why = 'elsewhere' in answer ? `run in ${answer.elsewhere}` : `not offered: ${answer.notOffered}`;
          line.left.set(why, (line.left.get(why) ?? 0) + 1);
          if ('elsewhere' in answer) line.elsewhere += 1;
          continue;
        }
        const right = [of.expected, ...(of.acceptable ?? [])];
        if (right.some((each) => agrees(answer.got, each, of.tolerance))) line.passed += 1;
        else wrong.push(`${of.id}: ${JSON.stringify(answer.got)} is not ${JSON.stringify(of.expected)}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  after(() => {
    const lines = [...tally].map(([metric, { cases: all, passed, left }]) => {
      const rest = [...left].map(([why, count]) => `${count} ${why}`).join('; ');
      return `      ${metric.padEnd(28)} ${String(all).padStart(5)} ${String(passed).padStart(6)}  ${rest}`;
    });
    const sum = (of: (line: { cases: number; passed: number; elsewhere: number }) => number) =>
      [...tally.values()].reduce((total, line) => total + of(line), 0);
    const ran = sum(({ cases: all }) => all);
    const passed = sum((line) => line.passed);
    const elsewhere = sum((line) => line.elsewhere);
    const left = [...tally.values()].flatMap((line) => [...line.left.values()]).reduce((all, each) => all + each, 0);
    console.log(
      [
        `      ${'metric'.padEnd(28)} ${'cases'.padStart(5)} ${'passed'.padStart(6)}  run elsewhere, or not offered and why`,
        ...lines,
        `      ${'all'.padEnd(28)} ${String(ran).padStart(5)} ${String(passed).padStart(6)}  ${elsewhere} run elsewhere, ${left - elsewhere} not offered, ${ran - passed - left} failed`,
      ].join('\n'),
    );
    assert.equal(ran, cases.length);
  });
});
