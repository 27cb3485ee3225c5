import { AsyncLocalStorage } from 'node:async_hooks';
import type { Permit } from '../../core/ports.ts';

/** One answer of the exchange, parsed, before ccxt made something of it. */
export interface Answer {
  readonly endpoint: string;
  readonly status: number;
  readonly body: unknown;
}

/** Leave to send one request that creates or cancels an order. */
export interface OrderWrite {
  readonly kind: 'create' | 'cancel';
  readonly permit: Permit;
  /** What the request has to carry: the client order id of what is created, the order's own id of what is cancelled. */
  readonly names: string;
  /** It left the process: there is no second one, and whether it was carried out is the exchange's to say. */
  sent: boolean;
}

/**
 * What one call of a unified ccxt method did on the wire. ccxt gives no per-call context, so it travels beside the call:
 * the signal that aborts it, the requests it made (without signature and time) and the answers it got.
 */
export interface Operation {
  readonly signal: AbortSignal;
  readonly requests: string[];
  readonly answers: Answer[];
  /** Can wait for every other request to the same exchange (the ledger, never a balance); `last`: for those that can wait, too. */
  readonly background: boolean | 'last';
  /** Set by the read-only gate for the one request it let through. */
  readonly admitted: string | null;
  /** What the operation may write; null: it only reads. */
  readonly write: OrderWrite | null;
  /** Set by the gate where the admitted request is that write. */
  readonly writes: boolean;
}

const running = new AsyncLocalStorage<Operation>();

export function newOperation(
  signal: AbortSignal,
  background: boolean | 'last' = false,
  write: OrderWrite | null = null,
): Operation {
  return { signal, requests: [], answers: [], background, admitted: null, write, writes: false };
}

export function currentOperation(): Operation | undefined {
  return running.getStore();
}

export function runOperation<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
  return running.run(operation, work);
}
