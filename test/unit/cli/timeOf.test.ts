import assert from 'node:assert/strict';
import { timeOf } from '../../../src/cli/timeOf.ts';

describe('timeOf', () => {
  it('reads days whole, and times in UTC where no zone is named', () => {
    assert.equal(timeOf('2026-01-31', 'start'), Date.UTC(2026, 0, 31));
    assert.equal(timeOf('2026-01-31', 'end'), Date.UTC(2026, 1, 1) - 1);
    assert.equal(timeOf('2026-01-31T08:30', 'start'), Date.UTC(2026, 0, 31, 8, 30));
    assert.equal(timeOf('2026-01-31T08:30:15Z', 'end'), Date.UTC(2026, 0, 31, 8, 30, 15));
    assert.equal(timeOf('2026-01-31T08:30+01:00', 'start'), Date.UTC(2026, 0, 31, 7, 30));
  });

  it('knows no day that is none, and no other shape', () => {
    for (const text of ['2026-02-30', '2026-13-01', '31.01.2026', '2026', 'yesterday', '2026-01-31T25:00', '']) {
      assert.equal(timeOf(text, 'start'), null, text);
    }
  });
});
