import type { NamedCurve, SeriesAnswer } from './engine.ts';
import { finite, flag, type Guard, listOf, nothing, oneOf, optional, orNull, shape, text } from './guard.ts';
import type { HostMessage, PageCommand, PageName, PageRequest, PageRequests } from './page.ts';
import type { Banner, CorrelationView, MetricRow, PanelView } from './panelView.ts';
import type {
  AttributionView,
  CorrelationChoiceView,
  HistogramView,
  MonthCell,
  MonthlyView,
  OverviewView,
  PerformanceChoices,
  PerformanceView,
} from './performanceView.ts';
import { tradingAnswers, tradingRequests } from './tradingGuards.ts';
import { bar, curve, fileText, id, line, period, subject, table, tone } from './viewGuards.ts';

/**
 * Validators of the messages between host and page, used at both ends, without dependencies. Sizes are capped so that a
 * broken or hostile end cannot flood the other.
 */

const requestId: Guard<number> = (value): value is number => Number.isSafeInteger(value) && Number(value) > 0;
const pixels: Guard<number> = (value): value is number => finite(value) && value >= 1 && value <= 20_000;
const commands = [
  'refresh',
  'togglePrivacy',
  'openConfiguration',
  'openDemoPortfolio',
  'createConfiguration',
  'addAccount',
  'evaluateRiskLimits',
  'showLog',
  'health',
  'revealLimit',
  'compareWithDate',
  'openTearSheet',
  'chooseBenchmark',
  'exportData',
  'copyAsPandas',
  'turnAllTradingOff',
  'openTradingSetting',
  'resetPaper',
  'copy',
] as const satisfies readonly PageCommand[];

/** A bare file name: where it goes is the host's and the user's choice. */
const fileName: Guard<string> = (value): value is string =>
  typeof value === 'string' && /^[\w][\w .-]{0,99}$/.test(value);
const benchmarks = orNull(listOf(id, 50));
const by = ['asset', 'account', 'strategy'] as const;

const requests: { readonly [N in PageName]: Guard<PageRequests[N][0]> } = {
  state: shape<PageRequests['state'][0]>({ portfolio: orNull(id) }),
  series: shape<PageRequests['series'][0]>({
    portfolio: id,
    subject,
    series: oneOf([
      'value',
      'drawdown',
      'return',
      'allocation',
      'rollingReturn',
      'rollingVolatility',
      'rollingSharpe',
      'rollingBeta',
      'rollingCorrelation',
      'rollingDrawdown',
    ]),
    benchmarks,
    rolling: orNull((value): value is number => Number.isSafeInteger(value) && Number(value) >= 2),
    by: orNull(oneOf([...by, 'exchange', 'sector', 'instrument'])),
    from: orNull(finite),
    to: orNull(finite),
    px: pixels,
    percent: flag,
  }),
  performance: shape<PageRequests['performance'][0]>({ portfolio: id, subject, period, benchmarks }),
  attribution: shape<PageRequests['attribution'][0]>({ portfolio: id, by: oneOf(by), period }),
  correlation: shape<PageRequests['correlation'][0]>({
    portfolio: id,
    method: oneOf(['pearson', 'spearman', 'ewma']),
    window: orNull((value): value is number => Number.isSafeInteger(value) && Number(value) >= 2),
  }),
  overview: shape<PageRequests['overview'][0]>({ period }),
  command: shape<PageRequests['command'][0]>({ command: oneOf(commands), argument: orNull(fileText) }),
  ...tradingRequests,
  save: shape<PageRequests['save'][0]>({ name: fileName, text: fileText }),
  savePicture: shape<PageRequests['savePicture'][0]>({
    name: fileName,
    // The first eight bytes of a PNG, in base64: nothing else is written to the disk under this request.
    png: (value): value is string => fileText(value) && /^iVBORw0KGg[A-Za-z0-9+/]*={0,2}$/.test(value),
  }),
};

/** What the host accepts from the page. */
export function isPageRequest(value: unknown): value is PageRequest {
  if (
    !shape<{ id: number; name: string; argument: unknown }>({ id: requestId, name: text(20), argument: any })(value)
  ) {
    return false;
  }
  return Object.hasOwn(requests, value.name) && requests[value.name as PageName](value.argument);
}

