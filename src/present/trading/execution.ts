import { assertNever } from '../../core/assertNever.ts';
import type { Execution, OrderRecord, OrderState } from '../../core/model/trading.ts';
import type { Tone } from '../../protocol/panelView.ts';
import type { ExecutionView } from '../../protocol/tradingView.ts';
import { formatCount, formatMoney, formatPrice, hidden } from '../format.ts';
import { foreign } from '../redact.ts';
import { exactQuantity, orderWords, plainTitles, quoteOf } from './orderWords.ts';
import type { TradingOptions } from './tradingOptions.ts';

/** What became of a plan's orders, in words. */
export function presentExecution(execution: Execution, options: TradingOptions): ExecutionView {
  const { privacy } = options;
  const titleOf = options.titleOf ?? plainTitles;
  return {
    plan: execution.plan,
    title: foreign(execution.title, privacy),
    state: execution.state,
    text: executionWords(execution),
    orders: execution.orders.map((record) => ({
      text: orderWords(record.ticket, privacy, titleOf),
      state: stateWords[record.state],
      tone: tones[record.state],
      detail: recordWords(record, privacy),
    })),
    remains: execution.remains.map((line) => foreign(line, privacy)),
  };
}

export const stateWords: Readonly<Record<OrderState, string>> = {
  pending: 'Waiting',
  sending: 'Being sent',
  working: 'Working',
  partlyFilled: 'Partly filled',
  filled: 'Filled',
  cancelled: 'Cancelled',
  rejected: 'Rejected',
  unknown: 'Not known',
  notSent: 'Not sent',
};

const tones: Readonly<Record<OrderState, Tone>> = {
  pending: 'muted',
  sending: 'muted',
  working: 'none',
  partlyFilled: 'warning',
  filled: 'none',
  cancelled: 'warning',
  rejected: 'error',
  unknown: 'error',
  notSent: 'muted',
};

/** "Done: 2 orders filled", "Partly done: 1 of 2 orders filled, 1 not sent". */
export function executionWords({ state, orders }: Pick<Execution, 'state' | 'orders'>): string {
  const counts = countWords(orders);
  switch (state) {
    case 'running':
      return `Running: ${counts}`;
    case 'done':
      return `Done: ${counts}`;
    case 'partly':
      return `Partly done: ${counts}`;
    case 'failed':
      return `Not done: ${counts}`;
    case 'interrupted':
      return `Interrupted: ${counts}`;
    default:
      return assertNever(state);
  }
}

/** "1 of 2 orders filled, 1 not sent". */
function countWords(orders: readonly OrderRecord[]): string {
  const states = (Object.keys(stateWords) as OrderState[])
    .map((state) => ({ state, count: orders.filter((order) => order.state === state).length }))
    .filter(({ count }) => count > 0);
  const [only] = states;
  if (only === undefined) return 'no orders';
  if (states.length === 1) return `${formatCount(orders.length, 'order')} ${stateWords[only.state].toLowerCase()}`;
  return `of ${formatCount(orders.length, 'order')} ${states.map(({ state, count }) => `${count} ${stateWords[state].toLowerCase()}`).join(', ')}`;
}

/** "0.01 at 91,250.00 USD, fee 0.91 USD, profit +$12.30"; the reason where something went otherwise. */
export function recordWords(record: OrderRecord, privacy: boolean): string {
  const quote = quoteOf(record.ticket.symbol);
  const amount = (words: string) => (privacy ? hidden : words);
  const filled =
    record.averagePrice === null
      ? null
      : `${amount(exactQuantity(record.filled))} at ${formatPrice(Number(record.averagePrice))}${quote === '' ? '' : ` ${quote}`}`;
  const fee =
    record.fee === null ? null : `fee ${amount(formatMoney(Number(record.fee), record.feeCurrency ?? quote).trim())}`;
  return [filled, fee, profitWords(record, privacy), record.reason === null ? null : foreign(record.reason, privacy)]
    .filter((part) => part !== null)
    .join(', ');
}

/** What a closing order earned; an opening one realises nothing and says nothing. */
function profitWords({ realizedPnl, ticket, averagePrice }: OrderRecord, privacy: boolean): string | null {
  if (averagePrice === null || realizedPnl === null || Number(realizedPnl) === 0) return null;
  const word = Number(realizedPnl) > 0 ? 'profit' : 'loss';
  if (privacy) return `${word} ${hidden}`;
  return `${word} ${formatMoney(Number(realizedPnl), quoteOf(ticket.symbol), { sign: true })}`;
}
