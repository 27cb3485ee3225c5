import type { Config } from '../config/schema.ts';
import type { ConfigProblem } from '../core/model/configText.ts';
import type { Allocation, Snapshot } from '../core/model/snapshot.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { allocationsOf } from '../core/valuation/allocate.ts';
import type { PortfolioInput } from '../protocol/engine.ts';
import { benchmarkTitle } from './benchmarks.ts';
import type { AccountConnection } from './connections.ts';
import type { EnginePorts } from './engine.ts';
import type { PriceFailure } from './readQuotes.ts';
import { strategiesOf } from './strategies.ts';
import { tradableAccounts } from './trading/tradableAccount.ts';

/** What a state says beside its numbers. */
export interface StateSetting {
  readonly input: PortfolioInput;
  /** In force, whatever the text says now. */
  readonly config: Config | null;
  readonly problems: readonly ConfigProblem[];
  /** The file is not there (any more). */
  readonly gone: boolean;
  readonly ports: Pick<EnginePorts, 'redirectedTo' | 'notices'>;
  readonly troubles: readonly string[];
  readonly failures: readonly PriceFailure[];
  readonly connections: readonly AccountConnection[];
}

const nothingYet = {
  phase: 'starting',
  restored: false,
  snapshot: null,
  allocations: [],
  analytics: null,
  risk: null,
  health: [],
} as const;

/** The next state: what changed over what was, with the configuration's state and all notices. */
export function composeState(
  previous: PortfolioState | null,
  change: Partial<PortfolioState>,
  { input, config, problems, gone, ports, troubles, failures, connections }: StateSetting,
): PortfolioState {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const first = errors[0] ?? null;
  const snapshot = change.snapshot ?? previous?.snapshot ?? null;
  const lost = gone && config !== null;
  return {
    ...nothingYet,
    ...previous,
    id: input.folder,
    name: config?.name ?? 'Portfolio',
    configPath: input.configPath,
    config: {
      state: first !== null || lost ? 'broken' : config === null ? 'missing' : 'good',
      problems: first === null ? problems.length : errors.length,
      summary: first?.message ?? (lost ? 'the file is gone; its last good content stays in force' : null),
    },
    sectors: config?.sectors ?? {},
    strategies: config === null ? [] : strategiesOf(config, snapshot).map(({ name }) => name),
    benchmarks: (config?.benchmarks ?? []).map((id) => ({ id, title: benchmarkTitle(id) })),
    ...(config === null
      ? {}
      : { warningThreshold: config.risk.warningThreshold, dayBoundary: config.risk.dayBoundary }),
    redirectedTo: ports.redirectedTo,
    updateInterval: config?.updateInterval ?? 60,
    trading: tradableAccounts(connections, Object.keys(config?.accounts ?? {})),
    hasTargets: Object.keys({ ...config?.targets?.allocation, ...config?.targets?.sectors }).length > 0,
    ...change,
    notices: [...ports.notices, ...troubles, ...failures.map(({ link, reason }) => `Prices from ${link}: ${reason}`)],
  };
}

/** A snapshot that an older version wrote may lack what allocations need; the live one follows in a moment. */
export function restoredAllocations(snapshot: Snapshot, config: Config | null): readonly Allocation[] {
  try {
    return allocationsOf(snapshot, config?.sectors ?? {});
  } catch {
    return [];
  }
}
