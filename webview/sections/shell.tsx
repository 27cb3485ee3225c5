import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PageCommand, SectionName } from '../../src/protocol/page.ts';
import type { Banner } from '../../src/protocol/panelView.ts';
import { Boundary } from '../kit/boundary.tsx';
import { CardError } from '../kit/cardStates.tsx';
import { usePage } from '../kit/page.ts';
import { Message, Skeleton } from '../kit/states.tsx';
import { DeskSheet } from '../trading/deskSheet.tsx';
import { AllPortfolios } from './allPortfolios.tsx';
import { Banners } from './banners.tsx';
import { KpiRow } from './kpiRow.tsx';
import { Overview } from './overview.tsx';
import { Performance } from './performance.tsx';
import { Positions } from './positions.tsx';
import { Rebalance } from './rebalance.tsx';
import { Risk } from './risk.tsx';
import { Tabs } from './tabs.tsx';
import { TitleRow } from './titleRow.tsx';
import { Trades } from './trades.tsx';

const sections: Readonly<Record<SectionName, () => JSX.Element>> = {
  overview: Overview,
  positions: Positions,
  performance: Performance,
  risk: Risk,
  trades: Trades,
  rebalance: Rebalance,
};

/** The page around the sections, in whatever phase the portfolio is. */
export function Shell(props: { readonly problem: Banner | null; onRetry(): void }) {
  const { view, ui, run, desk, openDesk } = usePage();
  const Section = sections[ui.section];
  useEffect(() => {
    // For the bench: content, not the skeleton, is in the document.
    if (view.phase === 'ready' && performance.getEntriesByName('quantfolio:first-paint').length === 0) {
      requestAnimationFrame(() => performance.mark('quantfolio:first-paint'));
    }
  }, [view.phase]);

  const body = {
    none: () => (
      <Message
        icon="graph"
        title="No portfolio yet"
        actions={[
          { title: 'Open demo portfolio', run: () => run('openDemoPortfolio') },
          { title: 'Create quantfolio.json', run: () => run('createConfiguration') },
        ]}
      >
        Quantfolio shows the value, performance and risk of the accounts that a quantfolio.json in your workspace names.
        The demo works offline, with simulated prices.
      </Message>
    ),
    loading: () => <Skeleton />,
    failed: () => (
      <Message
        icon="error"
        title="Could not load the portfolio"
        alert
        actions={[
          {
            title: view.failure?.action?.title ?? 'Try again',
            // The guard has checked that the command is one of the page's.
            run: () =>
              run((view.failure?.action?.command ?? 'refresh') as PageCommand, view.failure?.action?.argument ?? null),
          },
          { title: 'Show log', run: () => run('showLog') },
        ]}
      >
        {view.failure?.text ?? 'No account could be read.'}
      </Message>
    ),
    ready: () =>
      view.mode === 'tearSheet' ? (
        <Performance />
      ) : (
        <>
          <KpiRow />
          <Tabs>
            <div class={desk ? 'with-sheet' : undefined}>
              <div class="beside-sheet">
                <Section />
              </div>
              {desk ? (
                <Boundary
                  fallback={(error) => (
                    <aside class="sheet card">
                      <CardError error={`This could not be shown: ${error}`} onRetry={() => openDesk(null)} />
                    </aside>
                  )}
                >
                  <DeskSheet desk={desk} />
                </Boundary>
              ) : null}
            </div>
          </Tabs>
        </>
      ),
  }[view.phase];
  const all = ui.all && view.mode !== 'tearSheet' && view.phase !== 'none';

  return (
    <main class="page">
      {view.phase === 'none' ? <h1 class="hidden">Quantfolio</h1> : <TitleRow />}
      <Banners problem={props.problem} onRetry={props.onRetry} />
      {all ? <AllPortfolios /> : body()}
    </main>
  );
}
