import type { PlanRequest } from '../../src/core/model/trading.ts';

/** What somebody typed into the ticket so far; nothing of it is sent, and nothing is judged here but that it is a number. */
export interface Draft {
  readonly account: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly by: 'quantity' | 'notional' | 'all';
  readonly size: string;
  readonly type: 'market' | 'limit';
  readonly price: string;
}

/** What is open beside a section. */
export type Desk =
  | { readonly kind: 'position'; readonly id: string }
  | { readonly kind: 'ticket'; readonly draft: Draft }
  /** Orders to review; `back`: where "Cancel" leads. */
  | { readonly kind: 'plan'; readonly request: PlanRequest; readonly back: Desk | null };

export const emptyDraft: Draft = {
  account: '',
  symbol: '',
  side: 'buy',
  by: 'quantity',
  size: '',
  type: 'market',
  price: '',
};

/** What was open when the page was last shown. */
export function deskOf(choices: Readonly<Record<string, string>>): Desk | null {
  const id = choices['position'];
  return id ? { kind: 'position', id } : null;
}
