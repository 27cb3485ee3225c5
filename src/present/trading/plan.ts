import type { Finding } from '../../core/model/risk.ts';
import type { Plan, PlannedOrder, PreTradeCheck, RebalanceLeg } from '../../core/model/trading.ts';
import type { TableColumn, TableView } from '../../protocol/panelView.ts';
import type { OrderView, PlanView } from '../../protocol/tradingView.ts';
import { formatCount, formatPrice } from '../format.ts';
import { type Cell, gain, money, percent, quantity, rows, text } from '../panel/cells.ts';
import { limitBar } from '../panel/limits.ts';
import { type Words, wordsFor } from '../panel/words.ts';
import { foreign } from '../redact.ts';
import { capital, sentence } from '../words.ts';
import { orderWords, plainTitles, type TitleOf } from './orderWords.ts';
import type { TradingOptions } from './tradingOptions.ts';

export interface PlanOptions extends TradingOptions {
  /** The user's own setting lets live orders be sent. */
  readonly tradingAllowed: boolean;
  /** From this fraction of a limit on it warns; default 0.8 (RISK-2). */
  readonly warningThreshold?: number;
}

export const tradingOffWords =
  'Live trading is off. Only you can turn it on, in your user settings: “Quantfolio › Trading: Enabled”';

/** A plan to review: what would be sent, what it does to the limits, and whether it can be executed now. */
export function presentPlan(plan: Plan, options: PlanOptions): PlanView {
  const { privacy, now } = options;
  const titleOf = options.titleOf ?? plainTitles;
  const words = wordsFor(plan.baseCurrency, privacy, now, Math.abs(plan.total ?? 0));
  const told = (line: string) => foreign(line, privacy);
  const reason = notReady(plan, options);
  // A book that is where it should be is no failure.
  const refused = isDone(plan) ? null : plan.refused;
  return {
    id: plan.id,
    digest: plan.digest,
    purpose: plan.purpose,
    title: told(plan.title),
    expiresAt: plan.expiresAt,
    legs: plan.purpose === 'rebalance' ? legsTable(plan, words) : null,
    shares: plan.legs.map(({ asset, currentShare, targetShare }) => ({
      asset,
      current: currentShare,
      target: targetShare,
    })),
    orders: plan.orders.map((order) => presentOrder(order, titleOf, words)),
    fee: feeWords(plan, words),
    check: plan.check === null ? null : presentCheck(plan.check, options.warningThreshold ?? 0.8, words),
    refused: refused === null ? null : capital(told(refused)),
    notExecutable: plan.notExecutable.map(({ account, what, reason: why }) =>
      sentence(told(`${account === null ? '' : `${titleOf(account)}: `}${what}: ${why}`)),
    ),
    notes: plan.notes.map((note) => sentence(told(note))),
    ready: reason === null,
    readyReason: reason === null ? null : capital(told(reason)),
    live: isLive(plan),
  };
}

/** Nothing is refused: there is nothing to do. */
export function isDone({ orders, refused }: Plan): boolean {
  return orders.length === 0 && (refused === null || refused === 'no order is needed');
}

export function isLive(plan: Plan): boolean {
  return plan.orders.some((order) => order.live);
}

/** Why a plan cannot be executed as it is, in words; null: it can. */
export function notReady(
  plan: Plan,
  { now, tradingAllowed }: Pick<PlanOptions, 'now' | 'tradingAllowed'>,
): string | null {
  if (isDone(plan)) return 'No order is needed';
  if (plan.refused !== null) return plan.refused;
  if (plan.check === null) return 'The limits could not be checked, so nothing may be sent';
  if (!plan.check.allowed)
    return `The pre-trade check refuses it: ${plan.check.reasons.join('; ') || 'a limit is not known'}`;
  if (plan.expiresAt <= now) return 'Its prices are too old: plan again';
  return isLive(plan) && !tradingAllowed ? tradingOffWords : null;
}

function presentOrder(order: PlannedOrder, titleOf: TitleOf, words: Words): OrderView {
  const { ticket } = order;
  return {
    id: ticket.clientOrderId,
    text: orderWords(ticket, words.privacy, titleOf),
    account: titleOf(ticket.account),
    live: order.live,
    notional: words.money(order.notional),
    price: `${formatPrice(Number(order.price))} ${order.quote}`,
    fee:
      order.fee === null
        ? `not known${order.feeReason === null ? '' : ` (${foreign(order.feeReason, words.privacy)})`}`
        : words.money(order.fee),
    notes: order.notes.map((note) => foreign(note, words.privacy)),
  };
}

