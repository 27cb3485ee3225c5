import type { MetricResult, MetricValue } from '../../core/model/analytics.ts';

/** A number or why there is none, and what to know beside it. */
export type MetricValueRecord = MetricValue & { readonly note?: string };

/** Metrics by their ids. */
export function metricRecords(metrics: readonly MetricResult[]): Readonly<Record<string, MetricValueRecord>> {
  return Object.fromEntries(
    metrics.map(({ id, result, note }) => [id, note === undefined ? result : { ...result, note }]),
  );
}

/** Metric values as plain fields, and the reasons of those that are not known. */
export function fieldsOf(values: Readonly<Record<string, MetricValue>>): {
  readonly fields: Readonly<Record<string, number | null>>;
  readonly reasons: Readonly<Record<string, string>>;
} {
  const entries = Object.entries(values);
  return {
    fields: Object.fromEntries(entries.map(([name, each]) => [name, 'value' in each ? each.value : null])),
    reasons: Object.fromEntries(entries.flatMap(([name, each]) => ('reason' in each ? [[name, each.reason]] : []))),
  };
}
