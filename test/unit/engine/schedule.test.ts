import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSchedule } from '../../../src/engine/schedule.ts';
import { createAbort } from '../../../src/process/createAbort.ts';
import { manualClock, settle } from '../../support/fakeEngine.ts';

function setUp(intervalMs: number | null = null) {
  const clock = manualClock();
  const runs: { readonly finish: () => void; readonly aborted: () => boolean }[] = [];
  const errors: unknown[] = [];
  let fail: Error | null = null;
  const schedule = createSchedule({
    clock,
    createAbort,
    run: (abort) =>
      new Promise((resolve, reject) => {
        const error = fail;
        runs.push({ finish: () => (error ? reject(error) : resolve()), aborted: () => abort.signal.aborted });
        void abort.aborted.then(resolve);
      }),
    intervalMs: () => intervalMs,
    onError: (error) => errors.push(error),
  });
  return { clock, schedule, runs, errors, failWith: (error: Error | null) => (fail = error) };
}

describe('schedule', () => {
  it('never runs twice at once; many requests during a run make one more', async () => {
    const { schedule, runs } = setUp();
    let done = 0;
    for (let request = 0; request < 5; request += 1) void schedule.request().then(() => (done += 1));
    await settle();
    assert.equal(runs.length, 1);
    runs[0]?.finish();
    await settle();
    assert.equal(runs.length, 2);
    assert.equal(done, 1);
    runs[1]?.finish();
    await settle();
    assert.equal(runs.length, 2);
    assert.equal(done, 5);
  });

  it('plans the next run from the end of the last', async () => {
    const { schedule, runs, clock } = setUp(1000);
    void schedule.request();
    await clock.advance(5000);
    assert.equal(runs.length, 1);
    runs[0]?.finish();
    await clock.advance(999);
    assert.equal(runs.length, 1);
    await clock.advance(1);
    assert.equal(runs.length, 2);
  });

  it('restart stops what runs and runs anew', async () => {
    const { schedule, runs } = setUp();
    void schedule.request();
    void schedule.restart();
    await settle();
    assert.equal(runs[0]?.aborted(), true);
    assert.equal(runs.length, 2);
    assert.equal(runs[1]?.aborted(), false);
  });

  it('goes on after a run that throws', async () => {
    const { schedule, runs, errors, failWith } = setUp();
    failWith(new Error('a bug'));
    const first = schedule.request();
    runs[0]?.finish();
    await first;
    assert.match(String(errors[0]), /a bug/);
    failWith(null);
    const second = schedule.request();
    runs[1]?.finish();
    await second;
    assert.equal(errors.length, 1);
  });

  it('close aborts, waits, and nothing runs after', async () => {
    const { schedule, runs, clock } = setUp(1000);
    void schedule.request();
    const waiting = schedule.request();
    await schedule.close();
    await waiting;
    assert.equal(runs[0]?.aborted(), true);
    await schedule.request();
    await clock.advance(10_000);
    assert.equal(runs.length, 1);
  });
});
