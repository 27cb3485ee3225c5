import type { MetricValue } from '../core/model/analytics.ts';
import type { Subject } from '../core/model/performance.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import { stepReturn } from '../core/series/stepReturn.ts';
import { isOfAccounts, type Strategy } from './strategies.ts';

export interface TodayRequest {
  readonly subject: Subject;
  readonly strategy: Strategy | null;
  readonly snapshot: Snapshot | null;
  /** Values of the subject. */
  readonly points: readonly ValuePoint[];
  readonly dayStart: number;
}

/**
 * VAL-3: of accounts, the sum of their income today over the sum of what they were worth when the day began, known only where
 * each account's is; of holdings, the time-weighted return since the last value before the day began.
 */
export function todayReturn({ subject, strategy, snapshot, points, dayStart }: TodayRequest): MetricValue {
  if (snapshot === null) return { reason: 'the book was not read yet' };
  if (subject.kind === 'portfolio') return ofAccounts(snapshot, null);
  if (subject.kind === 'account') return ofAccounts(snapshot, new Set([subject.id ?? '']));
  if (strategy !== null && isOfAccounts(strategy)) return ofAccounts(snapshot, strategy.accounts);
  const baseline = points.findLastIndex(({ at }) => at <= dayStart);
  if (baseline < 0) return { reason: 'no value of it is recorded before today' };
  let growth = 1;
  let before = points[baseline];
  for (const point of points.slice(baseline + 1)) {
    const step = point.flow === null ? null : stepReturn(before?.equity ?? 0, point.equity, point.flow);
    if (step === null) return { reason: 'it was not held when the day began' };
    growth *= 1 + step;
    before = point;
  }
  return { value: growth - 1 };
}

function ofAccounts(snapshot: Snapshot, only: ReadonlySet<string> | null): MetricValue {
  let income = 0;
  let start = 0;
  const views = snapshot.accounts.filter(({ id }) => only === null || only.has(id));
  if (views.length === 0) return { reason: 'it has no account' };
  for (const { title, card } of views) {
    if (card.todayIncome === null) {
      return { reason: `${title}: ${card.missing['todayIncome'] ?? card.missing['todayReturnPct'] ?? 'not known'}` };
    }
    if (card.dayStart === undefined) {
      return {
        reason: `${title}: ${card.missing['todayReturnPct'] ?? 'its value at the start of the day is not known'}`,
      };
    }
    income += card.todayIncome;
    start += card.dayStart;
  }
  return start > 0 ? { value: income / start } : { reason: 'its value at the start of the day was not above zero' };
}
