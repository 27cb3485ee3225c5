import type { OrderSize, PlanRequest } from '../../src/core/model/trading.ts';
import { decimalText } from './decimalText.ts';
import type { Draft } from './desk.ts';

/** What is wrong, by field, in words. */
export type DraftProblems = Readonly<Partial<Record<'account' | 'symbol' | 'size' | 'price', string>>>;

/** The order that a ticket asks for, or what is missing in it. Steps, minimums and limits are the engine's to judge. */
export function orderRequest(
  draft: Draft,
): { readonly ok: true; readonly request: PlanRequest } | { readonly ok: false; readonly problems: DraftProblems } {
  const problems: Record<string, string> = {};
  const symbol = draft.symbol.trim().toUpperCase();
  if (draft.account === '') problems['account'] = 'Choose an account.';
  if (symbol === '') problems['symbol'] = 'Name a market (BTC/USD) or an asset (BTC).';
  const size = positive(draft.size);
  if (draft.by !== 'all' && !size.ok) problems['size'] = size.reason;
  const price = positive(draft.price);
  if (draft.type === 'limit' && !price.ok) problems['price'] = price.reason.replace('how much', 'at which price');
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const value = size.ok ? size.value : '';
  const sizes: Readonly<Record<Draft['by'], OrderSize>> = {
    quantity: { quantity: value },
    notional: { notional: value },
    all: { all: true },
  };
  return {
    ok: true,
    request: {
      kind: 'order',
      account: draft.account,
      symbol,
      side: draft.side,
      size: sizes[draft.by],
      price: draft.type === 'limit' && price.ok ? price.value : null,
      strategy: null,
    },
  };
}

function positive(typed: string): ReturnType<typeof decimalText> {
  const read = decimalText(typed);
  return read.ok && !/[1-9]/.test(read.value) ? { ok: false, reason: 'It must be more than zero.' } : read;
}
