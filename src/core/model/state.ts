import type { Analytics } from './analytics.ts';
import type { RiskResult } from './risk.ts';
import type { Allocation, Snapshot } from './snapshot.ts';
import type { TradableAccount } from './trading.ts';

export type Severity = 'info' | 'warning' | 'critical';

/** Something about the data or the set-up that a person should know: RISK-10. */
export interface HealthItem {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly detail: string;
  readonly account: string | null;
  /** Share of the book it touches, as a fraction; null when it cannot be known. */
  readonly share: number | null;
  /** What helps: a command id's last part ("replaceKey", "approveHost", "openConfiguration", "refresh", "showLog") and its argument. */
  readonly action: { readonly command: string; readonly argument: string | null; readonly title: string } | null;
}

/** One immutable state per portfolio: the only thing views read. */
export interface PortfolioState {
  /** Id of the portfolio: the folder's absolute path. */
  readonly id: string;
  readonly name: string;
  readonly configPath: string;
  readonly phase: 'starting' | 'refreshing' | 'idle';
  /** Set when this state was read from history at start and nothing live came yet. */
  readonly restored: boolean;
  /** `broken`: the last good configuration stays in force; `missing`: there never was one. */
  readonly config: {
    readonly state: 'good' | 'broken' | 'missing';
    readonly problems: number;
    readonly summary: string | null;
  };
  readonly snapshot: Snapshot | null;
  readonly allocations: readonly Allocation[];
  /** Sector → assets, of the configuration in force: grouping in views. */
  readonly sectors: Readonly<Record<string, readonly string[]>>;
  /** Names of the configuration's strategies, and of those that holdings or trades name: what performance can be asked of. */
  readonly strategies?: readonly string[];
  /** Benchmarks of the configuration in force: "BTC", "file:spx.csv". */
  readonly benchmarks?: readonly { readonly id: string; readonly title: string }[];
  readonly analytics: Analytics | null;
  readonly risk: RiskResult | null;
  /** From this fraction of a limit on it warns: `risk.warningThreshold` in force; absent: without a configuration. */
  readonly warningThreshold?: number;
  readonly health: readonly HealthItem[];
  /** `risk.dayBoundary` in force; absent: without a configuration. */
  readonly dayBoundary?: string;
  /** Set while QUANTFOLIO_EXCHANGE_BASE_URL redirects all exchange traffic. */
  readonly redirectedTo: string | null;
  readonly updateInterval: number;
  /** Accounts of the configuration that orders could be given to; live ones also need the user's setting. Absent: none. */
  readonly trading?: readonly TradableAccount[];
  /** `targets` are configured: a rebalance can be planned. */
  readonly hasTargets?: boolean;
  /** Engine-wide trouble in words (history unavailable …). */
  readonly notices: readonly string[];
}
