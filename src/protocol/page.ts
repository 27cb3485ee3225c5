import type { Period, Subject } from '../core/model/performance.ts';
import type { PlanRequest } from '../core/model/trading.ts';
import type { SeriesAnswer, SeriesName } from './engine.ts';
import type { PanelView } from './panelView.ts';
import type { AttributionView, CorrelationChoiceView, OverviewView, PerformanceView } from './performanceView.ts';
import type {
  ExecutionView,
  PageTableQuery,
  PlanView,
  PositionView,
  ReconciliationView,
  TablePageView,
  TaxView,
  TradeStatsView,
} from './tradingView.ts';

/**
 * The contract host ↔ page. The page asks, the host answers; the only pushes are "something changed, ask again" and
 * "show this section". Both ends validate with the guards in pageGuards.ts.
 */

/** What the page may ask the host to run; nothing else. */
export type PageCommand =
  | 'refresh'
  | 'togglePrivacy'
  | 'openConfiguration'
  | 'openDemoPortfolio'
  | 'createConfiguration'
  | 'addAccount'
  | 'evaluateRiskLimits'
  | 'showLog'
  | 'health'
  | 'revealLimit'
  | 'compareWithDate'
  | 'openTearSheet'
  /** Of a page that shows a tear sheet: the host asks for another file to compare with. */
  | 'chooseBenchmark'
  | 'exportData'
  | 'copyAsPandas'
  | 'turnAllTradingOff'
  | 'openTradingSetting'
  | 'resetPaper'
  | 'copy';

/** Requests by name: [argument, answer]. */
export interface PageRequests {
  state: [{ readonly portfolio: string | null }, PanelView];
  series: [
    {
      readonly portfolio: string;
      readonly subject: Subject;
      readonly series: SeriesName;
      /** null: those of the configuration. */
      readonly benchmarks: readonly string[] | null;
      readonly rolling: number | null;
      readonly by: 'asset' | 'account' | 'strategy' | 'exchange' | 'sector' | 'instrument' | null;
      readonly from: number | null;
      readonly to: number | null;
      readonly px: number;
      readonly percent: boolean;
    },
    SeriesAnswer,
  ];
  /** PERF-1 to PERF-6 of one subject over one period. */
  performance: [
    {
      readonly portfolio: string;
      readonly subject: Subject;
      readonly period: Period;
      readonly benchmarks: readonly string[] | null;
    },
    PerformanceView,
  ];
  attribution: [
    { readonly portfolio: string; readonly by: 'asset' | 'account' | 'strategy'; readonly period: Period },
    AttributionView,
  ];
  correlation: [
    {
      readonly portfolio: string;
      readonly method: 'pearson' | 'spearman' | 'ewma';
      readonly window: number | null;
    },
    CorrelationChoiceView,
  ];
  /** PERF-9. */
  overview: [{ readonly period: Period }, OverviewView];
  command: [{ readonly command: PageCommand; readonly argument: string | null }, null];
  /** One page of a table, formatted: POS-4. `sort` null: the table's own order. */
  table: [PageTableQuery, TablePageView];
  /** Writes the whole table, searched and sorted as shown, where the host asks the user: CSV (formulas neutralised) or JSON. */
  saveTable: [Omit<PageTableQuery, 'offset' | 'limit'> & { readonly format: 'csv' | 'json' }, null];
  /** POS-5. */
  position: [{ readonly portfolio: string; readonly position: string }, PositionView];
  tradeStats: [{ readonly portfolio: string; readonly subject: Subject; readonly period: Period }, TradeStatsView];
  /** LED-3; `method` null: as configured. */
  tax: [{ readonly portfolio: string; readonly year: number; readonly method: string | null }, TaxView];
  saveTax: [
    {
      readonly portfolio: string;
      readonly year: number;
      readonly method: string | null;
      readonly format: 'csv' | 'json';
    },
    null,
  ];
  reconciliation: [{ readonly portfolio: string }, ReconciliationView];
  /** Orders to review; sends nothing. The page's sizes are what the user typed; the engine judges them. */
  plan: [{ readonly portfolio: string; readonly request: PlanRequest }, PlanView];
  /** Of one plan as it was shown. The host asks for a modal confirmation where an order is live; null: the user did not confirm. */
  execute: [{ readonly portfolio: string; readonly plan: string; readonly digest: string }, ExecutionView | null];
  /** How an execution that still ran when `execute` answered stands now; null: nothing is known of it any more. */
  execution: [{ readonly portfolio: string; readonly plan: string }, ExecutionView | null];
  /** Opens book now ↔ book after as VS Code's own diff. */
  planDiff: [{ readonly portfolio: string; readonly plan: string }, null];
  /** Saves text the page made from what it was given (CSV of a table). Host asks where. */
  save: [{ readonly name: string; readonly text: string }, null];
  /** Saves a picture the page drew, as base64 of a PNG. Host asks where. */
  savePicture: [{ readonly name: string; readonly png: string }, null];
}

export type PageName = keyof PageRequests;

export type PageRequest = {
  readonly [N in PageName]: { readonly id: number; readonly name: N; readonly argument: PageRequests[N][0] };
}[PageName];

export type HostMessage =
  | { readonly type: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly ok: false; readonly error: string }
  | { readonly type: 'changed' }
  /** `position`: its details beside the section. */
  | { readonly type: 'show'; readonly section: SectionName; readonly position?: string };

export type SectionName = 'overview' | 'positions' | 'performance' | 'risk' | 'trades' | 'rebalance';
