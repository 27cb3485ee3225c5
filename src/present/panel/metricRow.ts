import type { MetricResult, MetricValue } from '../../core/model/analytics.ts';
import type { MetricRow, Tone } from '../../protocol/panelView.ts';
import { missing } from '../format.ts';
import { foreign } from '../redact.ts';
import { metricNumber } from './metricNumber.ts';
import { toneOf, type Words } from './words.ts';

/** Differences of returns: the metrics beside a benchmark whose sign is a gain or a loss. */
const gains: ReadonlySet<string> = new Set(['difference', 'alpha', 'activeReturn']);

/** Groups whose notes tell dates and counts; elsewhere a note says that the number may mislead. */
const told: ReadonlySet<string> = new Set(['drawdown', 'trade']);

/** A metric with its convention and what it is over, or "–" and the reason: UI-7. */
export function metricRow(metric: MetricResult, words: Words, over: string): MetricRow {
  const { id, title, unit, result, convention, note } = metric;
  const coloured = (metric.group === 'return' || gains.has(id)) && (unit === 'percent' || unit === 'money');
  if ('reason' in result) {
    return { id, title, value: missing, tone: 'none', explain: sentences(foreign(result.reason, words.privacy), over) };
  }
  return {
    id,
    title,
    value: metricNumber(result.value, unit, words, coloured),
    tone: note !== undefined && !told.has(metric.group ?? '') ? 'warning' : coloured ? toneOf(result.value) : 'none',
    explain: sentences(convention, foreign(note ?? '', words.privacy), over),
  };
}

interface ValueRowOptions {
  readonly explain: string;
  /** A gain or a loss: signed, and coloured by it. */
  readonly coloured?: boolean;
  readonly signed?: boolean;
}

/** Rows of values that are no metrics of the list. */
export function valueRow(words: Words) {
  return (
    id: string,
    title: string,
    value: MetricValue,
    unit: MetricResult['unit'],
    { explain, coloured = false, signed = coloured }: ValueRowOptions,
  ): MetricRow => {
    if ('reason' in value) {
      return { id, title, value: missing, tone: 'none', explain: foreign(value.reason, words.privacy) };
    }
    // An amount that rounds to nothing is neither gain nor loss.
    const tone: Tone = coloured ? toneOf(value.value, unit === 'money' ? 0.005 : undefined) : 'none';
    return {
      id,
      title,
      value: metricNumber(value.value, unit, words, signed),
      tone,
      explain,
    };
  };
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('. ');
}
