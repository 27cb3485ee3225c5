import { type Big, big, sum, toNumber } from '../decimal.ts';
import { uncovered } from '../ledger/coverage.ts';
import type { ValuePoint } from '../model/series.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { stepReturn } from '../series/stepReturn.ts';
import type { BookAccount } from '../valuation/book.ts';
import { bookGaps } from './gaps.ts';
import type { Fact } from './limit.ts';
import { rateOf } from './rates.ts';

/**
 * How old the value may be that stands for the start of a period: nobody's editor runs at every midnight, so the last
 * value before it counts, over a long weekend too, but not last month's for this week.
 */
const REACH = 4 * 86_400_000;

export interface EquityInput {
  readonly snapshot: Snapshot;
  readonly accounts: readonly BookAccount[];
  /** The portfolio's past values, ascending. */
  readonly past: readonly ValuePoint[];
}

/** Equity at the start of a period: the last value at or before it. */
export function equityAt(past: readonly ValuePoint[], start: number): Fact {
  const point = pointAt(past, start);
  if (typeof point === 'string') return { known: false, reason: point };
  return { known: true, value: point.equity };
}

/** Equity now − equity at the start − net flows since (a deposit is no profit), base currency. */
export function equityPnl(input: EquityInput, start: number): Fact {
  const point = pointAt(input.past, start);
  if (typeof point === 'string') return { known: false, reason: point };
  const now = equityNow(input.snapshot);
  if (typeof now === 'string') return { known: false, reason: now };
  const flows = flowsSince(input, point.at);
  if (typeof flows === 'string') return { known: false, reason: flows };
  return { known: true, value: toNumber(now.minus(big(point.equity)).minus(flows)) };
}

/**
 * Drawdown from the peak of the flow-neutral index, a fraction ≥ 0: the product of all steps' returns (`stepReturn`), the
 * starting 1 included; the equity now is its last point.
 */
export function drawdownNow(input: EquityInput): Fact {
  const first = input.past.find((point) => point.equity > 0);
  if (!first) return { known: false, reason: 'there is no history yet' };
  const now = equityNow(input.snapshot);
  if (typeof now === 'string') return { known: false, reason: now };
  let before = first;
  let index = 1;
  let peak = 1;
  for (const point of input.past) {
    if (point.at <= first.at) continue;
    if (point.flow === null) return { known: false, reason: flowsUnknown(input) };
    const step = stepReturn(before.equity, point.equity, point.flow);
    if (step === null) return { known: false, reason: 'at some time in the history there was no capital' };
    index *= 1 + step;
    peak = Math.max(peak, index);
    before = point;
  }
  const flows = flowsOfReadings(input, before.at);
  if (typeof flows === 'string') return { known: false, reason: flows };
  const step = stepReturn(before.equity, toNumber(now), toNumber(flows));
  if (step === null) return { known: false, reason: 'there was no capital at the last value of the history' };
  index *= 1 + step;
  return { known: true, value: Math.max(0, 1 - index / Math.max(peak, index)) };
}

function pointAt(past: readonly ValuePoint[], start: number): ValuePoint | string {
  const point = past.findLast(({ at }) => at <= start);
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  if (point && start - point.at <= REACH) return point;
  const first = past[0];
  if (!first) return 'there is no history yet';
  if (!point) return `the history begins on ${day(first.at)}, after the start of the period`;
  return `the last value before the start of the period is of ${day(point.at)}`;
}

function equityNow(snapshot: Snapshot): Big | string {
  const gaps = bookGaps(snapshot);
  if (snapshot.equity === null) return snapshot.equityReason ?? 'the equity is not known';
  return gaps.length > 0 ? gaps.join('; ') : big(snapshot.equity);
}

/** Net flows after `from`: the history's as far as it reaches, then the accounts' own. */
function flowsSince(input: EquityInput, from: number): Big | string {
  let total = big(0);
  let until = from;
  for (const point of input.past) {
    if (point.at <= from) continue;
    if (point.flow === null) return flowsUnknown(input);
    total = total.plus(big(point.flow));
    until = point.at;
  }
  const rest = flowsOfReadings(input, until);
  return typeof rest === 'string' ? rest : total.plus(rest);
}

function flowsOfReadings({ accounts, snapshot }: EquityInput, from: number): Big | string {
  const values: Big[] = [];
  for (const { reading, title } of accounts) {
    if (!reading || snapshot.asOf <= from) continue;
    const gap = uncovered(reading, 'flows', from, title);
    if (gap !== null) return gap;
    for (const flow of reading.flows ?? []) {
      if (flow.at <= from || flow.at > snapshot.asOf) continue;
      const rate = rateOf(snapshot, flow.asset);
      if (!rate) return `${title}: no price of ${flow.asset} for a deposit or withdrawal`;
      values.push(big(flow.quantity).times(rate));
    }
  }
  return sum(values);
}

/** A step of the history without its flow: of whom, where the ledgers tell that. */
function flowsUnknown({ accounts, past }: EquityInput): string {
  const step = past.findIndex((point) => point.flow === null);
  const since = past[step - 1]?.at ?? 0;
  const gaps = accounts.flatMap(({ reading, title }) => (reading && uncovered(reading, 'flows', since, title)) ?? []);
  return gaps[0] ?? 'deposits and withdrawals of the past are not known';
}
