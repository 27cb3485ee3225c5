import type { PanelView, TradableView } from '../../src/protocol/panelView.ts';

/** Accounts that orders can be given to now. */
export function readyAccounts(view: PanelView): readonly TradableView[] {
  return (view.trading ?? []).filter((account) => account.ready);
}

/** The account that a ticket starts with: a paper account before one with real money. */
export function firstAccount(view: PanelView, wanted?: string): string {
  const ready = readyAccounts(view);
  const known = ready.find((account) => account.account === wanted);
  return (known ?? ready.find((account) => !account.live) ?? ready[0])?.account ?? '';
}
