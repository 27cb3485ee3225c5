import type { Failure } from '../../../core/model/reading.ts';
import { describe } from '../classify.ts';
import { WireFault } from '../wireFault.ts';

/** Names of ccxt's errors with which an exchange says no to an order that it understood: it was not booked. */
const refusals = new Set([
  'InsufficientFunds',
  'InvalidOrder',
  'OrderNotFillable',
  'OrderImmediatelyFillable',
  'ContractUnavailable',
  'BadRequest',
  'BadSymbol',
  'ArgumentsRequired',
  'MarketClosed',
  'NotSupported',
  'OperationRejected',
  'RestrictedLocation',
  'ManualInteractionNeeded',
]);

/** The exchange stopped before it looked at the order: nothing was booked, and the order itself was not judged. */
const untouched = new Set(['InvalidNonce', 'OnMaintenance']);

/** Words with which exchanges say themselves that they do not know what became of it. */
const unsure = /status (is )?unknown|"code":\s*"?-(1000|1001|1006|1007)\b|timed? ?out|deadline|internal error/i;

/** Kraken's codes name the order as what is wrong; ccxt knows only some of them. */
const judged = /"E(Order|Trade|Query):|"EGeneral:Invalid arguments/;

const duplicate = /duplicat|already (exist|in use|used|been used)|not unique|repeat/i;

export type OrderFault =
  /** It has this client order id already: `find` tells what became of it. */
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'failure'; readonly failure: Failure };

interface Fault {
  readonly error: unknown;
  /** HTTP status of the answer that ccxt threw on. */
  readonly status: number | undefined;
  readonly title: string;
  readonly secrets: readonly string[];
  /** Whether the order left the process. */
  readonly sent: boolean;
}

/**
 * What an error on the way of an order means. What did not leave was surely not placed. Of what left, only a clear refusal in
 * the exchange's own words says that it was not booked: everything else (no answer, half an answer, 5xx, nonsense, a code that
 * nobody knows) says nothing, is `unavailable`, and `find` decides.
 */
export function orderFault({ error, status, title, secrets, sent }: Fault): OrderFault {
  const failure = describe(error, title, secrets, status);
  if (!sent) return { kind: 'failure', failure: notSent(failure) };
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof WireFault)
    return { kind: 'failure', failure: error.kind === 'rateLimited' ? failure : unknown(title, failure) };
  if (failure.kind === 'rateLimited') return { kind: 'failure', failure };
  if ((status !== undefined && status >= 500) || unsure.test(message))
    return { kind: 'failure', failure: unknown(title, failure) };
  if (name === 'OrderNotFound' || /unknown order|order (does )?not (exist|found)/i.test(message))
    return { kind: 'notFound' };
  if (name === 'DuplicateOrderId' || ((refusals.has(name) || status === 400) && duplicate.test(message)))
    return { kind: 'duplicate' };
  if (failure.kind === 'credentials') return { kind: 'failure', failure };
  if (untouched.has(name) || failure.kind === 'retryable')
    return { kind: 'failure', failure: { ...failure, kind: 'refused' } };
  // A request that is wrong in itself, in the words of HTTP.
  const clear = refusals.has(name) || status === 400 || status === 422 || judged.test(message);
  if (clear) return { kind: 'rejected', reason: `${title} refused the order (${wordsOf(failure)})` };
  return { kind: 'failure', failure: unknown(title, failure) };
}

function notSent(failure: Failure): Failure {
  const stays = failure.kind === 'credentials' || failure.kind === 'rateLimited' || failure.kind === 'config';
  if (stays) return failure;
  const reason = /nothing was sent|was not sent/.test(failure.reason)
    ? failure.reason
    : `${failure.reason}; nothing was sent`;
  return { ...failure, kind: 'refused', reason };
}

function unknown(title: string, failure: Failure): Failure {
  return {
    kind: 'unavailable',
    reason: `${title} did not say whether the order was placed (${wordsOf(failure)})`,
  };
}

/** What was said, without our own sentence around it. */
function wordsOf({ reason }: Failure): string {
  return /\((.*)\)(: [^()]*)?$/s.exec(reason)?.[1] ?? reason;
}
