import type { Gap } from '../core/model/snapshot.ts';
import { formatCount } from './format.ts';
import { stateWords } from './words.ts';

/** What a total lacks, counted: "2 assets unpriced, 1 account not read"; null when it lacks nothing. Stale parts are in it. */
export function gapCount(gaps: readonly Gap[]): string | null {
  const lacking = gaps.filter((gap) => gap.state !== 'stale');
  const parts = (['failed', 'unpriced'] as const).flatMap((state) => {
    const here = lacking.filter((gap) => gap.state === state);
    const assets = new Set(here.flatMap((gap) => gap.asset ?? [])).size;
    const accounts = new Set(here.filter((gap) => gap.asset === null).map((gap) => gap.account)).size;
    return [
      assets === 0 ? null : `${formatCount(assets, 'asset')} ${stateWords[state]}`,
      accounts === 0 ? null : `${formatCount(accounts, 'account')} ${stateWords[state]}`,
    ].filter((part) => part !== null);
  });
  return parts.length === 0 ? null : parts.join(', ');
}
