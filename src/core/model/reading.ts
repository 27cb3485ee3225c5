/** What was asked for, or why it could not be had. An expected failure is a value, never an exception. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/**
 * Why something outside failed, in our own classes (the libraries' classes mislead).
 * `credentials` needs the user; `rateLimited` and `retryable` pass by themselves; `unavailable` is down or unreachable;
 * `badResponse` answered nonsense; `refused` is our own refusal (policy, approval, trust, missing key);
 * `config` asks for something that does not exist.
 */
export type FailureKind =
  | 'credentials'
  | 'rateLimited'
  | 'retryable'
  | 'unavailable'
  | 'badResponse'
  | 'refused'
  | 'config';

export interface Failure {
  readonly kind: FailureKind;
  /** What happened, to what, what to do; scrubbed of secrets; ends without a full stop so that it can be embedded. */
  readonly reason: string;
  /** Epoch ms of the next try, where known. */
  readonly retryAt?: number;
  /** The host that waits for the user's approval, where that is why it was refused. */
  readonly host?: string;
}

export function ok<T>(value: T): Reading<T> {
  return { ok: true, value };
}

export function failed<T = never>(kind: FailureKind, reason: string, retryAt?: number): Reading<T> {
  return { ok: false, failure: retryAt === undefined ? { kind, reason } : { kind, reason, retryAt } };
}
