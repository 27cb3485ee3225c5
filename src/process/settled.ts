import { failed, ok, type Reading } from '../core/model/reading.ts';

/** A question to the window as a reading: refused in its words where it rejects, since nobody is told a rejection here. */
export async function settled<T>(request: Promise<T>): Promise<Reading<T>> {
  try {
    return ok(await request);
  } catch (error) {
    return failed('refused', error instanceof Error ? error.message : String(error));
  }
}
