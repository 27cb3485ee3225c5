import type { Subject } from '../core/model/performance.ts';
import type { CorrelationView, MetricRow, TableView, Tone } from './panelView.ts';

/** What the Performance section shows, in words, made by present/panel. In privacy it holds no amount and no quantity. */

export interface MetricGroupView {
  readonly title: string;
  readonly rows: readonly MetricRow[];
}

/** Monthly returns in percent: a real table. `tone` by sign; `strength` 0 … 1 shades the cell. */
export interface MonthCell {
  readonly text: string;
  readonly tone: Tone;
  readonly strength: number;
  readonly title: string;
}

export interface MonthlyView {
  readonly months: readonly string[];
  readonly years: readonly {
    readonly year: string;
    readonly cells: readonly MonthCell[];
    readonly total: MonthCell;
    /** Of the first benchmark, where there is one. */
    readonly benchmark: MonthCell | null;
  }[];
}

export interface HistogramView {
  /** Fractions; one more than `counts`. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** "1,095 days · mean 0.08 % · σ 2.10 % · skew −0.42" */
  readonly subtitle: string;
  /** Marks on the axis (VaR, mean). */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
}

/** What the section's pickers offer. */
export interface PerformanceChoices {
  readonly subjects: readonly { readonly subject: Subject; readonly title: string; readonly group: string }[];
  readonly benchmarks: readonly { readonly id: string; readonly title: string }[];
}

export interface PerformanceView {
  readonly title: string;
  /** "1 Jan 2024 – 20 Nov 2026 · 1,053 days · 365 periods per year (told from the dates)" */
  readonly subtitle: string;
  /** Why there are no returns; the section then shows this instead of charts. */
  readonly reason: string | null;
  readonly choices: PerformanceChoices;
  /** TWR, money-weighted, P&L, net deposits, today … */
  readonly headline: readonly MetricRow[];
  readonly groups: readonly MetricGroupView[];
  readonly benchmarks: readonly {
    readonly id: string;
    readonly title: string;
    readonly subtitle: string;
    readonly rows: readonly MetricRow[];
    readonly reason: string | null;
  }[];
  readonly monthly: MonthlyView | null;
  readonly histogram: HistogramView | null;
  readonly drawdowns: TableView;
  readonly notes: readonly string[];
  readonly simulated: boolean;
}

export interface AttributionView {
  readonly subtitle: string;
  readonly table: TableView;
  /** For the bars, largest first; fractions. */
  readonly bars: readonly {
    readonly key: string;
    readonly title: string;
    readonly value: number;
    readonly text: string;
  }[];
  readonly total: string;
  readonly reason: string | null;
  readonly notes: readonly string[];
}

export interface CorrelationChoiceView {
  readonly view: CorrelationView | null;
  readonly diversification: readonly MetricRow[];
  readonly reason: string | null;
}

/** PERF-9. A row's id is JSON of `{portfolio, subject}`: what "open" shows. */
export interface OverviewView {
  readonly table: TableView;
  /** By row id: values of a small line, rebased to 1. */
  readonly sparklines: Readonly<Record<string, readonly number[]>>;
}
