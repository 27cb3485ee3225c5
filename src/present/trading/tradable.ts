import type { PortfolioState } from '../../core/model/state.ts';
import type { TradableView } from '../../protocol/panelView.ts';
import { foreign } from '../redact.ts';
import { plainTitles, type TitleOf } from './orderWords.ts';
import { tradingOffWords } from './plan.ts';

/** Whether orders can be given to this account now: paper, or live while the user's setting is on. */
export function canTrade(state: PortfolioState, account: string, liveTrading: boolean): boolean {
  return (state.trading ?? []).some((one) => one.account === account && one.ready && (!one.live || liveTrading));
}

/** Accounts of a portfolio that are ready to be traded with real money. */
export function liveAccounts(state: PortfolioState): readonly string[] {
  return (state.trading ?? []).filter((one) => one.live && one.ready).map((one) => one.account);
}

/** For the page's ticket: every account that orders could be given to, and why not where they cannot now. */
export function tradableViews(
  state: PortfolioState,
  {
    privacy,
    liveTrading,
    titleOf = plainTitles,
  }: { readonly privacy: boolean; readonly liveTrading: boolean; readonly titleOf?: TitleOf },
): readonly TradableView[] {
  return (state.trading ?? []).map(({ account, live, ready, reason }) => {
    const off = live && !liveTrading;
    return {
      account,
      title: titleOf(account),
      live,
      ready: ready && !off,
      reason: reason === null ? (off ? tradingOffWords : null) : foreign(reason, privacy),
    };
  });
}
