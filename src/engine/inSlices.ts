import type { Clock } from '../core/ports.ts';

/** Nobody notices that a window waits this long. */
const sliceMs = 15;

/** Long work in steps: whoever asks for something else meanwhile is answered in between. */
export async function inSlices<T>(steps: Generator<unknown, T>, clock: Clock): Promise<T> {
  let began = clock.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (clock.now() - began < sliceMs) continue;
    await clock.letOthers?.();
    began = clock.now();
  }
}
