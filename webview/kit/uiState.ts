import type { Period, PeriodId, Subject } from '../../src/core/model/performance.ts';
import type { SectionName } from '../../src/protocol/page.ts';

export const presets = ['1M', '3M', '6M', 'YTD', '1Y', 'All'] as const;
export type Preset = (typeof presets)[number];

export const periods = ['1D', '1W', '1M', '3M', '6M', 'MTD', 'YTD', '1Y', 'all'] as const satisfies readonly PeriodId[];

/** What the user chose on this page; the only thing the page keeps. */
export interface UiState {
  readonly section: SectionName;
  readonly portfolio: string | null;
  /** The table of all portfolios and strategies instead of one of them: PERF-9. */
  readonly all: boolean;
  readonly preset: Preset;
  readonly percent: boolean;
  readonly log: boolean;
  readonly allocation: string;
  /** The Performance section is of this part of the portfolio, over this period, beside these benchmarks (null: the configured). */
  readonly subject: Subject;
  readonly period: Period;
  readonly benchmarks: readonly string[] | null;
  /** Choices of charts, "chart.choice" → value. */
  readonly choices: Readonly<Record<string, string>>;
  /** Shown columns by table; absent: the table's own choice. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly sort: Readonly<Record<string, Sort>>;
  /** Search words by table, and the first row in sight, so that a page shown again is where it was. */
  readonly searches: Readonly<Record<string, string>>;
  readonly places: Readonly<Record<string, number>>;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export const whole: Subject = { kind: 'portfolio', id: null };

const initial: UiState = {
  section: 'overview',
  portfolio: null,
  all: false,
  preset: '1Y',
  percent: false,
  log: false,
  allocation: 'asset',
  subject: whole,
  period: { id: '1Y' },
  benchmarks: null,
  choices: {},
  columns: {},
  sort: {},
  searches: {},
  places: {},
};

/** Takes from a saved state what is still understood. */
export function readUiState(saved: unknown): UiState {
  if (typeof saved !== 'object' || saved === null) return initial;
  const from = saved as Partial<Record<keyof UiState, unknown>>;
  const sections: readonly SectionName[] = ['overview', 'positions', 'performance', 'risk', 'trades', 'rebalance'];
  return {
    section: sections.find((section) => section === from.section) ?? initial.section,
    portfolio: typeof from.portfolio === 'string' ? from.portfolio : null,
    all: from.all === true,
    preset: presets.find((preset) => preset === from.preset) ?? initial.preset,
    percent: from.percent === true,
    log: from.log === true,
    allocation: typeof from.allocation === 'string' ? from.allocation : initial.allocation,
    subject: readSubject(from.subject),
    period: readPeriod(from.period),
    benchmarks: isTexts(from.benchmarks) ? from.benchmarks : null,
    choices: entries(from.choices, isText),
    searches: entries(from.searches, isText),
    places: entries(from.places, (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0),
    columns: entries(from.columns, isTexts),
    sort: entries(
      from.sort,
      (value): value is Sort =>
        typeof value === 'object' && value !== null && 'column' in value && typeof value.column === 'string',
    ),
  };
}

/** The whole portfolio where it is not understood. */
export function readSubject(value: unknown): Subject {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('id' in value)) return whole;
  const kind = (['account', 'strategy', 'asset'] as const).find((candidate) => candidate === value.kind);
  return kind && typeof value.id === 'string' ? { kind, id: value.id } : whole;
}

function readPeriod(value: unknown): Period {
  if (typeof value !== 'object' || value === null) return initial.period;
  if ('id' in value) {
    const id = periods.find((candidate) => candidate === value.id);
    return id ? { id } : initial.period;
  }
  const { from, to } = value as { readonly from?: unknown; readonly to?: unknown };
  if (typeof from !== 'number' || !Number.isFinite(from)) return initial.period;
  return { from, to: typeof to === 'number' && Number.isFinite(to) && to > from ? to : null };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function entries<T>(value: unknown, guard: (value: unknown) => value is T): Readonly<Record<string, T>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, T] => guard(entry[1])));
}
