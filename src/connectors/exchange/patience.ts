import type { Failure, Reading } from '../../core/model/reading.ts';
import { failed } from '../../core/model/reading.ts';

/** The circuit breaker of one account: after repeated failures it is not asked for a while. */
export interface Patience {
  /** The failure to show instead of asking, or null when it may be asked. */
  refusal(now: number): Reading<never> | null;
  succeeded(): void;
  failedWith(failure: Failure, now: number): Failure;
}

const ladder: Readonly<Partial<Record<Failure['kind'], readonly number[]>>> = {
  // Exchanges ban addresses that insist on a wrong key.
  credentials: [0, 60_000, 5 * 60_000, 15 * 60_000],
  unavailable: [0, 0, 15_000, 60_000, 3 * 60_000],
  badResponse: [0, 0, 15_000, 60_000],
  rateLimited: [30_000, 60_000, 3 * 60_000],
};

export function createPatience(): Patience {
  let failures = 0;
  let open: { readonly until: number; readonly failure: Failure } | null = null;
  return {
    refusal(now) {
      if (open === null || now >= open.until) return null;
      return failed(open.failure.kind, open.failure.reason, open.until);
    },
    succeeded() {
      failures = 0;
      open = null;
    },
    failedWith(failure, now) {
      const steps = ladder[failure.kind] ?? [0];
      const wait = steps[Math.min(failures, steps.length - 1)] ?? 0;
      failures += 1;
      const until = Math.max(failure.retryAt ?? 0, wait === 0 ? 0 : now + wait);
      if (until <= now) return failure;
      const told: Failure = { ...failure, retryAt: until };
      open = { until, failure: told };
      return told;
    },
  };
}
