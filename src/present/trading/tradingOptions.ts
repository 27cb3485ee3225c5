import type { TitleOf } from './orderWords.ts';

export interface TradingOptions {
  /** Hide every amount and quantity; they are not in the view at all. */
  readonly privacy: boolean;
  /** Epoch ms. */
  readonly now: number;
  /** How accounts are called; default their ids. */
  readonly titleOf?: TitleOf;
}
