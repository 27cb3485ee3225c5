import type { Plan, PlannedOrder } from '../../core/model/trading.ts';
import { formatAge, formatCount, formatMoney, formatPrice } from '../format.ts';
import { exactQuantity, orderWords, plainTitles, type TitleOf } from './orderWords.ts';
import { checkWords } from './plan.ts';

const longestTitle = 80;

export interface Confirmation {
  readonly message: string;
  readonly detail: string;
  /** The button that sends them. */
  readonly action: string;
}

/**
 * What a person confirms before real money moves: rule 3. Every order is named exactly as it is sent, with all its digits: in
 * privacy the person is asked first whether they may be shown. `placeOf` names the account itself and its exchange: a title is
 * whatever somebody wrote into the configuration.
 */
export function confirmation(
  plan: Plan,
  now: number,
  named: TitleOf = plainTitles,
  placeOf: TitleOf = plainTitles,
): Confirmation {
  const titleOf: TitleOf = (account) => oneLine(named(account));
  const live = plan.orders.filter((order) => order.live);
  const accounts = [...new Set(live.map((order) => titleOf(order.ticket.account)))];
  const count = formatCount(live.length, 'live order');
  const blocks = [
    ...plan.orders.map((order, index) => orderLines(order, index, plan, now, titleOf, placeOf)),
    plan.check === null
      ? 'The limits could not be checked.'
      : [checkWords(plan.check), ...plan.check.warnings].join('\n'),
    `Expected fees: ${plan.fee === null ? 'not known' : formatMoney(plan.fee, plan.baseCurrency)}. At the market, prices may differ from those expected.`,
  ];
  return {
    message: `Send ${count} to ${accounts.join(', ')}? This is real money.`,
    detail: blocks.join('\n\n'),
    action:
      live.length === plan.orders.length
        ? `Send ${formatCount(live.length, 'Order')}`
        : `Send All ${formatCount(plan.orders.length, 'Order')}`,
  };
}

function orderLines(
  order: PlannedOrder,
  index: number,
  plan: Plan,
  now: number,
  titleOf: TitleOf,
  placeOf: TitleOf,
): string {
  const { ticket, quote } = order;
  const fee =
    order.fee === null
      ? `not known${order.feeReason === null ? '' : ` (${order.feeReason})`}`
      : formatMoney(order.fee, plan.baseCurrency);
  return [
    `${index + 1}. ${orderWords(ticket, false, titleOf)}${order.live ? '' : ' (paper)'}`,
    `${ticket.symbol}, ${ticket.type}, quantity ${exactQuantity(ticket.quantity)}${ticket.price === null ? '' : ` at ${exactQuantity(ticket.price)}`}, account ${oneLine(placeOf(ticket.account))}`,
    `Expected price ${formatPrice(Number(order.price))} ${quote} (${order.priceSource}, ${formatAge(now - order.priceAt)} ago), amount ${formatMoney(order.notional, plan.baseCurrency)}, fee ${fee}`,
    ...order.notes,
  ].join('\n');
}

/** Without line breaks, control characters and those that turn the direction of a text: a title must not forge a dialog. */
function oneLine(text: string): string {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return plain.length > longestTitle ? `${plain.slice(0, longestTitle)}…` : plain;
}

/** Said before the orders are shown while amounts are hidden. */
export function hiddenConfirmation(plan: Plan): Confirmation {
  const live = plan.orders.filter((order) => order.live).length;
  return {
    message: `Show the amounts of ${formatCount(live, 'live order')} to confirm?`,
    detail:
      'Amounts are hidden. Orders can be confirmed only when they are seen exactly as they are sent; everything else stays hidden.',
    action: 'Show These Orders',
  };
}
