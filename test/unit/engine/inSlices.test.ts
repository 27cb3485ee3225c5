import assert from 'node:assert/strict';
import { inSlices } from '../../../src/engine/inSlices.ts';

describe('work in slices', () => {
  it('lets others be served every few milliseconds, and gives what the steps come to', async () => {
    let now = 0;
    const served: number[] = [];
    const clock = {
      now: () => now,
      after: () => ({ close() {} }),
      async letOthers() {
        served.push(now);
        now += 1000;
      },
    };
    const done = await inSlices(
      (function* () {
        for (let step = 0; step < 10; step += 1) {
          now += 4;
          yield;
        }
        return 'done';
      })(),
      clock,
    );
    assert.equal(done, 'done');
    assert.deepEqual(served, [16, 1032]);
  });

  it('fails as its steps fail', async () => {
    const clock = { now: () => 0, after: () => ({ close() {} }) };
    const broken = (function* (): Generator<void, number> {
      yield;
      throw new Error('no sum');
    })();
    await assert.rejects(inSlices(broken, clock), /no sum/);
  });
});
