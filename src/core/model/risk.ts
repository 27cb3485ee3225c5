/** Severity order: RISK-2. */
export type LimitState = 'OK' | 'WARNING' | 'UNKNOWN' | 'BREACH';

export type LimitUnit = 'money' | 'percent' | 'count' | 'ratio';

/** The answer of one limit for one subject (a symbol, a sector, the portfolio as null). */
export interface Finding {
  /** The limit's id, its key in the configuration: `maxTotalExposureNotional`. */
  readonly limit: string;
  readonly title: string;
  readonly subject: string | null;
  readonly unit: LimitUnit;
  readonly value: number | null;
  readonly threshold: number;
  /** value / threshold as a fraction (minimum limits: threshold / value); null when unknown. */
  readonly ratio: number | null;
  /** What is left before the limit is reached, in the limit's unit; negative when past it. */
  readonly headroom: number | null;
  readonly state: LimitState;
  /** One sentence for people, numbers included. */
  readonly message: string;
  /** What is missing in `value`, in words; empty when complete. */
  readonly incomplete: readonly string[];
  /** Age of the oldest data it rests on. */
  readonly ageMs: number | null;
  /** Position symbols it rests on, largest first. */
  readonly contributors: readonly string[];
}

/** RISK-3. `reasons` holds breaches only; UNKNOWN and BREACH make `allowed` false. */
export interface RiskResult {
  readonly at: number;
  readonly state: LimitState;
  readonly allowed: boolean;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  /** Number by metric id (camelCase), null when unknown. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Why a metric is null, by its id. */
  readonly missing?: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
}

/** RISK-7: how much more of a symbol the limits allow. */
export interface Headroom {
  readonly symbol: string;
  readonly notional: number | null;
  readonly quantity: number | null;
  readonly bindingLimit: string | null;
  readonly reason: string | null;
}

/** RISK-7 by limit: how much more of a symbol each limit allows. Base currency; null with a reason. */
export interface LimitHeadroom {
  readonly limit: string;
  readonly title: string;
  readonly notional: number | null;
  readonly quantity: number | null;
  readonly reason: string | null;
  /** false: no size of the symbol reaches this limit; absent: it bounds it, or whether it does is not known. */
  readonly bounds?: false;
}
