import type { Call, Reply } from '../exchange.ts';
import { refusal } from './reply.ts';

const day = 86_400_000;

export interface SpanRules {
  /** Longest span between startTime and endTime. */
  readonly longestDays: number;
  /** Span that is answered without startTime. */
  readonly usualDays: number;
  /** What is older is not told. */
  readonly memoryDays?: number;
  /** Names of the two parameters. */
  readonly names?: readonly [string, string];
}

/** The span a question means, by the rules of its endpoint, or the exchange's refusal. */
export function spanOf(
  call: Call,
  now: number,
  rules: SpanRules,
): { readonly from: number; readonly to: number } | { readonly refused: Reply } {
  const [startName, endName] = rules.names ?? ['startTime', 'endTime'];
  const start = call.params.get(startName);
  const end = call.params.get(endName);
  const to =
    end === null ? (start === null ? now : Math.min(now, Number(start) + rules.longestDays * day)) : Number(end);
  const from = start === null ? to - rules.usualDays * day : Number(start);
  if (to - from > rules.longestDays * day)
    return { refused: refusal(400, -1127, `More than ${rules.longestDays * 24} hours between startTime and endTime.`) };
  if (from > to) return { refused: refusal(400, -1100, 'startTime is after endTime.') };
  return { from: Math.max(from, rules.memoryDays === undefined ? 0 : now - rules.memoryDays * day), to };
}

export function limitOf(call: Call, usual: number, most: number, name = 'limit'): number {
  return Math.min(Number(call.params.get(name) ?? usual), most);
}
