import { aboutAccount } from '../aboutAccount.ts';
import type { Gap, Snapshot } from '../model/snapshot.ts';

/**
 * What is not known of whole accounts (stale, never read, a pocket lost): every limit rests on them, because what they
 * hold now is not known.
 */
export function accountGaps(snapshot: Snapshot): readonly string[] {
  const named = new Set(snapshot.gaps.map((gap) => gap.account));
  const unnamed = snapshot.accounts.filter(
    ({ id, state }) => (state === 'stale' || state === 'failed') && !named.has(id),
  );
  return unique([
    ...snapshot.gaps.filter((gap) => gap.asset === null).map((gap) => gap.reason),
    ...unnamed.map(({ title, reason, state }) => aboutAccount(title, reason ?? stateInWords(state))),
  ]);
}

/** Everything that is not known of the book: equity and all shares of it rest on all of it. */
export function bookGaps(snapshot: Snapshot): readonly string[] {
  // A stale account has one gap for all it holds, so its parts are named already.
  const whole = new Set(snapshot.gaps.filter((gap) => gap.asset === null).map((gap) => gap.account));
  const named = new Set(snapshot.gaps.map((gap) => `${gap.account} ${gap.asset}`));
  const unnamed = [...snapshot.holdings, ...snapshot.positions].filter(
    ({ state, account, asset }) => state !== 'ok' && !whole.has(account) && !named.has(`${account} ${asset}`),
  );
  return unique([
    ...accountGaps(snapshot),
    ...snapshot.gaps.map((gap) => gap.reason),
    ...unnamed.map((part) => partInWords(part, part.asset, snapshot)),
  ]);
}

type Part = {
  readonly account: string;
  readonly asset: string;
  readonly state: Gap['state'] | 'ok';
  readonly reason: string | null;
};

/** What is not known of single positions, as the book says it; one line for a stale account says it of all it holds. */
export function partGaps(
  parts: readonly (Part & { readonly symbol: string })[],
  snapshot: Snapshot,
): readonly string[] {
  const stale = snapshot.gaps.filter((gap) => gap.asset === null && gap.state === 'stale');
  return parts.flatMap((part) => {
    if (part.state === 'stale' && stale.some((gap) => gap.account === part.account)) return [];
    const told = snapshot.gaps.find((gap) => gap.account === part.account && gap.asset === part.asset);
    return [told?.reason ?? partInWords(part, part.symbol, snapshot)];
  });
}

/** "Binance · main: XYZ: no price" */
function partInWords(part: Part, name: string, snapshot: Snapshot): string {
  const title = snapshot.accounts.find((account) => account.id === part.account)?.title ?? part.account;
  return `${title}: ${name}: ${part.reason ?? stateInWords(part.state)}`;
}

function stateInWords(state: Gap['state'] | 'ok'): string {
  switch (state) {
    case 'stale':
      return 'its data is stale';
    case 'failed':
      return 'it was never read';
    default:
      return 'it has no price';
  }
}

export function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
