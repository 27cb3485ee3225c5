import { assertNever } from '../../core/assertNever.ts';
import type { MetricResult } from '../../core/model/analytics.ts';
import { formatCount, formatPercent, formatRatio } from '../format.ts';
import type { Words } from './words.ts';

/** A metric's number in its unit; ratios and percents with two decimals. `sign`: "+" before gains. */
export function metricNumber(value: number, unit: MetricResult['unit'], words: Words, sign = false): string {
  switch (unit) {
    case 'percent':
      return formatPercent(value, { sign });
    case 'ratio':
      return formatRatio(value);
    case 'money':
      return words.money(value, { sign });
    case 'days':
      return formatCount(Math.round(value), 'd', 'd');
    case 'count':
      return formatRatio(Math.round(value), 0);
    default:
      return assertNever(unit);
  }
}
