import type { Failure } from '../../core/model/reading.ts';
import { describe, isWrongTime } from './classify.ts';
import type { Client } from './createClient.ts';
import { newOperation, type Operation, runOperation } from './operation.ts';

export interface Asked<T> {
  readonly value: T;
  readonly operation: Operation;
}

interface Asking {
  readonly client: Client;
  /** Name for people. */
  readonly title: string;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  /** Its requests wait for all others. */
  readonly background?: boolean | 'last';
  /** Called before the one more try after the exchange complained about the time of the request. */
  readonly syncTime?: () => Promise<void>;
}

const mostTries = 3;
/** A try that took longer is not repeated: the deadline is over already. */
const quickMs = 4000;

/**
 * One idempotent read through ccxt. Failures that pass by themselves are tried again, with back-off and jitter, while
 * they come quickly; rate limits, bad keys and nonsense are not.
 */
export async function ask<T>(
  asking: Asking,
  work: () => Promise<T>,
): Promise<{ readonly ok: true; readonly value: Asked<T> } | { readonly ok: false; readonly failure: Failure }> {
  const startedAt = Date.now();
  let synced = false;
  for (let tries = 1; ; tries += 1) {
    const operation = newOperation(asking.signal, asking.background);
    try {
      return { ok: true, value: { value: await runOperation(operation, work), operation } };
    } catch (error) {
      const failure = describe(error, asking.title, asking.secrets, asking.client.statusOf(error));
      const passes = failure.kind === 'unavailable' || failure.kind === 'retryable';
      if (!passes || asking.signal.aborted || tries >= mostTries) return { ok: false, failure };
      if (isWrongTime(error) && asking.syncTime !== undefined && !synced) {
        synced = true;
        await asking.syncTime().catch(() => undefined);
        continue;
      }
      if (Date.now() - startedAt > quickMs) return { ok: false, failure };
      await new Promise((resolve) => setTimeout(resolve, 150 * 2 ** tries * (0.5 + Math.random())));
    }
  }
}
