import type { TradableAccount } from '../model/trading.ts';
import { accountGaps } from '../risk/gaps.ts';
import { nearestName } from './nearestName.ts';
import { titleOf, tradable } from './planContext.ts';
import type { PlanInput } from './planInput.ts';

/** Why no order can be given to an account, and what to do about it; null: it can. */
export function whyNotTradable(input: PlanInput, id: string): string | null {
  const account = tradable(input, id);
  if (account === undefined) {
    const near = nearestName(
      id,
      input.accounts.map((one) => one.account),
    );
    return `there is no account '${id}'${near === null ? '' : `: did you mean '${near}'?`}`;
  }
  if (!account.ready) return `${titleOf(input, id)}: ${reasonOf(account)}`;
  const failure = input.failures.find((one) => one.account === id && one.symbol === null);
  return failure ? `${titleOf(input, id)}: its markets could not be read: ${failure.reason}` : null;
}

export function reasonOf({ reason }: TradableAccount): string {
  return reason ?? 'orders cannot be given to it';
}

/** What is not known of an account as a whole, or of some assets in it: an order that rests on that is refused. */
export function whyNotKnown(
  { facts }: Pick<PlanInput, 'facts'>,
  account: string,
  assets: readonly string[],
): string | null {
  const { snapshot } = facts;
  const own = { ...snapshot, accounts: snapshot.accounts.filter(({ id }) => id === account) };
  const [gap] = accountGaps({ ...own, gaps: snapshot.gaps.filter((one) => one.account === account) });
  if (gap !== undefined) return gap;
  const part = [...snapshot.holdings, ...snapshot.positions].find(
    (one) => one.account === account && assets.includes(one.asset) && one.state !== 'ok',
  );
  if (part === undefined) return null;
  return `${titleOf({ facts }, account)}: ${part.reason ?? `${part.asset} has no price`}`;
}
