import type { AccountView } from '../core/model/snapshot.ts';
import type { HealthItem, PortfolioState } from '../core/model/state.ts';

/**
 * What health says of an account that did not answer the last time although its values are not stale yet; null where it
 * answered. Its reason alone does not tell: a file of positions has one, for the equity it does not know.
 */
export function silence(state: PortfolioState, account: AccountView): HealthItem | null {
  if (account.state !== 'ok' || account.reason === null) return null;
  return state.health.find((item) => item.id === `account/${account.id}`) ?? null;
}
