import type { PortfolioState } from '../../core/model/state.ts';

/** What a person may want to trade in an account: what it holds first, then what the portfolio holds or names elsewhere. */
export function tradedSymbols(
  state: PortfolioState,
  account: string,
): readonly { readonly symbol: string; readonly note: string }[] {
  const { snapshot } = state;
  const held = (snapshot?.holdings ?? []).filter((row) => row.kind === 'asset');
  const derivatives = (snapshot?.positions ?? []).filter((row) => row.instrument !== 'spot');
  const notes = new Map<string, string>();
  const add = (symbol: string, note: string): void => {
    if (!notes.has(symbol)) notes.set(symbol, note);
  };
  for (const row of derivatives) if (row.account === account) add(row.symbol, 'position here');
  for (const row of held) if (row.account === account) add(row.asset, 'held here');
  for (const row of held) add(row.asset, 'held elsewhere');
  for (const [sector, assets] of Object.entries(state.sectors)) for (const asset of assets) add(asset, sector);
  return [...notes].map(([symbol, note]) => ({ symbol, note }));
}
