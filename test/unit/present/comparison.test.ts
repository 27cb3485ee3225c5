import assert from 'node:assert/strict';
import { compareChoices, parseCompareDate } from '../../../src/present/compareDate.ts';
import { presentComparison } from '../../../src/present/comparison.ts';
import { comparisonOf } from '../../support/performance.ts';

const now = Date.UTC(2026, 10, 20, 12);
const shown = { privacy: false, now };

describe('a comparison with a date', () => {
  it('tells what changed and what did it, with the reason of every "–"', () => {
    const text = presentComparison('Main | book', comparisonOf(), shown);
    assert.match(text, /^# Main \\\| book: 1 Nov 2026 00:00 UTC and 20 Nov 2026 00:00 UTC\n/);
    assert.match(text, /Value: \$10,000\.00 → \$15,000\.00, \*\*\+\$5,000\.00 \(\+50\.00%\)\*\*/);
    assert.match(
      text,
      /\| Prices \| \+\$700\.00 \|\n\| Exchange rates \| \+\$200\.00 \|\n\| Deposits and withdrawals \| – \|/,
    );
    assert.match(
      text,
      /\| BTC \| 0\.1 → 0\.15 \| 60,000\.00 → 67,000\.00 \| \+\$700\.00 \| \$0\.00 \| – \| \+\$3,350\.00 \| \[1\] \|/,
    );
    assert.match(text, /\| EUR \| 4,000 \| 1\.05 → 1\.10 \|/);
    assert.match(text, /\n\[1\] BTC: deposits of BTC are not known\n/);
    assert.doesNotMatch(text, /−0\.00/);
  });

  it('names accounts only where there are several, the largest effect first', () => {
    const comparison = comparisonOf();
    const [btc, eur] = comparison.rows;
    assert.ok(btc && eur);
    assert.doesNotMatch(presentComparison('B', comparison, shown), /\| Account \|/);
    const text = presentComparison('B', comparisonOf({ rows: [eur, { ...btc, account: 'cold' }] }), shown);
    assert.match(text, /\| Account \| Asset \|/);
    assert.ok(text.indexOf('| cold |') < text.indexOf('| main |'));
  });

  it('keeps shares and prices in privacy, and no amount or quantity', () => {
    const text = presentComparison('B', comparisonOf({ notes: ['fees of $12.50 are in trades'] }), {
      ...shown,
      privacy: true,
    });
    for (const leak of ['$', '10,000', '15,000', '0.15', '4,000', '3,350', '700', '12.5'])
      assert.ok(!text.includes(leak), leak);
    assert.match(text, /\*\*\(\+50\.00%\)\*\*/);
    assert.match(text, /\| Prices \| \+7\.00% \|/);
    assert.match(text, /60,000\.00 → 67,000\.00/);
  });

  it('says why there is nothing to compare with', () => {
    const none = comparisonOf({
      before: null,
      valueBefore: null,
      rows: [],
      reason: 'nothing was recorded before that',
    });
    assert.equal(
      presentComparison('B', none, shown),
      '# B: nothing to compare with\n\nNothing was recorded before that.\n',
    );
  });
});

describe('dates to compare with', () => {
  it('are offered in UTC', () => {
    assert.deepEqual(
      compareChoices(now).map(({ label, at }) => `${label}: ${new Date(at).toISOString()}`),
      [
        'Start of today: 2026-11-20T00:00:00.000Z',
        'Yesterday, at this time: 2026-11-19T12:00:00.000Z',
        'A week ago: 2026-11-13T12:00:00.000Z',
        'Start of this month: 2026-11-01T00:00:00.000Z',
        'Start of this year: 2026-01-01T00:00:00.000Z',
      ],
    );
  });

  it('are read as days or minutes, and refused in words', () => {
    assert.deepEqual(parseCompareDate(' 2026-11-01 ', now), { at: Date.UTC(2026, 10, 1) });
    assert.deepEqual(parseCompareDate('2026-11-01 14:30', now), { at: Date.UTC(2026, 10, 1, 14, 30) });
    for (const text of ['2026-02-30', '2026-13-01', '2026-11-01 24:00', '2026-11-01 10:60']) {
      assert.deepEqual(parseCompareDate(text, now), { reason: 'There is no such date' }, text);
    }
    for (const text of ['', '1.11.2026', 'yesterday', '2026-11-1']) assert.match(reasonOf(text), /^Write a date as/);
    assert.match(reasonOf('2026-11-21'), /in the past/);
  });
});

function reasonOf(text: string): string {
  const parsed = parseCompareDate(text, now);
  return 'reason' in parsed ? parsed.reason : '';
}
