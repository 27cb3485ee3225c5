import type { Big } from '../decimal.ts';
import { big, sum, toNumber } from '../decimal.ts';
import type { ValuePoint } from '../model/series.ts';
import type { Change, Gap, Snapshot } from '../model/snapshot.ts';
import { stepReturn } from '../series/stepReturn.ts';
import type { BookInput, LastPoint } from './book.ts';
import type { BookContext } from './bookContext.ts';
import { netFlows } from './netFlows.ts';
import type { ValuedAccount } from './valueAccount.ts';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * VAL-1: change over 24 h, since the month began, and since records began. Against past values net of cash flows where all
 * flows are known and nothing is missing from today's value; else, for 24 h, the price change of what is held now; else null
 * with the reason. A coin that lost its price has not lost its value.
 */
export function changes(
  accounts: readonly ValuedAccount[],
  equity: Big | null,
  gaps: readonly Gap[],
  { past, lastPoint }: Pick<BookInput, 'past' | 'lastPoint'>,
  context: BookContext,
): Pick<Snapshot, 'change24h' | 'monthToDate' | 'allTime'> {
  const since = (index: number) => changeSince(past.slice(index), lastPoint ?? null, accounts, equity, gaps, context);
  const dayAgo = context.at - day;
  const daily = nearest(past, dayAgo, 2 * hour, 2 * hour);
  const fromFlows = daily === null ? none('no value of 24 h ago is recorded') : since(daily);
  const heldNow = fromFlows.basis === null ? heldNowChange(accounts) : fromFlows;
  const monthStart = startOfMonth(context);
  const monthly = nearest(past, monthStart, 36 * hour, 2 * hour);
  const [first] = past;
  const begun = first
    ? `records begin on ${new Date(first.at).toISOString().slice(0, 10)}`
    : 'no past values are recorded yet';
  return {
    change24h: heldNow.basis === null && daily !== null ? fromFlows : heldNow,
    monthToDate: monthly === null ? none(`no value of the month's start is recorded: ${begun}`) : since(monthly),
    allTime: first && first.at < context.at ? since(0) : none(begun),
  };
}

function none(reason: string): Change {
  return { abs: null, pct: null, basis: null, reason };
}

/** Index of the point nearest to `at`, at most `before` earlier or `after` later; null where there is none. */
function nearest(past: readonly ValuePoint[], at: number, before: number, after: number): number | null {
  let best: number | null = null;
  let distance = Number.POSITIVE_INFINITY;
  past.forEach((point, index) => {
    const away = Math.abs(point.at - at);
    if (point.at >= at - before && point.at <= at + after && away < distance) {
      best = index;
      distance = away;
    }
  });
  return best;
}

/** Money made since a past point (value − value then − flows), and the time-weighted return of the same span. */
function changeSince(
  span: readonly ValuePoint[],
  lastPoint: LastPoint | null,
  accounts: readonly ValuedAccount[],
  equity: Big | null,
  gaps: readonly Gap[],
  context: BookContext,
): Change {
  if (equity === null) return none('the total value is not known');
  const hole = gaps.find((gap) => gap.state !== 'stale');
  if (hole) return none(`incomplete: ${hole.reason}`);
  const [start] = span;
  const last = span.at(-1);
  if (!start || !last) return none('no past values are recorded yet');
  let recent = big(-(lastPoint?.left ?? 0));
  for (const { account, known } of accounts) {
    if (lastPoint !== null && !lastPoint.accounts.has(account.id)) {
      recent = recent.plus(known);
      continue;
    }
    const flows = netFlows(account, last.at, context);
    if (!flows.known) return none(flows.reason);
    recent = recent.plus(flows.amount);
  }
  const now = { equity: toNumber(equity), flow: toNumber(recent) };
  let inflow = 0;
  let growth: number | null = 1;
  let previous = start.equity;
  for (const { equity: value, flow } of [...span.slice(1), now]) {
    if (flow === null) return none('cash flows of a part of that time are not known');
    inflow += flow;
    const step = stepReturn(previous, value, flow);
    growth = growth === null || step === null ? null : growth * (1 + step);
    previous = value;
  }
  const abs = now.equity - start.equity - inflow;
  return { abs, pct: growth === null ? null : growth - 1, basis: 'flows', reason: null };
}

/** What the prices of the last 24 h did to what is held now; null as soon as one priced part's price of then is not known. */
function heldNowChange(accounts: readonly ValuedAccount[]): Change {
  const parts = accounts.flatMap(({ holdings, rows }) => [...holdings, ...rows].map(({ view }) => view));
  const priced = parts.filter((part) => part.state !== 'unpriced');
  if (priced.length === 0) return none('nothing is held');
  const unknown = priced.filter((part) => part.change24h.abs === null);
  const [first] = unknown;
  if (first) {
    const others = unknown.length > 1 ? `, nor for ${unknown.length - 1} more` : '';
    return none(`${first.change24h.reason ?? `no price of 24 h ago is known for ${first.asset}`}${others}`);
  }
  const abs = priced.reduce((total, part) => total + (part.change24h.abs ?? 0), 0);
  const before = toNumber(sum(accounts.map((account) => account.known))) - abs;
  return { abs, pct: before > 0 ? abs / before : null, basis: 'heldNow', reason: null };
}

/** First instant of the month of the current day, by the day boundary the settings give. */
function startOfMonth({ at, settings: { dayStart } }: BookContext): number {
  // A boundary off the quarter hours is a rolling day, which has no date: the month is then UTC's.
  const zoned = dayStart % (hour / 4) === 0 && at - dayStart < day + hour;
  // Twelve hours in, every zone's day start falls on its own date in UTC.
  const date = new Date(zoned ? dayStart + 12 * hour : at);
  const midnight = zoned ? dayStart : Math.floor(at / day) * day;
  return midnight - (date.getUTCDate() - 1) * day;
}
