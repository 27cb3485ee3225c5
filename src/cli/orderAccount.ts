import type { PortfolioState } from '../core/model/state.ts';

/** Which account an order is for: the one that is named, else the only paper account. Reasons say what would help. */
export function orderAccount(
  state: PortfolioState,
  named: string | null,
  dryRun: boolean,
): { readonly account: string } | { readonly reason: string } {
  const tradable = state.trading ?? [];
  if (named === null) {
    const paper = tradable.filter(({ live }) => !live);
    const [only, ...others] = paper;
    if (only === undefined) {
      return { reason: 'there is no paper account: add one ("kind": "paper"), or name an account with --account' };
    }
    if (others.length > 0) {
      return {
        reason: `name one of the paper accounts: ${paper.map(({ account }) => `--account ${account}`).join(', ')}`,
      };
    }
    return only.ready
      ? { account: only.account }
      : { reason: `${only.account}: ${only.reason ?? 'orders cannot be given to it'}` };
  }
  const found = tradable.find(({ account }) => account === named);
  if (found === undefined) {
    const known = state.snapshot?.accounts.map(({ id }) => id) ?? [];
    return known.includes(named)
      ? { reason: `${named} takes no orders: it is read from elsewhere, trade there yourself` }
      : { reason: `no account '${named}' is configured; there is ${known.join(', ')}` };
  }
  if (found.live && !dryRun) {
    return {
      reason: `${named} trades real money, and the command line sends no live orders: plan them with --dry-run, and confirm them in VS Code`,
    };
  }
  if (!found.ready) return { reason: `${named}: ${found.reason ?? 'orders cannot be given to it'}` };
  return { account: named };
}
