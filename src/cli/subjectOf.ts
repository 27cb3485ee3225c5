import type { Subject } from '../core/model/performance.ts';
import type { Options } from './command.ts';

/** Whose numbers: of an account, a strategy, an asset, else of the whole. One of them at most. */
export function subjectOf({
  account,
  strategy,
  asset,
}: Pick<Options, 'account' | 'strategy' | 'asset'>): Subject | { readonly reason: string } {
  const asked = [
    ...(account === null ? [] : [{ kind: 'account', id: account } as const]),
    ...(strategy === null ? [] : [{ kind: 'strategy', id: strategy } as const]),
    ...(asset === null ? [] : [{ kind: 'asset', id: asset } as const]),
  ];
  if (asked.length > 1) return { reason: 'name one of --account, --strategy and --asset' };
  return asked[0] ?? { kind: 'portfolio', id: null };
}
