import type { Change, Snapshot } from '../core/model/snapshot.ts';

/**
 * VAL-3 of the whole book: income since the day began by the value then, over all accounts that have an equity. Known only
 * where it is known of each of them.
 */
export function todayOf({ accounts }: Snapshot): Change {
  const valued = accounts.filter((account) => account.card.projected !== null || account.value !== null);
  const none = (reason: string): Change => ({ abs: null, pct: null, basis: null, reason });
  if (valued.length === 0) return none('no account has a known value');
  let income = 0;
  let start: number | null = 0;
  for (const { card, title } of valued) {
    if (card.todayIncome === null) {
      const why = card.missing['todayIncome'] ?? card.missing['todayReturnPct'] ?? 'its income today is not known';
      return none(why.includes(title) ? why : `${title}: ${why}`);
    }
    income += card.todayIncome;
    start = start === null || card.dayStart === undefined ? null : start + card.dayStart;
  }
  const pct = start !== null && start > 0 ? income / start : null;
  const reason = pct === null ? 'its value at the start of the day is not known, or was not above zero' : null;
  return { abs: income, pct, basis: 'flows', reason };
}
