import type { PanelView, TableView } from '../../protocol/panelView.ts';

/** A page before anything is known. */
export function emptyView(portfolios: PanelView['portfolios'], privacy: boolean): PanelView {
  const table = (id: string, title: string): TableView => ({
    id,
    title,
    columns: [],
    rows: [],
    empty: '',
    incomplete: null,
  });
  return {
    phase: 'none',
    portfolio: portfolios[0]?.id ?? null,
    portfolios,
    name: portfolios[0]?.name ?? 'Quantfolio',
    subtitle: '',
    asOf: '',
    freshness: { text: '', tone: 'none' },
    privacy,
    simulated: false,
    refreshing: false,
    currency: '',
    banners: [],
    failure: null,
    kpis: [],
    breaches: 0,
    valueChart: { reason: null, drawdownLimit: null },
    metrics: { subtitle: '', rows: [] },
    allocations: [],
    positions: table('positions', 'Positions'),
    assets: table('assets', 'Assets'),
    accounts: table('accounts', 'Accounts'),
    limits: { summary: '', bars: [], empty: '' },
    correlation: null,
    correlationReason: null,
    health: [],
  };
}
