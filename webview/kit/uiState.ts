import type { SectionName } from '../../src/protocol/page.ts';

export const presets = ['1M', '3M', '6M', 'YTD', '1Y', 'All'] as const;
export type Preset = (typeof presets)[number];

/** What the user chose on this page; the only thing the page keeps. */
export interface UiState {
  readonly section: SectionName;
  readonly portfolio: string | null;
  readonly preset: Preset;
  readonly percent: boolean;
  readonly log: boolean;
  readonly allocation: string;
  /** Shown columns by table; absent: the table's own choice. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly sort: Readonly<Record<string, Sort>>;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

const initial: UiState = {
  section: 'overview',
  portfolio: null,
  preset: '1Y',
  percent: false,
  log: false,
  allocation: 'asset',
  columns: {},
  sort: {},
};

/** Takes from a saved state what is still understood. */
export function readUiState(saved: unknown): UiState {
  if (typeof saved !== 'object' || saved === null) return initial;
  const from = saved as Partial<Record<keyof UiState, unknown>>;
  const sections: readonly SectionName[] = ['overview', 'positions', 'risk'];
  return {
    section: sections.find((section) => section === from.section) ?? initial.section,
    portfolio: typeof from.portfolio === 'string' ? from.portfolio : null,
    preset: presets.find((preset) => preset === from.preset) ?? initial.preset,
    percent: from.percent === true,
    log: from.log === true,
    allocation: typeof from.allocation === 'string' ? from.allocation : initial.allocation,
    columns: entries(
      from.columns,
      (value): value is readonly string[] => Array.isArray(value) && value.every((item) => typeof item === 'string'),
    ),
    sort: entries(
      from.sort,
      (value): value is Sort =>
        typeof value === 'object' && value !== null && 'column' in value && typeof value.column === 'string',
    ),
  };
}

function entries<T>(value: unknown, guard: (value: unknown) => value is T): Readonly<Record<string, T>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, T] => guard(entry[1])));
}
