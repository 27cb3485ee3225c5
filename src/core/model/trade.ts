import type { Decimal } from '../decimal.ts';
import type { Scope } from './account.ts';

/** A fill. */
export interface Trade {
  /** The source's own id, unique within its account (and symbol, where an exchange counts per market: then the symbol is in it). */
  readonly id: string;
  readonly at: number;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly side: 'buy' | 'sell';
  /** Units of `base`, or contracts of a derivative; always > 0. */
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** Paid, positive; a rebate is negative. */
  readonly fee: Decimal | null;
  readonly feeCurrency: string | null;
  readonly strategy: string | null;
  /** Realised by this fill, in the quote currency (of an inverse contract: its coin), before its fee, where the source knows it. */
  readonly realizedPnl?: Decimal;
  /** Why it is not known, where the ledger was read and still cannot tell ("bought before 3 Nov, from when trades are known"). */
  readonly realizedReason?: string;
  readonly orderId?: string;
  readonly clientOrderId?: string;
  /** Absent: spot. */
  readonly scope?: Scope;
  /** Absent: spot, where a fill moves `quantity` base against `quantity × price` quote. A derivative's fill moves no asset but its fee. */
  readonly contract?: 'linear' | 'inverse';
  readonly contractSize?: Decimal;
}

/** Money or assets that came in (positive) or went out (negative): never a profit. */
export interface CashFlow {
  readonly id: string;
  readonly at: number;
  readonly asset: string;
  readonly quantity: Decimal;
  /** `fee`: of a withdrawal or transfer (negative), which VAL-3 counts as a flow. Trading fees are P&L and never here. */
  readonly kind: 'deposit' | 'withdrawal' | 'transfer' | 'adjustment' | 'fee';
}
