import type { PortfolioState } from '../../core/model/state.ts';
import type { PerformanceChoices } from '../../protocol/performanceView.ts';

type Choice = PerformanceChoices['subjects'][number];

/** What the pickers of the Performance section offer: the book, its accounts, strategies and what it holds. */
export function performanceChoices(state: PortfolioState | null): PerformanceChoices {
  const snapshot = state?.snapshot ?? null;
  const accounts = snapshot?.accounts ?? [];
  const held = (snapshot?.assets ?? []).filter((asset) => Number(asset.quantity) !== 0);
  const traded = (snapshot?.positions ?? []).map((position) => position.asset);
  const assets = [...new Set([...held.map((asset) => asset.asset), ...traded])];
  return {
    subjects: [
      { subject: { kind: 'portfolio', id: null }, title: state?.name ?? 'Portfolio', group: 'Portfolio' },
      // One account is the portfolio.
      ...(accounts.length > 1 ? accounts : []).map(
        ({ id, title }): Choice => ({ subject: { kind: 'account', id }, title, group: 'Accounts' }),
      ),
      ...strategiesOf(state).map(
        (id): Choice => ({ subject: { kind: 'strategy', id }, title: id, group: 'Strategies' }),
      ),
      ...assets.map((id): Choice => ({ subject: { kind: 'asset', id }, title: id, group: 'Assets' })),
    ],
    benchmarks: state?.benchmarks ?? [],
  };
}

/** The engine's list; before it has one, what the book itself names. */
export function strategiesOf(state: PortfolioState | null): readonly string[] {
  if (state?.strategies !== undefined) return state.strategies;
  const { holdings = [], positions = [] } = state?.snapshot ?? {};
  const named = [...holdings, ...positions].map((row) => row.strategy ?? null);
  return [...new Set(named.filter((name) => name !== null))].sort();
}

/** A tear sheet of a file has one subject, and the benchmark that was chosen for it. */
export function tearSheetChoices(name: string, benchmarks: PerformanceChoices['benchmarks']): PerformanceChoices {
  return {
    subjects: [{ subject: { kind: 'portfolio', id: null }, title: name, group: 'File' }],
    benchmarks,
  };
}
