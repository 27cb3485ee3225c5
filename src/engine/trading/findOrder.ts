import type { OrderRecord } from '../../core/model/trading.ts';
import type { Clock, Trading } from '../../core/ports.ts';
import { deadline } from '../deadline.ts';
import type { Abort } from '../engine.ts';
import { withOutcome, withState } from './orderRecords.ts';

const askMs = 15_000;
/** A request that was slow on its way may arrive after the first question: "not there" counts when it is said again later. */
const pausesMs = [500, 1000, 2000, 4000];

export interface Finding {
  readonly clock: Clock;
  readonly trading: Trading;
  readonly record: OrderRecord;
  /** Why its answer is missing. */
  readonly why: string;
  readonly abort: Abort;
  /** Ends the questions early. */
  readonly hurry: () => boolean;
}

/**
 * What became of an order whose answer was lost: never sent again. `unknown` where the account cannot tell, `notSent` where it
 * surely does not know the order.
 */
export async function findOrder({ clock, trading, record, why, abort, hurry }: Finding): Promise<OrderRecord> {
  let absent = 0;
  let reason = why;
  for (const pause of [0, ...pausesMs]) {
    if (pause > 0) await pauseFor(clock, pause);
    const found = await deadline(clock, askMs, `Order ${record.ticket.clientOrderId}`, abort, () =>
      trading.find(record.ticket, abort.signal),
    );
    if (found.ok && found.value !== null) return withOutcome(record, found.value);
    if (found.ok) absent += 1;
    else reason = found.failure.reason;
    // A paper account forgets nothing and nothing is on its way to it.
    if (absent > 0 && (!trading.live || absent === pausesMs.length)) break;
    if (!found.ok && (hurry() || abort.signal.aborted)) break;
  }
  if (absent > 0 && (!trading.live || absent > 1)) {
    return withState(record, 'notSent', clock.now(), `it did not arrive (${why})`);
  }
  return withState(record, 'unknown', clock.now(), reason);
}

export function pauseFor(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
