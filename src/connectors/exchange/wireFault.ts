import type { FailureKind } from '../../core/model/reading.ts';

/** Our own failure on the way to or from an exchange; passes through ccxt untouched because ccxt does not know it. */
export class WireFault extends Error {
  readonly kind: FailureKind;
  readonly retryAt: number | undefined;

  constructor(kind: FailureKind, message: string, retryAt?: number) {
    super(message);
    this.name = 'WireFault';
    this.kind = kind;
    this.retryAt = retryAt;
  }
}
