import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dayStart, isTimeZone, monthStart, weekStart } from '../../../src/core/calendar.ts';

const iso = (at: number) => new Date(at).toISOString();
const at = (text: string) => Date.parse(text);

describe('calendar', () => {
  it('begins the day, the week on Monday, and the month at midnight UTC', () => {
    const now = at('2026-03-04T15:30:00.123Z'); // a Wednesday
    assert.equal(iso(dayStart(now, 'UTC')), '2026-03-04T00:00:00.000Z');
    assert.equal(iso(weekStart(now, 'UTC')), '2026-03-02T00:00:00.000Z');
    assert.equal(iso(monthStart(now, 'UTC')), '2026-03-01T00:00:00.000Z');
    assert.equal(iso(weekStart(at('2026-03-01T23:59:59Z'), 'UTC')), '2026-02-23T00:00:00.000Z');
    assert.equal(iso(weekStart(at('2026-03-02T00:00:00Z'), 'UTC')), '2026-03-02T00:00:00.000Z');
    assert.equal(iso(dayStart(at('2026-03-04T00:00:00Z'), 'UTC')), '2026-03-04T00:00:00.000Z');
  });

  it('rolls: the last 24 h, 7 and 30 days', () => {
    const now = at('2026-03-04T15:30:00Z');
    assert.equal(iso(dayStart(now, 'rolling24h')), '2026-03-03T15:30:00.000Z');
    assert.equal(iso(weekStart(now, 'rolling24h')), '2026-02-25T15:30:00.000Z');
    assert.equal(iso(monthStart(now, 'rolling24h')), '2026-02-02T15:30:00.000Z');
  });

  it('keeps to Berlin midnight on the day the clocks go forward (23 h, 29 March 2026)', () => {
    assert.equal(iso(dayStart(at('2026-03-28T23:30:00Z'), 'Europe/Berlin')), '2026-03-28T23:00:00.000Z');
    assert.equal(iso(dayStart(at('2026-03-29T12:00:00Z'), 'Europe/Berlin')), '2026-03-28T23:00:00.000Z');
    assert.equal(iso(dayStart(at('2026-03-29T21:59:59Z'), 'Europe/Berlin')), '2026-03-28T23:00:00.000Z');
    assert.equal(iso(dayStart(at('2026-03-29T22:00:00Z'), 'Europe/Berlin')), '2026-03-29T22:00:00.000Z');
    assert.equal(iso(weekStart(at('2026-03-29T12:00:00Z'), 'Europe/Berlin')), '2026-03-22T23:00:00.000Z');
    assert.equal(iso(monthStart(at('2026-03-31T12:00:00Z'), 'Europe/Berlin')), '2026-02-28T23:00:00.000Z');
  });

  it('keeps to Berlin midnight on the day the clocks go back (25 h, 25 October 2026)', () => {
    assert.equal(iso(dayStart(at('2026-10-25T12:00:00Z'), 'Europe/Berlin')), '2026-10-24T22:00:00.000Z');
    assert.equal(iso(dayStart(at('2026-10-25T22:59:59Z'), 'Europe/Berlin')), '2026-10-24T22:00:00.000Z');
    assert.equal(iso(dayStart(at('2026-10-25T23:00:00Z'), 'Europe/Berlin')), '2026-10-25T23:00:00.000Z');
    assert.equal(iso(monthStart(at('2026-10-25T12:00:00Z'), 'Europe/Berlin')), '2026-09-30T22:00:00.000Z');
  });

  it('begins a day whose midnight is skipped when it really begins, and one that has two at the first', () => {
    // São Paulo 4 November 2018: 00:00 became 01:00. Havana 4 November 2018: 01:00 became 00:00.
    assert.equal(iso(dayStart(at('2018-11-04T12:00:00Z'), 'America/Sao_Paulo')), '2018-11-04T03:00:00.000Z');
    assert.equal(iso(dayStart(at('2018-11-04T12:00:00Z'), 'America/Havana')), '2018-11-04T04:00:00.000Z');
    assert.equal(iso(dayStart(at('2026-03-04T19:00:00Z'), 'Asia/Kathmandu')), '2026-03-04T18:15:00.000Z');
  });

  it('is idempotent, never later than its time, and less than 26 h before it', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia');
    fc.assert(
      fc.property(fc.integer({ min: 1_300_000_000_000, max: 2_000_000_000_000 }), zones, (time, zone) => {
        const start = dayStart(time, zone);
        assert.ok(start <= time && time - start < 26 * 3_600_000);
        assert.equal(dayStart(start, zone), start);
        assert.ok(weekStart(time, zone) <= start && monthStart(time, zone) <= start);
      }),
      { numRuns: 300 },
    );
  });

  it('knows which zones there are', () => {
    assert.equal(isTimeZone('Europe/Berlin'), true);
    assert.equal(isTimeZone('Europe/Berln'), false);
    assert.equal(isTimeZone(''), false);
    assert.throws(() => dayStart(0, 'Nowhere/Here'), RangeError);
  });
});
