import type { OrderRecord } from '../../core/model/trading.ts';
import type { Clock, Trading } from '../../core/ports.ts';
import { deadline } from '../deadline.ts';
import type { Abort } from '../engine.ts';
import { withOutcome, withState } from './orderRecords.ts';

const askMs = 15_000;
/** Between the questions; the last one is repeated. */
const pausesMs = [0, 500, 1000, 2000, 4000];
const mostTries = 9;
/** A request that was slow on its way may be booked so long after the order was written down: until then "not there" says nothing. */
const settleMs = 8000;
/** "Not there" counts when it is said again. */
const timesAbsent = 2;

export interface Finding {
  readonly clock: Clock;
  readonly trading: Trading;
  /** `at`: when it was written down to be sent, or last asked for. */
  readonly record: OrderRecord;
  /** Why its answer is missing. */
  readonly why: string;
  readonly abort: Abort;
  /** Ends the questions early. */
  readonly hurry: () => boolean;
  /** Called between the questions. */
  readonly beat?: () => Promise<void>;
}

/**
 * What became of an order whose answer was lost: never sent again. `unknown` where the account cannot tell, `notSent` where it
 * surely does not know the order.
 */
export async function findOrder({ clock, trading, record, why, abort, hurry, beat }: Finding): Promise<OrderRecord> {
  let absent = 0;
  let reason = why;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const pause = pausesMs[Math.min(tries, pausesMs.length - 1)] ?? 0;
    if (pause > 0) await pauseFor(clock, pause);
    // Who could not write that it lives finds out when it writes what became of the order.
    await beat?.().catch(() => undefined);
    const asked = clock.now();
    const found = await deadline(clock, askMs, `Order ${record.ticket.clientOrderId}`, abort, () =>
      trading.find(record.ticket, abort.signal),
    );
    if (found.ok && found.value !== null) return withOutcome(record, found.value);
    // A paper account forgets nothing and nothing is on its way to it.
    if (found.ok && (!trading.live || asked - record.at >= settleMs)) absent += 1;
    if (!found.ok) reason = found.failure.reason;
    if (absent >= (trading.live ? timesAbsent : 1)) {
      return withState(record, 'notSent', clock.now(), `it did not arrive (${why})`);
    }
    if (abort.signal.aborted || (!found.ok && hurry())) break;
  }
  return withState(record, 'unknown', clock.now(), reason);
}

export function pauseFor(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
