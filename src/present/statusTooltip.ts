import { aboutAccount } from '../core/aboutAccount.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { formatPercent, formatTime, missing } from './format.ts';
import { gapCount } from './gapCount.ts';
import { escapeMarkdown, markdownTable } from './markdown.ts';
import { foreign } from './redact.ts';
import { usage, worstFirst } from './riskTree.ts';
import { silence } from './silence.ts';
import type { EngineStatus } from './status.ts';
import { todayOf } from './today.ts';
import { liveAccounts } from './trading/tradable.ts';
import { portfolioWords } from './tree.ts';
import type { ShowOptions } from './treeNode.ts';
import { amount, changeWords, staleWords } from './words.ts';

/** The card behind the status bar item: account, limits, freshness, links. Markdown; user text is escaped. */
export function statusTooltip(
  shown: PortfolioState,
  states: readonly PortfolioState[],
  engine: EngineStatus,
  options: ShowOptions,
): string {
  const blocks = [
    `**${escapeMarkdown(shown.name)}**${shown.snapshot?.simulated ? ' (simulated)' : ''}`,
    card(shown, options),
    limits(shown, options),
    freshness(shown, options),
    trading(states, options),
    notices(shown, engine, options),
    others(shown, states, options),
    links(options),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function card(shown: PortfolioState, options: ShowOptions): string {
  const { snapshot } = shown;
  if (snapshot === null) return 'Reading accounts…';
  const money = (value: number | null, sign = false) => amount(value, snapshot.baseCurrency, options.privacy, sign);
  const change = snapshot.change24h;
  const today = todayOf(snapshot);
  const lacks = gapCount(snapshot.gaps);
  const display = Object.entries(snapshot.display).map(([currency, value]): readonly [string, string] => [
    `In ${currency}`,
    amount(value, currency, options.privacy),
  ]);
  return markdownTable([
    [
      'Value',
      snapshot.equity === null
        ? `${missing} (${foreign(snapshot.equityReason ?? 'incomplete', options.privacy)})`
        : [money(snapshot.equity), lacks === null ? null : `(incomplete: ${lacks})`].filter(Boolean).join(' '),
    ],
    ...display,
    [
      '24 h',
      change.pct === null
        ? `${missing} (${foreign(change.reason ?? 'not known', options.privacy)})`
        : `${money(change.abs, true)} ${changeWords(change)}`,
    ],
    today.abs === null
      ? null
      : ['Today', `${money(today.abs, true)} ${today.pct === null ? '(n/a)' : changeWords(today)}`],
    snapshot.totalUnrealizedPnl === null ? null : ['Open P&L', money(snapshot.totalUnrealizedPnl, true)],
    snapshot.totalNotional === null ? null : ['Exposure', money(snapshot.totalNotional)],
    snapshot.cash === null ? null : ['Cash', money(snapshot.cash)],
    ['Open positions', String(snapshot.openPositions)],
    snapshot.monthToDate.pct === null
      ? null
      : ['Month to date', formatPercent(snapshot.monthToDate.pct, { sign: true })],
  ]);
}

function limits(shown: PortfolioState, options: ShowOptions): string {
  const { risk, snapshot } = shown;
  if (risk === null || snapshot === null) return '';
  if (risk.findings.length === 0) return 'No risk limits are set.';
  const worst = [...risk.findings].sort(worstFirst).slice(0, 5);
  const icons = { OK: '$(pass)', WARNING: '$(warning)', UNKNOWN: '$(question)', BREACH: '$(error)' } as const;
  return worst
    .map((finding) => {
      const name = finding.subject === null ? finding.title : `${finding.title} ${finding.subject}`;
      const used = usage(finding, snapshot.baseCurrency, options);
      return `${icons[finding.state]} ${escapeMarkdown(name)}: ${escapeMarkdown(used)}`;
    })
    .join('  \n');
}

function freshness(shown: PortfolioState, options: ShowOptions): string {
  const { snapshot } = shown;
  if (snapshot === null) return '';
  const troubled = snapshot.accounts
    .filter((account) => account.state !== 'ok' || silence(shown, account) !== null)
    .map((account) => {
      const why =
        account.state === 'stale'
          ? staleWords(account, options)
          : foreign(account.reason ?? account.state, options.privacy);
      return `$(warning) ${escapeMarkdown(aboutAccount(account.title, why))}`;
    });
  const asOf = `${shown.restored ? 'Last known values of' : 'As of'} ${formatTime(snapshot.asOf)}`;
  return [asOf, ...troubled].join('  \n');
}

/** Rule 3: while real orders can be sent, it is said where the user looks, with the way out beside it. */
function trading(states: readonly PortfolioState[], options: ShowOptions): string {
  if (options.liveTrading !== true) return '';
  const titles = states.flatMap((state) =>
    liveAccounts(state).map((id) => state.snapshot?.accounts.find((account) => account.id === id)?.title ?? id),
  );
  const who =
    titles.length === 0
      ? 'no account is in mode trade, so nothing can be sent'
      : `orders to ${titles.join(', ')} can be sent, each confirmed by you`;
  return `$(zap) **Live trading is on**: ${escapeMarkdown(who)}  \n[$(circle-slash) Turn all trading off](command:quantfolio.turnAllTradingOff)`;
}

function notices(shown: PortfolioState, engine: EngineStatus, options: ShowOptions): string {
  const lines = [
    shown.config.state === 'broken'
      ? `$(warning) ${escapeMarkdown(foreign(shown.config.summary ?? 'The configuration has errors', options.privacy))}`
      : null,
    shown.redirectedTo === null
      ? null
      : `$(warning) All exchange traffic goes to ${escapeMarkdown(shown.redirectedTo)}`,
    engine.kind === 'restarting' ? `$(warning) ${escapeMarkdown(engine.reason)}` : null,
    ...shown.notices.map((notice) => `$(info) ${escapeMarkdown(foreign(notice, options.privacy))}`),
  ];
  return lines.filter((line) => line !== null).join('  \n');
}

function others(shown: PortfolioState, states: readonly PortfolioState[], options: ShowOptions): string {
  return markdownTable(
    states
      .filter((state) => state.id !== shown.id)
      .map((state) => [
        state.name,
        portfolioWords(state.snapshot, options.privacy).replaceAll('\u2002', ' ') || missing,
      ]),
  );
}

function links(options: ShowOptions): string {
  return [
    '[$(graph) Open panel](command:quantfolio.openPanel)',
    '[$(checklist) Evaluate limits](command:quantfolio.evaluateRiskLimits)',
    options.privacy
      ? '[$(eye) Show amounts](command:quantfolio.togglePrivacy)'
      : '[$(eye-closed) Hide amounts](command:quantfolio.togglePrivacy)',
  ].join(' · ');
}
