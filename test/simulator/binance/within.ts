import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import type { Account } from '../world.ts';
import { type SpanRules, spanOf } from './span.ts';

export type Answer = (context: ExchangeContext, call: Call, account: Account) => Reply;

/** Rows within the asked span. */
export function within<T extends { readonly at: number }>(
  rules: SpanRules,
  rows: (account: Account, call: Call) => readonly T[],
  reply: (rows: readonly T[], call: Call) => Reply,
): Answer {
  return (context, call, account) => {
    const span = spanOf(call, context.now(), rules);
    if ('refused' in span) return span.refused;
    return reply(
      rows(account, call).filter(({ at }) => at >= span.from && at <= span.to),
      call,
    );
  };
}

export const newestFirst = <T extends { readonly at: number }>(rows: readonly T[]): readonly T[] =>
  [...rows].sort((a, b) => b.at - a.at);
export const oldestFirst = <T extends { readonly at: number }>(rows: readonly T[]): readonly T[] =>
  [...rows].sort((a, b) => a.at - b.at);
