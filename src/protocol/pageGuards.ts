import type { SeriesAnswer } from './engine.ts';
import { finite, flag, type Guard, listOf, nothing, oneOf, optional, orNull, shape, text } from './guard.ts';
import type { HostMessage, PageCommand, PageName, PageRequest, PageRequests } from './page.ts';
import type { Banner, LimitBar, PanelView, TableView } from './panelView.ts';

/**
 * Validators of the messages between host and page, used at both ends, without dependencies. Sizes are capped so that a
 * broken or hostile end cannot flood the other.
 */

const line = text(20_000);
const id = text(1_000);
/** A table of 100,000 rows as CSV, at most. */
const fileText = text(32_000_000);
const requestId: Guard<number> = (value): value is number => Number.isSafeInteger(value) && Number(value) > 0;
const pixels: Guard<number> = (value): value is number => finite(value) && value >= 1 && value <= 20_000;
const points = listOf(finite, 100_000);

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
  'copy',
] as const satisfies readonly PageCommand[];

const requests: { readonly [N in PageName]: Guard<PageRequests[N][0]> } = {
  state: shape<PageRequests['state'][0]>({ portfolio: orNull(id) }),
  series: shape<PageRequests['series'][0]>({
    portfolio: id,
    series: oneOf(['value', 'drawdown']),
    from: orNull(finite),
    to: orNull(finite),
    px: pixels,
    percent: flag,
  }),
  command: shape<PageRequests['command'][0]>({ command: oneOf(commands), argument: orNull(fileText) }),
  save: shape<PageRequests['save'][0]>({
    // A bare file name: where it goes is the host's and the user's choice.
    name: (value): value is string => typeof value === 'string' && /^[\w][\w .-]{0,99}$/.test(value),
    text: fileText,
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
  section: oneOf(['overview', 'positions', 'risk']),
});

/** What the page accepts from the host; the value of an answer is checked by `isAnswer` once its request is known. */
export function isHostMessage(value: unknown): value is HostMessage {
  return answered(value) || refused(value) || changed(value) || show(value);
}

const tone = oneOf(['none', 'up', 'down', 'warning', 'error', 'muted']);
const banner = shape<Banner>({
  tone: oneOf(['info', 'warning', 'error']),
  text: line,
  action: orNull(
    shape<NonNullable<Banner['action']>>({ title: line, command: oneOf(commands), argument: orNull(line) }),
  ),
});
const sortKey: Guard<number | string | null> = (value): value is number | string | null =>
  value === null || finite(value) || line(value);
const table = shape<TableView>({
  id,
  title: line,
  columns: listOf(
    shape<TableView['columns'][number]>({
      id,
      title: line,
      align: oneOf(['start', 'end']),
      hidden: optional(flag) as Guard<boolean>,
    }),
    100,
  ),
  rows: listOf(
    shape<TableView['rows'][number]>({
      id,
      cells: listOf(
        shape<TableView['rows'][number]['cells'][number]>({
          text: line,
          sort: sortKey,
          tone: optional(tone) as Guard<'none'>,
          title: optional(line) as Guard<string>,
        }),
        100,
      ),
    }),
    100_000,
  ),
  empty: line,
  incomplete: orNull(line),
});
const bar = shape<LimitBar>({
  id,
  title: line,
  subject: orNull(line),
  state: oneOf(['OK', 'WARNING', 'UNKNOWN', 'BREACH']),
  stateText: line,
  ratio: orNull(finite),
  warningAt: finite,
  value: line,
  used: line,
  headroom: line,
  message: line,
});
const panelView = shape<PanelView>({
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
  valueChart: shape<PanelView['valueChart']>({ reason: orNull(line), drawdownLimit: orNull(finite) }),
  metrics: shape<PanelView['metrics']>({
    subtitle: line,
    rows: listOf(
      shape<PanelView['metrics']['rows'][number]>({ id, title: line, value: line, tone, explain: line }),
      200,
    ),
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
  accounts: table,
  limits: shape<PanelView['limits']>({ summary: line, bars: listOf(bar, 10_000), empty: line }),
  correlation: orNull(
    shape<NonNullable<PanelView['correlation']>>({
      title: line,
      subtitle: line,
      assets: listOf(line, 500),
      rows: listOf(listOf(orNull(finite), 500), 500),
      overlap: listOf(listOf(finite, 500), 500),
      flags: listOf(line, 1_000),
      excluded: listOf(line, 1_000),
    }),
  ),
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

const curve = shape<SeriesAnswer['curve']>({ at: points, value: points });
const seriesShape = shape<SeriesAnswer>({
  curve,
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
const seriesAnswer: Guard<SeriesAnswer> = (value): value is SeriesAnswer =>
  seriesShape(value) && value.curve.at.length === value.curve.value.length;

const answers: { readonly [N in PageName]: Guard<PageRequests[N][1]> } = {
  state: panelView,
  series: seriesAnswer,
  command: nothing,
  save: nothing,
};

/** Whether an answer's value is what that request promises. */
export function isAnswer<N extends PageName>(name: N, value: unknown): value is PageRequests[N][1] {
  return answers[name](value);
}

function any(_value: unknown): _value is unknown {
  return true;
}
