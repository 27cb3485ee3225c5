import type { Quote } from '../model/quote.ts';
import type { Execution, MarketRules, PlanRequest, TradableAccount } from '../model/trading.ts';
import type { SimulatedBroker } from '../paper/simulatedBroker.ts';
import type { LimitsConfig, RiskFacts } from '../risk/limit.ts';

/** `targets` of a configuration, as its schema has accepted them; sectors' assets are in `RiskFacts.sectors`. */
export interface Targets {
  readonly allocation?: Readonly<Record<string, number>> | undefined;
  readonly sectors?: Readonly<Record<string, number>> | undefined;
  readonly threshold: number;
  readonly minTradeNotional: number;
  readonly minPositionNotional: number;
  readonly mode: 'full' | 'buyOnly' | 'cashFirst';
}

/**
 * All that is known before an account is asked for its markets. `marketsFor(basis)` and `pricesFor(basis, rules)` say what to
 * ask; `planOrders` takes the same basis with the answers.
 */
export interface PlanBasis {
  readonly request: PlanRequest;
  /** Id of the portfolio. */
  readonly portfolio: string;
  /** Epoch ms. */
  readonly now: number;
  /** Of the last refresh, as the limits were judged on; `orders` empty. */
  readonly facts: RiskFacts;
  readonly limits: LimitsConfig;
  /** A fraction: 0.8. */
  readonly warningThreshold: number;
  /** null: none are configured. */
  readonly targets: Targets | null;
  /** `risk.stablecoins`: cash where the book does not hold them off their peg. */
  readonly stablecoins: readonly string[];
  /** Every account of the configuration, with why orders cannot be given to it. */
  readonly accounts: readonly TradableAccount[];
  /** A price for a paper account may be this old (`prices.maxAge`); for a live one, a minute. */
  readonly priceMaxAgeMs: number;
  /** Of a request for what remains: the execution of that plan; null: there is none. */
  readonly execution: Execution | null;
}

/** A market of an account that orders can be given to, with the prices that were asked for. */
export interface PlanMarket {
  readonly account: string;
  readonly rules: MarketRules;
  /** What `Trading.price` answered by side; slippage is not in it. */
  readonly buy: Quote | null;
  readonly sell: Quote | null;
}

/** Something that was asked and could not be had, in words. `symbol` null: the rules of the account. */
export interface MarketFailure {
  readonly account: string;
  readonly symbol: string | null;
  readonly reason: string;
}

export interface PlanInput extends PlanBasis {
  /** At least 12 hexadecimal digits, new for every plan; client order ids are made of them. */
  readonly id: string;
  readonly markets: readonly PlanMarket[];
  readonly failures: readonly MarketFailure[];
  /** Of paper accounts, as they are now: whoever decides there whether an order fills. */
  readonly brokers?: readonly (SimulatedBroker & { readonly account: string })[];
}
