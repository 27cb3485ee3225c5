import type { Big } from '../decimal.ts';
import type { Ledger, LedgerCoverage } from '../model/ledger.ts';
import type { RateAt } from './assetLots.ts';
import type { CostBasis } from './costBasis.ts';

export interface RealiseInput {
  /** Of every account, so that transfers carry their lots. */
  readonly ledger: Ledger;
  readonly method: CostBasis;
  /** Fees count in the cost of what was bought (and of what is sold, where the caller takes them off). */
  readonly includeFees: boolean;
  /** Money has no lots. */
  readonly isCash: (asset: string) => boolean;
  readonly rateAt: RateAt;
  readonly baseCurrency: string;
  readonly accounts: ReadonlyMap<string, RealisedAccount>;
}

export interface RealisedAccount {
  readonly coverage: LedgerCoverage;
  /** What it owns now of each asset, what it owes subtracted. */
  readonly owned: ReadonlyMap<string, Big>;
  /** Signed contracts by symbol. */
  readonly contracts: ReadonlyMap<string, Big>;
  /** What is sold beyond what is held opens a short on spot markets too (paper). */
  readonly allowsShort?: boolean;
}
