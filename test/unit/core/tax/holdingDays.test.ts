import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dayStart } from '../../../../src/core/calendar.ts';
import { createHoldingDays } from '../../../../src/core/tax/holdingDays.ts';

describe('holding days', () => {
  it('count midnights of the zone, not hours', () => {
    const berlin = createHoldingDays('Europe/Berlin');
    assert.equal(berlin(Date.parse('2024-05-01T21:59Z'), Date.parse('2024-05-01T22:01Z')), 1);
    assert.equal(berlin(Date.parse('2024-05-01T22:01Z'), Date.parse('2024-05-02T21:59Z')), 0);
    // Clocks change in between.
    assert.equal(berlin(Date.parse('2024-03-30T12:00Z'), Date.parse('2024-04-01T00:00Z')), 2);
    assert.equal(createHoldingDays('UTC')(Date.parse('2024-02-28'), Date.parse('2025-02-28')), 366);
  });

  it('are those of the calendar, whatever was asked before', () => {
    const time = fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2024, 11, 31) });
    const zones = [
      'Europe/Berlin',
      'America/Santiago',
      'Pacific/Chatham',
      'Asia/Kolkata',
      'Pacific/Apia',
      'UTC',
    ] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.array(fc.tuple(time, time), { minLength: 1, maxLength: 12 }),
        (zone, spans) => {
          const days = createHoldingDays(zone);
          for (const [a, b] of spans) {
            const [from, to] = [Math.min(a, b), Math.max(a, b)];
            assert.equal(days(from, to), Math.round((dayStart(to, zone) - dayStart(from, zone)) / 86_400_000));
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
