import type { LimitUnit } from '../core/model/risk.ts';
import type { AccountView, Change, DataState } from '../core/model/snapshot.ts';
import {
  formatAge,
  formatMoney,
  formatPercent,
  formatQuantity,
  formatRatio,
  hidden,
  missing,
  trend,
} from './format.ts';
import { foreign } from './redact.ts';
import type { ShowOptions } from './treeNode.ts';

/** Parts of a row's description: a gap wider than a space, which trees do not collapse. */
export function joinParts(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\u2002');
}

/** Words as a whole sentence: "unknown exchange" → "Unknown exchange."; a name at the start stays as it is. */
export function sentence(words: string): string {
  const start = capital(words);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** Words as a line of their own: "no order is needed" → "No order is needed"; a name at the start stays as it is. */
export function capital(words: string): string {
  return words.replace(/^[a-z](?=[a-z]*\s)/, (letter) => letter.toUpperCase());
}

/** Money, or dots in privacy; "–" for what is not known (that is no secret). */
export function amount(value: number | null, currency: string, privacy: boolean, sign = false): string {
  if (value === null) return missing;
  return privacy ? hidden : formatMoney(value, currency, { sign });
}

/** What "Copy Value" copies; nothing in privacy, and nothing for what is not known. */
export function copied(value: number | null, currency: string, privacy: boolean): string | null {
  return value === null || privacy ? null : formatMoney(value, currency);
}

/** A quantity, or dots in privacy. */
export function quantityWords(quantity: string, privacy: boolean): string {
  return privacy ? hidden : formatQuantity(quantity);
}

/** "▲ 1.24%", "▼ 0.31%", "0.00%"; empty where the change is not known. */
export function changeWords(change: Change): string {
  if (change.pct === null) return '';
  return [trend(change.pct), formatPercent(Math.abs(change.pct))].filter((part) => part !== '').join(' ');
}

/** "up 1.24 percent", for screen readers. */
export function spokenChange(change: Change): string {
  if (change.pct === null) return '';
  const arrow = trend(change.pct);
  const direction = arrow === '▲' ? 'up' : arrow === '▼' ? 'down' : 'unchanged,';
  return `${direction} ${formatPercent(Math.abs(change.pct))} in 24 hours`;
}

/** "stale 14 min", "next try in 40 s": how old data is and when it is tried again. */
export function staleWords(
  { at, reason, retryAt }: Pick<AccountView, 'at' | 'reason' | 'retryAt'>,
  { now, privacy }: ShowOptions,
): string {
  const age = at === null ? 'stale' : `stale ${formatAge(now - at)}`;
  const next = retryAt !== null && retryAt > now ? `next try in ${formatAge(retryAt - now)}` : null;
  const why = [reason === null ? null : foreign(reason, privacy), next]
    .filter((part) => part !== null && part !== '')
    .join(', ');
  return why === '' ? age : `${age} · ${why}`;
}

/** One word for a data state, for people. */
export const stateWords: Readonly<Record<DataState, string>> = {
  ok: 'live',
  stale: 'stale',
  unpriced: 'unpriced',
  failed: 'not read',
};

/** A limit's number in its unit: "$36,000", "4.2%", "3", "1.34×". Percent limits count 5 as 5 %. */
export function limitNumber(value: number | null, unit: LimitUnit, currency: string, options: ShowOptions): string {
  if (value === null) return missing;
  switch (unit) {
    case 'money':
      if (options.privacy) return hidden;
      return Number.isInteger(value) ? formatMoney(value, currency, { digits: 0 }) : formatMoney(value, currency);
    case 'percent':
      return formatPercent(value / 100, { digits: Number.isInteger(value) ? 0 : 2 });
    case 'count':
      return formatQuantity(value);
    case 'ratio':
      return `${formatRatio(value)}×`;
    default:
      return unit satisfies never;
  }
}
