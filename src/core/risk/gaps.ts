import type { Gap, Snapshot } from '../model/snapshot.ts';

/** What is not known of whole accounts: every limit rests on them, because what they hold now is not known. */
export function accountGaps(snapshot: Snapshot): readonly string[] {
  const words = snapshot.gaps.filter((gap) => gap.asset === null && gap.state !== 'unpriced');
  const named = new Set(words.map((gap) => gap.account));
  const unnamed: Gap[] = [];
  for (const account of snapshot.accounts) {
    if ((account.state === 'stale' || account.state === 'failed') && !named.has(account.id)) {
      const reason = account.reason ?? (account.state === 'stale' ? 'its data is stale' : 'it was never read');
      unnamed.push({ account: account.id, asset: null, state: account.state, reason });
    }
  }
  return unique([...words, ...unnamed].map((gap) => inWords(gap, snapshot)));
}

/** Everything that is not known of the book: equity and all shares of it rest on all of it. */
export function bookGaps(snapshot: Snapshot): readonly string[] {
  const named = new Set(snapshot.gaps.map((gap) => `${gap.account} ${gap.asset}`));
  const unnamed: Gap[] = [];
  for (const item of [...snapshot.holdings, ...snapshot.positions]) {
    if (item.state === 'ok' || named.has(`${item.account} ${item.asset}`)) continue;
    named.add(`${item.account} ${item.asset}`);
    unnamed.push({
      account: item.account,
      asset: item.asset,
      state: item.state,
      reason: item.reason ?? words(item.state),
    });
  }
  return unique([...accountGaps(snapshot), ...[...snapshot.gaps, ...unnamed].map((gap) => inWords(gap, snapshot))]);
}

/** "XYZ on Binance · main: no price" */
export function inWords(gap: Gap, snapshot: Snapshot): string {
  const title = snapshot.accounts.find((account) => account.id === gap.account)?.title ?? gap.account;
  return gap.asset === null ? `${title}: ${gap.reason}` : `${gap.asset} on ${title}: ${gap.reason}`;
}

export function words(state: Gap['state']): string {
  if (state === 'unpriced') return 'no price';
  return state === 'stale' ? 'its data is stale' : 'it was never read';
}

export function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
