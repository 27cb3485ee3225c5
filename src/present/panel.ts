import { aboutAccount } from '../core/aboutAccount.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { periodBounds } from '../core/performance/periods.ts';
import { combinedPortfolio } from '../protocol/engine.ts';
import type { Banner, PanelView } from '../protocol/panelView.ts';
import { formatTime } from './format.ts';
import { allocations } from './panel/allocations.ts';
import { banners } from './panel/banners.ts';
import { strategiesOf } from './panel/choices.ts';
import { correlation } from './panel/correlation.ts';
import { emptyView } from './panel/emptyView.ts';
import { header } from './panel/header.ts';
import { health } from './panel/health.ts';
import { kpis } from './panel/kpis.ts';
import { limits } from './panel/limits.ts';
import { metrics } from './panel/metrics.ts';
import { accountsTable, assetsTable, positionsTable } from './panel/tables.ts';
import { wordsFor } from './panel/words.ts';
import { foreign } from './redact.ts';
import { tradableViews } from './trading/tradable.ts';

/** RISK-2, where the state does not say what the configuration does. */
const defaultThreshold = 0.8;

export interface PanelOptions {
  /** Hide every amount and quantity; they are not in the view at all. */
  readonly privacy: boolean;
  /** Epoch ms, for ages. */
  readonly now: number;
  /** The user's own setting lets live orders be sent (rule 3); absent: it does not. */
  readonly liveTrading?: boolean;
}

/**
 * The analytics page's view of one portfolio, in words. `state` is null before the first answer, or where there is no
 * portfolio at all (then `portfolios` is empty).
 */
export function presentPanel(
  state: PortfolioState | null,
  portfolios: readonly { readonly id: string; readonly name: string }[],
  options: PanelOptions,
): PanelView {
  const { privacy, now } = options;
  const empty = emptyView(portfolios, privacy);
  if (!state) return { ...empty, phase: portfolios.length === 0 ? 'none' : 'loading' };
  const named: PanelView = { ...empty, ...header(state, now), portfolio: state.id, banners: banners(state, privacy) };
  if (state.config.state === 'missing') return { ...named, phase: 'none' };
  const snapshot = state.snapshot;
  if (!snapshot && state.phase !== 'idle') return { ...named, phase: 'loading' };
  const failure = failureOf(state, privacy);
  if (!snapshot || failure) return { ...named, phase: 'failed', failure, health: health(state, privacy), banners: [] };

  const words = wordsFor(snapshot.baseCurrency, privacy, now, Math.abs(snapshot.knownEquity));
  const drawdownLimit = state.risk?.findings.find((finding) => finding.limit === 'maxDrawdownPct');
  return {
    ...named,
    phase: 'ready',
    ...(state.dayBoundary === undefined ? {} : { calendarStarts: calendarStarts(now, state.dayBoundary) }),
    kpis: kpis(state, words),
    breaches: (state.risk?.findings ?? []).filter((finding) => finding.state === 'BREACH').length,
    valueChart: {
      reason: null,
      drawdownLimit: drawdownLimit ? -drawdownLimit.threshold / 100 : null,
    },
    metrics: metrics(state, words),
    allocations: allocations(state.allocations, snapshot, words),
    positions: positionsTable(snapshot, words),
    assets: assetsTable(snapshot, words),
    accounts: accountsTable(snapshot, words),
    // Orders are given in single portfolios, never in all of them together.
    trading:
      state.id === combinedPortfolio
        ? []
        : tradableViews(state, { privacy, liveTrading: options.liveTrading === true, titleOf: titlesOf(snapshot) }),
    rebalanceReason: rebalanceReason(state),
    strategies: strategiesOf(state),
    limits: limits(state.risk, state.warningThreshold ?? defaultThreshold, words),
    correlation: correlation(state.analytics?.correlation ?? null),
    correlationReason:
      state.analytics?.correlationReason ??
      (state.analytics ? null : 'Correlations are computed after the first refresh'),
    health: health(state, privacy),
  };
}

function titlesOf(snapshot: Snapshot): (account: string) => string {
  const titles = new Map(snapshot.accounts.map((account) => [account.id, account.title]));
  return (account) => titles.get(account) ?? account;
}

/** Why Rebalance has nothing to plan; null: it has targets. */
function rebalanceReason(state: PortfolioState): string | null {
  if (state.id === combinedPortfolio) return 'Targets belong to one portfolio: choose it above.';
  return state.hasTargets === true
    ? null
    : 'No targets are set. Add a “targets” block to quantfolio.json: shares by asset or sector that sum to 1.';
}

/** Nothing was read at all: the cause and what helps. Null while there is anything to show. */
function failureOf(state: PortfolioState, privacy: boolean): Banner | null {
  const accounts = state.snapshot?.accounts ?? [];
  if (state.snapshot && (accounts.length === 0 || accounts.some((account) => account.state !== 'failed'))) return null;
  const causes = accounts.map(({ title, reason }) => aboutAccount(title, reason ?? 'could not be read'));
  const item = state.health.find((candidate) => candidate.action !== null);
  const text =
    causes.length > 0
      ? causes.join('. ')
      : (state.config.summary ?? state.health[0]?.detail ?? state.notices[0] ?? 'No account could be read');
  const retry = accounts.flatMap((account) => (account.retryAt === null ? [] : [account.retryAt]));
  const next = retry.length > 0 ? `. Next try at ${formatTime(Math.min(...retry))}` : '';
  return {
    tone: 'error',
    text: foreign(`${text}${next}`, privacy),
    action: item?.action
      ? { title: item.action.title, command: 'health', argument: item.id }
      : { title: 'Try again', command: 'refresh', argument: null },
  };
}

function calendarStarts(now: number, boundary: string): NonNullable<PanelView['calendarStarts']> {
  return {
    month: periodBounds({ id: 'MTD' }, now, 0, boundary).from,
    year: periodBounds({ id: 'YTD' }, now, 0, boundary).from,
  };
}
