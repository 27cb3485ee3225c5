/** What the analytics page shows: a view model in words, made by present/panel. In privacy it holds no amount and no quantity. */

export type Tone = 'none' | 'up' | 'down' | 'warning' | 'error' | 'muted';

export interface Kpi {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly sub: string;
  readonly tone: Tone;
  /** The reason where the value is "–", else how it is computed. */
  readonly title: string;
}

export interface Banner {
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly action: { readonly title: string; readonly command: string; readonly argument: string | null } | null;
}

export interface TableColumn {
  readonly id: string;
  readonly title: string;
  readonly align: 'start' | 'end';
  readonly hidden?: boolean;
}

export interface TableCell {
  readonly text: string;
  /** Orders the column; in privacy a rank, never an amount. null sorts last. */
  readonly sort: number | string | null;
  readonly tone?: Tone;
  readonly title?: string;
}

export interface TableRow {
  readonly id: string;
  readonly cells: readonly TableCell[];
}

export interface TableView {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly empty: string;
  readonly incomplete: string | null;
}

export interface AllocationView {
  readonly by: string;
  readonly title: string;
  readonly subtitle: string;
  /** At most six, then "Other". */
  readonly slices: readonly {
    readonly key: string;
    readonly share: number;
    readonly label: string;
    readonly value: string;
  }[];
  readonly centre: { readonly top: string; readonly bottom: string };
  readonly incomplete: string | null;
}

export interface MetricRow {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  readonly tone: Tone;
  /** Convention, or the reason for "–". */
  readonly explain: string;
}

export interface LimitBar {
  readonly id: string;
  readonly title: string;
  readonly subject: string | null;
  readonly state: 'OK' | 'WARNING' | 'UNKNOWN' | 'BREACH';
  /** The state in words: "near limit". */
  readonly stateText: string;
  /** 0 … 1.25 of the limit, for the bar; null draws an empty, hatched bar. */
  readonly ratio: number | null;
  /** Where the warning tick stands. */
  readonly warningAt: number;
  readonly value: string;
  readonly used: string;
  readonly headroom: string;
  readonly message: string;
}

export interface CorrelationView {
  readonly title: string;
  readonly subtitle: string;
  readonly assets: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
  readonly overlap: readonly (readonly number[])[];
  readonly flags: readonly string[];
  readonly excluded: readonly string[];
}

export interface TradableView {
  readonly account: string;
  readonly title: string;
  readonly live: boolean;
  readonly ready: boolean;
  readonly reason: string | null;
}

export interface PanelView {
  /**
   * `tearSheet`: of a file, without a book: only the Performance section, `portfolio` is the id to ask `performance` and
   * `series` with. Default `portfolio`.
   */
  readonly mode?: 'portfolio' | 'tearSheet';
  /** `none`: no configuration yet, `loading`: first refresh runs, `failed`: nothing could be read. */
  readonly phase: 'none' | 'loading' | 'ready' | 'failed';
  readonly portfolio: string | null;
  readonly portfolios: readonly { readonly id: string; readonly name: string }[];
  readonly name: string;
  readonly subtitle: string;
  readonly asOf: string;
  /** With `since` (epoch ms) the page adds the age and counts it on. */
  readonly freshness: { readonly text: string; readonly tone: Tone; readonly since?: number };
  readonly privacy: boolean;
  readonly simulated: boolean;
  readonly refreshing: boolean;
  readonly currency: string;
  readonly banners: readonly Banner[];
  readonly failure: Banner | null;
  readonly kpis: readonly Kpi[];
  readonly breaches: number;
  /** First instants of the current month and year by `risk.dayBoundary`, epoch ms; absent: those of UTC. */
  readonly calendarStarts?: { readonly month: number; readonly year: number };
  readonly valueChart: { readonly reason: string | null; readonly drawdownLimit: number | null };
  readonly metrics: { readonly subtitle: string; readonly rows: readonly MetricRow[] };
  readonly allocations: readonly AllocationView[];
  readonly positions: TableView;
  readonly assets: TableView;
  /** Accounts that orders can be given to, for the ticket and the actions of rows; empty: none. */
  readonly trading?: readonly TradableView[];
  /** Strategies that trades and positions can be chosen by. */
  readonly strategies?: readonly string[];
  /** Some accounts are simulated, others are not. */
  readonly partlySimulated?: boolean;
  /** Targets are configured: Rebalance can plan. Else why not, in words. */
  readonly rebalanceReason?: string | null;
  readonly accounts: TableView;
  readonly limits: { readonly summary: string; readonly bars: readonly LimitBar[]; readonly empty: string };
  readonly correlation: CorrelationView | null;
  readonly correlationReason: string | null;
  readonly health: readonly {
    readonly id: string;
    readonly tone: Tone;
    readonly title: string;
    readonly detail: string;
    readonly action: { readonly title: string; readonly argument: string } | null;
  }[];
}
