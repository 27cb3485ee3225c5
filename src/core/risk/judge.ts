import { type Big, big, toNumber } from '../decimal.ts';
import type { Finding, LimitState } from '../model/risk.ts';
import { amountInWords, usedInWords } from './amounts.ts';
import type { Limit, Measurement } from './limit.ts';

type Rule = Pick<Limit<unknown>, 'id' | 'title' | 'unit' | 'boundary' | 'additive'>;

/** RISK-2: one measurement against its limit, in decimals. `warningThreshold` is a fraction of the limit. */
export function judge(rule: Rule, measured: Measurement, warningThreshold: number, currency: string): Finding {
  const limit = big(measured.threshold);
  const complete = measured.incomplete.length === 0;
  // The known part of a sum can only grow: where it alone is past the limit, so is the whole.
  const floor =
    !complete && rule.additive && measured.known && breaches(rule, measured.known, limit) ? measured.known : null;
  const value = complete ? measured.value : floor;
  const state = stateOf(rule, value, limit, { complete, warningThreshold });
  return {
    limit: rule.id,
    title: rule.title,
    subject: measured.subject,
    unit: rule.unit,
    value: value ? toNumber(value) : null,
    threshold: measured.threshold,
    ratio: value ? ratioOf(rule, value, limit) : null,
    headroom: value && complete ? toNumber(rule.boundary === 'below' ? value.minus(limit) : limit.minus(value)) : null,
    state,
    message: messageOf(rule, measured, { value, state, currency }),
    incomplete: measured.incomplete,
    ageMs: measured.ageMs,
    contributors: measured.contributors,
  };
}

/** Whether `judge` would call it a breach, and nothing else: for those who ask for many books in a row. */
export function isBreach(rule: Rule, measured: Measurement): boolean {
  const { value, known, incomplete, threshold } = measured;
  const limit = big(threshold);
  if (incomplete.length === 0) return value !== null && breaches(rule, value, limit);
  return rule.additive && known !== null && breaches(rule, known, limit);
}

function breaches(rule: Rule, value: Big, limit: Big): boolean {
  switch (rule.boundary) {
    case 'atOrAbove':
      return value.gte(limit);
    case 'above':
      return value.gt(limit);
    case 'below':
      return value.lt(limit);
  }
}

function stateOf(
  rule: Rule,
  value: Big | null,
  limit: Big,
  { complete, warningThreshold }: { readonly complete: boolean; readonly warningThreshold: number },
): LimitState {
  if (value === null) return complete ? 'OK' : 'UNKNOWN';
  if (breaches(rule, value, limit)) return 'BREACH';
  return warns(rule, value, limit, big(warningThreshold)) ? 'WARNING' : 'OK';
}

function warns(rule: Rule, value: Big, limit: Big, warning: Big): boolean {
  switch (rule.boundary) {
    case 'atOrAbove':
      return value.gte(limit.times(warning));
    case 'above':
      // Counts are whole: 80 % of 3 is 2.4, so the third is the first that warns. A limit of none has no "almost".
      return limit.gt(0) && value.gte(limit.times(warning).round(0, 3));
    case 'below':
      return value.times(warning).lt(limit);
  }
}

/** value / limit, of minimum limits limit / value; null where that is no number (nothing there at all). */
function ratioOf(rule: Rule, value: Big, limit: Big): number | null {
  const [part, whole] = rule.boundary === 'below' ? [limit, value] : [value, limit];
  return whole.gt(0) ? toNumber(part.div(whole)) : null;
}

function messageOf(
  rule: Rule,
  measured: Measurement,
  { value, state, currency }: { readonly value: Big | null; readonly state: LimitState; readonly currency: string },
): string {
  const name = `${rule.title}${measured.subject === null ? '' : ` ${subjectInWords(measured.subject)}`}`;
  const words = (number: number) => amountInWords(number, rule.unit, currency);
  const limit = words(measured.threshold);
  const lack = measured.incomplete.join('; ');
  if (state === 'UNKNOWN') {
    const known = measured.known && rule.additive ? `; ${words(toNumber(measured.known))} of it is known` : '';
    return `${name} is unknown, so it cannot be held against the limit ${limit}${known}. Incomplete: ${lack}`;
  }
  if (value === null) return `${name}: nothing to judge against the limit ${limit}, no order is proposed`;
  const number = words(toNumber(value));
  if (rule.boundary === 'below') {
    if (state === 'BREACH') return `${name} ${number} is below the limit ${limit}`;
    return `${name} ${number} is ${state === 'WARNING' ? 'close to' : 'above'} the limit ${limit}`;
  }
  const used = measured.threshold > 0 ? usedInWords(toNumber(value.div(big(measured.threshold)))) : null;
  if (state !== 'BREACH')
    return used
      ? `${name} ${number} is ${used} of the limit ${limit}`
      : `${name} ${number} is within the limit ${limit}`;
  const how = value.eq(big(measured.threshold)) ? 'has reached' : 'is over';
  const atLeast = lack === '' ? '' : 'at least ';
  const tail = `${used ? ` (${used})` : ''}${lack === '' ? '' : `. Incomplete: ${lack}`}`;
  return `${name} ${atLeast}${number} ${how} the limit ${limit}${tail}`;
}

function subjectInWords(subject: string): string {
  return subject === '*' ? 'of every other symbol' : subject;
}