const answered = shape<{ type: 'answer'; id: number; ok: true }>({
  type: oneOf(['answer']),
  id: requestId,
  ok: oneOf([true]),
});
const refused = shape<Extract<HostMessage, { readonly ok: false }>>({
  type: oneOf(['answer']),
  id: requestId,
  ok: oneOf([false]),
  error: line,
});
const changed = shape<Extract<HostMessage, { readonly type: 'changed' }>>({ type: oneOf(['changed']) });
const show = shape<Extract<HostMessage, { readonly type: 'show' }>>({
  type: oneOf(['show']),
  section: oneOf(['overview', 'positions', 'performance', 'risk', 'trades', 'rebalance']),
  position: optional(id) as Guard<string>,
});

/** What the page accepts from the host; the value of an answer is checked by `isAnswer` once its request is known. */
export function isHostMessage(value: unknown): value is HostMessage {
  return answered(value) || refused(value) || changed(value) || show(value);
}

const banner = shape<Banner>({
  tone: oneOf(['info', 'warning', 'error']),
  text: line,
  action: orNull(
    shape<NonNullable<Banner['action']>>({ title: line, command: oneOf(commands), argument: orNull(line) }),
  ),
});
const metricRow = shape<MetricRow>({ id, title: line, value: line, tone, explain: line });
const metricRows = listOf(metricRow, 500);
const correlation = shape<CorrelationView>({
  title: line,
  subtitle: line,
  assets: listOf(line, 1_000),
  rows: listOf(listOf(orNull(finite), 1_000), 1_000),
  overlap: listOf(listOf(finite, 1_000), 1_000),
  flags: listOf(line, 1_000),
  excluded: listOf(line, 1_000),
});
const panelView = shape<PanelView>({
  mode: optional(oneOf(['portfolio', 'tearSheet'])) as Guard<'portfolio'>,
  phase: oneOf(['none', 'loading', 'ready', 'failed']),
  portfolio: orNull(id),
  portfolios: listOf(shape<PanelView['portfolios'][number]>({ id, name: line }), 1_000),
  name: line,
  subtitle: line,
  asOf: line,
  freshness: shape<PanelView['freshness']>({ text: line, tone, since: optional(finite) as Guard<number> }),
  privacy: flag,
  simulated: flag,
  refreshing: flag,
  currency: text(20),
  banners: listOf(banner, 100),
  failure: orNull(banner),
  kpis: listOf(shape<PanelView['kpis'][number]>({ id, label: line, value: line, sub: line, tone, title: line }), 20),
  breaches: finite,
  calendarStarts: optional(shape<NonNullable<PanelView['calendarStarts']>>({ month: finite, year: finite })),
  valueChart: shape<PanelView['valueChart']>({ reason: orNull(line), drawdownLimit: orNull(finite) }),
  metrics: shape<PanelView['metrics']>({
    subtitle: line,
    rows: metricRows,
  }),
  allocations: listOf(
    shape<PanelView['allocations'][number]>({
      by: line,
      title: line,
      subtitle: line,
      slices: listOf(
        shape<PanelView['allocations'][number]['slices'][number]>({
          key: line,
          share: finite,
          label: line,
          value: line,
        }),
        20,
      ),
      centre: shape<PanelView['allocations'][number]['centre']>({ top: line, bottom: line }),
      incomplete: orNull(line),
    }),
    20,
  ),
  positions: table,
  assets: table,
  trading: optional(
    listOf(
      shape<NonNullable<PanelView['trading']>[number]>({
        account: id,
        title: line,
        live: flag,
        ready: flag,
        reason: orNull(line),
      }),
      1_000,
    ),
  ),
  rebalanceReason: optional(orNull(line)),
  strategies: optional(listOf(line, 10_000)),
  partlySimulated: optional(flag) as Guard<boolean>,
  accounts: table,
  limits: shape<PanelView['limits']>({ summary: line, bars: listOf(bar, 10_000), empty: line }),
  correlation: orNull(correlation),
  correlationReason: orNull(line),
  health: listOf(
    shape<PanelView['health'][number]>({
      id,
      tone,
      title: line,
      detail: line,
      action: orNull(shape<{ readonly title: string; readonly argument: string }>({ title: line, argument: line })),
    }),
    1_000,
  ),
});

