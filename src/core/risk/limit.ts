import type { z } from 'zod';
import type { Big } from '../decimal.ts';
import type { LimitUnit } from '../model/risk.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** A number a limit needs, or why it is not known. */
export type Fact =
  | { readonly known: true; readonly value: number; readonly ageMs?: number }
  | { readonly known: false; readonly reason: string };

/** Everything limits are judged on: the book now, and what history says of day, week, month and peak. */
export interface RiskFacts {
  readonly at: number;
  readonly snapshot: Snapshot;
  /** Profit (+) or loss (−) since the boundary, in base currency, net of flows: RISK-2. */
  readonly dayPnl: Fact;
  readonly weekPnl: Fact;
  readonly monthPnl: Fact;
  readonly dayStartEquity: Fact;
  readonly weekStartEquity: Fact;
  readonly monthStartEquity: Fact;
  /** Current drawdown from the peak of the flow-neutral index, as a fraction ≥ 0. */
  readonly drawdown: Fact;
  readonly startingCash: number | null;
  readonly sectors: Readonly<Record<string, readonly string[]>>;
  readonly countSpot: boolean;
  /** Orders under a pre-trade check (RISK-8); empty when the book is judged as it is. Notional in base currency. */
  readonly orders: readonly { readonly symbol: string; readonly notional: number }[];
  /** `dayPnl` counts open P&L too (`risk.includeUnrealized`). Absent: realised P&L alone. */
  readonly dayCountsOpen?: boolean;
  /** `risk.stablecoins`, for money that orders bring in and nobody holds yet. Absent: fiat alone is money then. */
  readonly stablecoins?: readonly string[];
}

/** One thing a limit measured. `value` is null when nothing is known; `known` is the part that is, for additive limits. */
export interface Measurement {
  readonly subject: string | null;
  readonly threshold: number;
  readonly value: Big | null;
  readonly known: Big | null;
  /** Why `value` is null or partial; empty when complete. */
  readonly incomplete: readonly string[];
  readonly contributors: readonly string[];
  readonly ageMs: number | null;
}

/**
 * The shape of a limit: one file each, one line in index.ts. The configuration key, the schema, evaluation, diagnostics,
 * lens, alert and CLI follow from it.
 */
export interface Limit<S> {
  /** Key in `limits` of the configuration. */
  readonly id: string;
  readonly title: string;
  readonly unit: LimitUnit;
  /** zod schema of its setting, with `.meta({ markdownDescription })` for completion and hovers. */
  readonly settings: z.ZodType<S>;
  /** `atOrAbove`: breach at value ≥ limit. `above`: counts, breach at value > limit. `below`: minimum limits. RISK-2. */
  readonly boundary: 'atOrAbove' | 'above' | 'below';
  /** A partial value that already breaches is a breach (sums of exposures), else unknown. */
  readonly additive: boolean;
  /** It judges proposed orders, each by itself, and nothing of the book. Absent: the book. */
  readonly ofOrders?: true;
  /** A loss or a drawdown: no order undoes it; while it is breached only what lessens exposure may be sent. */
  readonly ofLoss?: true;
  measure(facts: RiskFacts, settings: S): readonly Measurement[];
  /** RISK-7: how much more of a symbol it allows; null where it does not bound that. Absent: it bounds no size. */
  room?(facts: RiskFacts, settings: S, symbol: string): Room | null;
}

/** Notional in base currency that may be added before a limit is reached (negative: past it), or why that is not known. */
export type Room = { readonly notional: Big } | { readonly reasons: readonly string[] };

/** The `limits` of a configuration: settings by limit id, as their own zod schemas have accepted them. */
export type LimitsConfig = Readonly<Record<string, unknown>>;
