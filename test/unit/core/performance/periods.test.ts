import assert from 'node:assert/strict';
import type { PeriodId } from '../../../../src/core/model/performance.ts';
import { periodBounds } from '../../../../src/core/performance/periods.ts';

const first = Date.parse('2020-01-01T00:00:00Z');
const from = (id: PeriodId, now: string, zone = 'UTC') =>
  new Date(periodBounds({ id }, Date.parse(now), first, zone).from).toISOString();

describe('periodBounds', () => {
  it('counts back from now, months by the calendar', () => {
    const now = '2026-03-31T10:30:00.000Z';
    assert.equal(from('1D', now), '2026-03-30T10:30:00.000Z');
    assert.equal(from('1W', now), '2026-03-24T10:30:00.000Z');
    assert.equal(from('1M', now), '2026-02-28T10:30:00.000Z');
    assert.equal(from('3M', now), '2025-12-31T10:30:00.000Z');
    assert.equal(from('6M', now), '2025-09-30T10:30:00.000Z');
    assert.equal(from('1Y', now), '2025-03-31T10:30:00.000Z');
    assert.equal(from('all', now), '2020-01-01T00:00:00.000Z');
    assert.equal(from('1Y', '2024-02-29T00:00:00Z'), '2023-02-28T00:00:00.000Z');
  });

  it('MTD and YTD begin with the month and the year of the day boundary', () => {
    assert.equal(from('MTD', '2026-03-31T10:30:00Z'), '2026-03-01T00:00:00.000Z');
    assert.equal(from('YTD', '2026-03-31T10:30:00Z'), '2026-01-01T00:00:00.000Z');
    // 1 January, 01:00 in Berlin, is still the old year in UTC.
    assert.equal(from('YTD', '2026-01-01T00:30:00Z', 'Europe/Berlin'), '2025-12-31T23:00:00.000Z');
    assert.equal(from('YTD', '2026-07-15T00:00:00Z', 'America/New_York'), '2026-01-01T05:00:00.000Z');
    assert.equal(from('YTD', '2026-07-15T00:00:00Z', 'rolling24h'), '2025-07-15T00:00:00.000Z');
    assert.equal(from('MTD', '2026-07-15T00:00:00Z', 'rolling24h'), '2026-06-15T00:00:00.000Z');
  });

  it('nothing begins before the first value or ends after now', () => {
    const now = Date.parse('2026-03-31T00:00:00Z');
    const since = now - 86_400_000 * 10;
    assert.deepEqual(periodBounds({ id: '1Y' }, now, since, 'UTC'), { from: since, to: now });
    assert.deepEqual(periodBounds({ from: 0, to: now + 5 }, now, since, 'UTC'), { from: since, to: now });
    assert.deepEqual(periodBounds({ from: since + 1, to: null }, now, since, 'UTC'), { from: since + 1, to: now });
    assert.deepEqual(periodBounds({ id: 'all' }, now, null, 'UTC'), { from: now, to: now });
    assert.deepEqual(periodBounds({ from: now + 9, to: now + 10 }, now, since, 'UTC'), { from: now, to: now });
  });
});
