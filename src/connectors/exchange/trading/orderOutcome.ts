import { big, type Decimal, parseDecimal, sum } from '../../../core/decimal.ts';
import type { OrderOutcome, OrderTicket } from '../../../core/model/trading.ts';
import type { Dict } from '../ccxtExchange.ts';
import { isDict } from '../wellFormed.ts';

const states: Readonly<Record<string, OrderOutcome['state']>> = {
  closed: 'filled',
  canceled: 'cancelled',
  cancelled: 'cancelled',
  canceling: 'working',
  expired: 'cancelled',
  rejected: 'rejected',
};

/** A ccxt order as an outcome. An order that ended with a part filled is `cancelled` with what was filled. */
export function orderOutcome(row: Dict, ticket: OrderTicket, now: number): OrderOutcome {
  const filled = parseDecimal(row['filled']);
  const told = states[String(row['status'])] ?? 'working';
  const complete = filled !== null && big(filled).gte(ticket.quantity);
  const state =
    told === 'working' && complete ? 'filled' : told === 'working' && big(filled ?? 0).gt(0) ? 'partlyFilled' : told;
  const fee = feeOf(row);
  const at = Number(row['lastUpdateTimestamp'] ?? row['lastTradeTimestamp'] ?? row['timestamp']);
  return {
    state,
    orderId: textOf(row['id']),
    // An order that is told to be filled, without how much, is filled as it was sent.
    filled: filled ?? (told === 'filled' ? ticket.quantity : '0'),
    averagePrice: positive(row['average']),
    ...fee,
    at: Number.isFinite(at) && at > 1e12 ? at : now,
    reason: state === 'rejected' ? 'the exchange rejected it' : null,
  };
}

/** Whether nothing more is to be learned of it: it ended, and fills have their price and fee. */
export function isWhole(outcome: OrderOutcome): boolean {
  if (outcome.state === 'working' || outcome.state === 'partlyFilled') return false;
  if (!big(outcome.filled).gt(0)) return outcome.state !== 'filled';
  return outcome.averagePrice !== null && outcome.fee !== null;
}

/** Price and fee out of the order's own trades. */
export function withTrades(outcome: OrderOutcome, trades: readonly Dict[]): OrderOutcome {
  const amounts = trades.map((trade) => parseDecimal(trade['amount']) ?? '0');
  const filled = sum(amounts);
  if (!filled.gt(0) || filled.lt(outcome.filled)) return outcome;
  const cost = sum(trades.map((trade, index) => big(parseDecimal(trade['price']) ?? '0').times(amounts[index] ?? '0')));
  const fee = feeOf({ fees: trades.flatMap((trade) => feesIn(trade)) });
  return {
    ...outcome,
    averagePrice: outcome.averagePrice ?? cost.div(filled).round(16).toString(),
    ...(fee.fee === null ? {} : fee),
  };
}

/** In one currency; fees in several are added up by nobody, so that they are not told as one number. */
function feeOf(row: Dict): { readonly fee: Decimal | null; readonly feeCurrency: string | null } {
  const fees = feesIn(row);
  const currencies = new Set(fees.map(({ currency }) => currency));
  const [currency] = currencies;
  if (fees.length === 0 || currencies.size !== 1 || currency === undefined) return { fee: null, feeCurrency: null };
  return { fee: sum(fees.map(({ cost }) => cost)).toString(), feeCurrency: currency };
}

function feesIn(row: Dict): readonly { readonly cost: Decimal; readonly currency: string }[] {
  const listed = Array.isArray(row['fees']) ? row['fees'] : [];
  return (listed.length > 0 ? listed : [row['fee']]).flatMap((fee: unknown) => {
    if (!isDict(fee)) return [];
    const cost = parseDecimal(fee['cost']);
    const currency = textOf(fee['currency']);
    return cost === null || currency === null ? [] : [{ cost, currency }];
  });
}

function positive(value: unknown): Decimal | null {
  const number = parseDecimal(value);
  return number !== null && big(number).gt(0) ? number : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}