function feeWords(plan: Plan, words: Words): string {
  if (plan.fee !== null) return words.money(plan.fee);
  return plan.orders.length === 0 ? words.money(0) : 'not known';
}

function presentCheck(check: PreTradeCheck, threshold: number, words: Words): NonNullable<PlanView['check']> {
  const told = (line: string) => foreign(line, words.privacy);
  const moved = check.after.findings.flatMap((after) => {
    const before = check.before.findings.find((one) => one.limit === after.limit && one.subject === after.subject);
    return before === undefined || !differs(before, after) ? [] : [{ before, after }];
  });
  return {
    state: check.allowed ? 'allowed' : check.after.state === 'UNKNOWN' ? 'unknown' : 'refused',
    text: checkWords(check),
    reasons: check.reasons.map(told),
    warnings: check.warnings.map(told),
    improves: check.improves.map(told),
    bars: moved.map(({ before, after }) => ({
      before: limitBar(before, threshold, words),
      after: limitBar(after, threshold, words),
    })),
  };
}

/** Less than this part of a limit is not seen. */
const seen = 0.0005;

function differs(before: Finding, after: Finding): boolean {
  if (before.state !== after.state) return true;
  if (before.ratio === null || after.ratio === null) return before.value !== after.value;
  return Math.abs(after.ratio - before.ratio) >= seen;
}

/** "Allowed: all 5 limits hold after the orders". */
export function checkWords(check: PreTradeCheck): string {
  const { findings } = check.after;
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  if (!check.allowed) {
    const broken = count('BREACH');
    if (broken === 0) return 'Refused: a limit would not be known after the orders';
    return `Refused: ${formatCount(broken, 'limit')} would be breached after the orders`;
  }
  if (findings.length === 0) return 'Allowed: no limits are set, so there was nothing to check against';
  const broken = count('BREACH') + count('UNKNOWN');
  if (broken > 0)
    return `Allowed: the orders only lessen exposure; ${formatCount(broken, 'limit')} still not kept after them`;
  const near = count('WARNING');
  const all = findings.length === 1 ? 'the limit holds' : `all ${findings.length} limits hold`;
  return `Allowed: ${all} after the orders${near === 0 ? '' : `, ${near} near ${near === 1 ? 'its' : 'their'} limit`}`;
}

const legColumns: readonly TableColumn[] = [
  { id: 'asset', title: 'Asset', align: 'start' },
  { id: 'action', title: 'Action', align: 'start' },
  // The bars above the table have both.
  { id: 'current', title: 'Now', align: 'end', hidden: true },
  { id: 'target', title: 'Target', align: 'end', hidden: true },
  { id: 'drift', title: 'Drift', align: 'end' },
  { id: 'notional', title: 'Amount', align: 'end' },
  { id: 'quantity', title: 'Quantity', align: 'end' },
  { id: 'fee', title: 'Fee', align: 'end' },
  { id: 'note', title: 'Why', align: 'start' },
];

function legsTable(plan: Plan, words: Words): TableView {
  return {
    id: 'legs',
    title: 'Targets',
    columns: legColumns,
    rows: rows(
      plan.legs.map((leg) => ({ id: leg.asset, cells: legCells(leg, words) })),
      words.privacy,
    ),
    empty: 'No targets.',
    incomplete: null,
  };
}

function legCells(leg: RebalanceLeg, words: Words): readonly Cell[] {
  const drift = gain(leg.drift, words);
  return [
    text(leg.asset),
    text(actionWords(leg)),
    percent(leg.currentShare, words),
    percent(leg.targetShare, words),
    // Too much is no gain, too little no loss.
    { ...drift, tone: 'none' },
    leg.side === 'hold' && !leg.cash ? text(null, 'No order') : money(leg.notional, words, undefined),
    leg.quantity === null ? text(null, 'No order of its own') : quantity(leg.quantity, words),
    leg.fee === null
      ? text(null, leg.side === 'hold' || leg.cash ? 'No order' : 'The fee is not known')
      : money(leg.fee, words, undefined),
    text(leg.reason === null ? null : capital(foreign(leg.reason, words.privacy)), 'As the targets say'),
  ];
}

function actionWords(leg: RebalanceLeg): string {
  if (leg.cash) return leg.side === 'hold' ? 'Cash' : leg.side === 'buy' ? 'Cash grows' : 'Cash shrinks';
  return leg.side === 'hold' ? 'Hold' : leg.side === 'buy' ? 'Buy' : 'Sell';
}
