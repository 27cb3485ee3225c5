import type { Snapshot } from '../core/model/snapshot.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { formatAge } from './format.ts';
import { statusTooltip } from './statusTooltip.ts';
import { isIncomplete, portfolioWords } from './tree.ts';
import type { ShowOptions } from './treeNode.ts';

/** The engine as the window sees it: the views say so when it does not run. */
export type EngineStatus =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'restarting'; readonly at: number; readonly reason: string };

export interface StatusView {
  readonly text: string;
  /** Markdown with command links. */
  readonly tooltip: string;
  readonly background: 'none' | 'warning' | 'error';
  readonly spoken: string;
  readonly command: 'openPanel' | 'openConfiguration';
}

/** The status bar item (UI-2); null hides it. `shown` is the portfolio whose value it tells, `states` all of them. */
export function statusView(
  shown: PortfolioState | null,
  states: readonly PortfolioState[],
  engine: EngineStatus,
  options: ShowOptions,
): StatusView | null {
  if (shown === null) return null;
  const { snapshot } = shown;
  const tooltip = statusTooltip(shown, states, engine, options);
  if (shown.config.state === 'broken' && (snapshot === null || shown.restored)) {
    return {
      text: `$(warning) Quantfolio: fix ${fileName(shown.configPath)}`,
      tooltip,
      background: 'warning',
      spoken: `Quantfolio: ${fileName(shown.configPath)} has errors`,
      command: 'openConfiguration',
    };
  }
  if (snapshot === null) {
    const dead = engine.kind === 'restarting';
    return {
      text: dead ? '$(warning) Quantfolio: engine stopped' : '$(loading~spin) Quantfolio',
      tooltip,
      background: dead ? 'warning' : 'none',
      spoken: dead ? 'Quantfolio: the engine stopped and is restarted' : 'Quantfolio: reading accounts',
      command: 'openPanel',
    };
  }
  const first = shown.restored || shown.phase === 'starting' || engine.kind === 'starting';
  const stale = staleAge(shown, options.now);
  const marks = [
    shown.config.state === 'broken' ? `fix ${fileName(shown.configPath)}` : null,
    stale === null ? null : `stale ${stale}`,
    simulatedWords(snapshot),
    shown.redirectedTo === null ? null : 'redirected',
    engine.kind === 'restarting' ? 'engine stopped' : null,
    options.liveTrading === true ? '$(zap) live trading' : null,
  ].filter((mark) => mark !== null);
  const name = states.length > 1 ? `${escapeIcons(shown.name)} ` : '';
  const words = portfolioWords(snapshot, options.privacy).replaceAll('\u2002', ' ');
  const text = `${first ? '$(loading~spin)' : '$(graph-line)'} ${name}${words}${marks.map((mark) => ` · ${mark}`).join('')}`;
  const background = backgroundOf(
    states,
    stale !== null || isIncomplete(snapshot) || shown.config.state === 'broken' || engine.kind === 'restarting',
  );
  const risk =
    background === 'none' ? 'limits OK' : background === 'error' ? 'a limit is breached or unknown' : 'warning';
  return {
    text,
    tooltip,
    background,
    spoken: `${shown.name}: ${words}, ${[...marks, risk].join(', ').replaceAll('$(zap) live trading', 'live trading is on')}`,
    command: 'openPanel',
  };
}

/** Error: breach or unknown; warning: a limit in warning, or data is stale or missing. The worst of all portfolios counts. */
function backgroundOf(states: readonly PortfolioState[], troubled: boolean): StatusView['background'] {
  const risks = states.map((state) => state.risk?.state ?? 'OK');
  if (risks.some((state) => state === 'BREACH' || state === 'UNKNOWN')) return 'error';
  return troubled || risks.some((state) => state === 'WARNING') ? 'warning' : 'none';
}

/** Simulated values are never shown as real ones; where only some are, it says so. */
function simulatedWords({ simulated, accounts }: Snapshot): string | null {
  if (!simulated) return null;
  return accounts.some((account) => !account.simulated) && accounts.some((account) => account.simulated)
    ? 'partly simulated'
    : 'simulated';
}

/** Age of the oldest stale account; null when nothing is stale. */
export function staleAge(state: PortfolioState, now: number): string | null {
  const stale = (state.snapshot?.accounts ?? []).filter((account) => account.state === 'stale' && account.at !== null);
  if (stale.length === 0) return null;
  return formatAge(now - Math.min(...stale.map((account) => account.at ?? now)));
}

/** A name from a configuration must not become an icon: "$(…)" . */
function escapeIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
