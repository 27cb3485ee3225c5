import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allocationOverTime } from '../../../webview/charts/allocationOverTime.ts';
import { before, nearest } from '../../../webview/charts/curve.ts';
import { logTicks, niceTicks, padded } from '../../../webview/charts/niceTicks.ts';
import { asWindow, pan, periodStart, presetStart, zoom } from '../../../webview/charts/range.ts';
import { timeTicks } from '../../../webview/charts/timeTicks.ts';

const day = 86_400_000;

describe('ticks', () => {
  it('are round values inside the range', () => {
    assert.deepEqual(niceTicks(430_000, 1_130_000, 5), [600_000, 800_000, 1_000_000]);
    assert.deepEqual(niceTicks(-0.257, 0, 2), [-0.2, 0]);
    assert.deepEqual(niceTicks(5, 5, 3), [5]);
    assert.deepEqual(niceTicks(1e9, 1e9 + 1.2e-7, 5), [1e9]);
    assert.deepEqual(logTicks(90, 5200, 5), [100, 200, 500, 1000, 2000, 5000]);
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        (min, relative) => {
          // Narrower than what a double can tell apart there is no range.
          const span = relative * Math.max(1, Math.abs(min) * 1e-6);
          const ticks = niceTicks(min, min + span, 5);
          assert.ok(ticks.length <= 12);
          for (const tick of ticks) assert.ok(tick >= min - span * 1e-6 && tick <= min + span * (1 + 1e-6));
        },
      ),
    );
    assert.deepEqual(padded([], 0.1), [0, 1]);
    assert.deepEqual(padded([4, Number.NaN], 0.1), [3.8, 4.2]);
  });

  it('stand on the calendar in UTC', () => {
    const labels = (from: number, to: number, count: number) => timeTicks(from, to, count).map((tick) => tick.label);
    assert.deepEqual(labels(Date.UTC(2023, 10, 20), Date.UTC(2026, 10, 19), 4), ['2024', '2025', '2026']);
    assert.deepEqual(labels(Date.UTC(2025, 10, 19), Date.UTC(2026, 10, 19), 7), [
      '2026',
      'Mar',
      'May',
      'Jul',
      'Sep',
      'Nov',
    ]);
    assert.deepEqual(labels(Date.UTC(2026, 10, 19, 21), Date.UTC(2026, 10, 20, 9), 5), [
      '21:00',
      '20 Nov',
      '03:00',
      '06:00',
      '09:00',
    ]);
    for (const tick of timeTicks(Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 19), 8)) {
      assert.equal(new Date(tick.at).getUTCDay(), 1, 'weeks start on Monday');
    }
    assert.deepEqual(timeTicks(5, 5, 4), []);
  });
});

describe('ranges', () => {
  const extent = { from: 0, to: 100 * day };

  it('count presets back from now, all is all', () => {
    const now = Date.UTC(2026, 10, 19, 21);
    assert.equal(presetStart('1M', now), Date.UTC(2026, 9, 19, 21));
    assert.equal(presetStart('YTD', now), Date.UTC(2026, 0, 1));
    assert.equal(presetStart('All', now), null);
    assert.equal(periodStart('1W', now), now - 7 * day);
    assert.equal(periodStart('MTD', now), Date.UTC(2026, 10, 1));
  });

  it('zoom about a time and pan, never past the extent', () => {
    assert.deepEqual(zoom({ from: 0, to: 100 * day }, 50 * day, 0.5, extent), { from: 25 * day, to: 75 * day });
    assert.deepEqual(pan({ from: 10 * day, to: 20 * day }, -50 * day, extent), { from: 0, to: 10 * day });
    assert.deepEqual(pan({ from: 10 * day, to: 20 * day }, 500 * day, extent), { from: 90 * day, to: 100 * day });
    assert.deepEqual(zoom({ from: 10 * day, to: 20 * day }, 12 * day, 1000, extent), extent);
    assert.deepEqual(asWindow(extent, extent), { from: null, to: null });
  });
});

describe('curves', () => {
  it('find the nearest point', () => {
    assert.deepEqual(
      [0, 12, 16, 99].map((time) => nearest([10, 15, 20], time)),
      [0, 0, 1, 2],
    );
    assert.equal(nearest([], 5), -1);
    assert.deepEqual(
      [0, 10, 12, 16, 99].map((time) => before([10, 15, 20], time)),
      [-1, 0, 0, 1, 2],
    );
  });
});

describe('allocation over time', () => {
  it('stacks parts on the times of all of them, each with its own share to tell', () => {
    const part = (title: string, at: number[], value: number[]) => ({
      id: title,
      title,
      curve: { at, value },
      reason: null,
    });
    const palette = { slices: ['1', '2', '3', '4', '5', '6', 'grey'], muted: 'm' };
    const [pane] = allocationOverTime.plot(
      [
        {
          curve: { at: [], value: [] },
          others: [part('BTC', [1, 3], [0.6, 0.5]), part('Other', [1, 2, 3], [0.4, 0.45, 0.5])],
          extent: null,
          notRecorded: [],
          reason: null,
        },
      ],
      { palette, currency: 'USD', title: '', percent: true, log: false, drawdownLimit: null, chosen: {} } as never,
    );
    assert.deepEqual(
      pane?.lines.map((line) => [line.title, line.colour, line.own?.value]),
      [
        ['BTC', '1', [0.6, 0.6, 0.5]],
        ['Other', 'grey', [0.4, 0.45, 0.5]],
      ],
    );
    assert.deepEqual(pane?.lines[1]?.curve.at, [1, 2, 3]);
    assert.ok(Math.abs((pane?.lines[1]?.curve.value[2] ?? 0) - 1) < 1e-12);
    assert.equal(pane?.axis.min, 0);
  });
});
