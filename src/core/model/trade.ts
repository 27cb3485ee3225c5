import type { Decimal } from '../decimal.ts';

/** A fill. */
export interface Trade {
  readonly id: string;
  readonly at: number;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal | null;
  readonly feeCurrency: string | null;
  readonly strategy: string | null;
  /** Realised by this fill, in the quote currency, before its fee, where the source knows it (paper). */
  readonly realizedPnl?: Decimal;
}

/** Money or assets that came in (positive) or went out (negative): never a profit. */
export interface CashFlow {
  readonly id: string;
  readonly at: number;
  readonly asset: string;
  readonly quantity: Decimal;
  readonly kind: 'deposit' | 'withdrawal' | 'transfer' | 'adjustment';
}