const spell = shape<NonNullable<SeriesAnswer['spells']>[number]>({
  depth: finite,
  peakAt: finite,
  troughAt: finite,
  recoveredAt: orNull(finite),
  fallPeriods: finite,
  totalPeriods: finite,
  fallDays: finite,
  totalDays: finite,
});
const seriesAnswer = shape<SeriesAnswer>({
  curve,
  others: optional(listOf(shape<NamedCurve>({ id, title: line, curve, reason: orNull(line) }), 50)) as Guard<
    readonly NamedCurve[]
  >,
  spells: optional(listOf(spell, 20)) as Guard<NonNullable<SeriesAnswer['spells']>>,
  convention: optional(line) as Guard<string>,
  extent: orNull(shape<NonNullable<SeriesAnswer['extent']>>({ from: finite, to: finite })),
  notRecorded: listOf(
    shape<SeriesAnswer['notRecorded'][number]>({
      from: finite,
      to: finite,
      origin: oneOf(['reconstructed', 'simulated']),
    }),
    10_000,
  ),
  reason: orNull(line),
});

const monthCell = shape<MonthCell>({ text: line, tone, strength: finite, title: line });
const monthly = shape<MonthlyView>({
  months: listOf(line, 12),
  years: listOf(
    shape<MonthlyView['years'][number]>({
      year: line,
      cells: listOf(monthCell, 12),
      total: monthCell,
      benchmark: orNull(monthCell),
    }),
    500,
  ),
});
const histogramShape = shape<HistogramView>({
  edges: listOf(finite, 1_001),
  counts: listOf(finite, 1_000),
  subtitle: line,
  marks: listOf(shape<HistogramView['marks'][number]>({ at: finite, label: line }), 20),
});
const histogram: Guard<HistogramView> = (value): value is HistogramView =>
  histogramShape(value) && value.edges.length === value.counts.length + 1;
const performanceView = shape<PerformanceView>({
  title: line,
  subtitle: line,
  reason: orNull(line),
  choices: shape<PerformanceChoices>({
    subjects: listOf(shape<PerformanceChoices['subjects'][number]>({ subject, title: line, group: line }), 10_000),
    benchmarks: listOf(shape<PerformanceChoices['benchmarks'][number]>({ id, title: line }), 1_000),
  }),
  headline: metricRows,
  groups: listOf(shape<PerformanceView['groups'][number]>({ title: line, rows: metricRows }), 50),
  benchmarks: listOf(
    shape<PerformanceView['benchmarks'][number]>({
      id,
      title: line,
      subtitle: line,
      rows: metricRows,
      reason: orNull(line),
    }),
    50,
  ),
  monthly: orNull(monthly),
  histogram: orNull(histogram),
  drawdowns: table,
  notes: listOf(line, 1_000),
  simulated: flag,
});
const attributionView = shape<AttributionView>({
  subtitle: line,
  table,
  bars: listOf(shape<AttributionView['bars'][number]>({ key: line, title: line, value: finite, text: line }), 10_000),
  total: line,
  reason: orNull(line),
  notes: listOf(line, 1_000),
});
const correlationChoice = shape<CorrelationChoiceView>({
  view: orNull(correlation),
  diversification: metricRows,
  reason: orNull(line),
});
const overviewShape = shape<OverviewView>({
  table,
  sparklines: (value): value is OverviewView['sparklines'] =>
    typeof value === 'object' && value !== null && Object.values(value).every(listOf(finite, 1_000)),
});

const answers: { readonly [N in PageName]: Guard<PageRequests[N][1]> } = {
  state: panelView,
  series: seriesAnswer,
  performance: performanceView,
  attribution: attributionView,
  correlation: correlationChoice,
  overview: overviewShape,
  ...tradingAnswers,
  command: nothing,
  save: nothing,
  savePicture: nothing,
};

/** Whether an answer's value is what that request promises. */
export function isAnswer<N extends PageName>(name: N, value: unknown): value is PageRequests[N][1] {
  return answers[name](value);
}

function any(_value: unknown): _value is unknown {
  return true;
}
