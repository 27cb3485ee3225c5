import type { OverviewView } from '../../src/protocol/performanceView.ts';
import { Card } from '../kit/card.tsx';
import { CardError, CardLoading, StaleBadge } from '../kit/cardStates.tsx';
import { usePage } from '../kit/page.ts';
import { DataTable } from '../kit/table.tsx';
import { readSubject } from '../kit/uiState.ts';
import { useAnswer } from '../kit/useAnswer.ts';
import { PeriodButtons } from './periodButtons.tsx';
import { Sparkline } from './sparkline.tsx';

/** PERF-9: every portfolio, strategy and account in one table; a row opens its performance. */
export function AllPortfolios() {
  const { ui, choose } = usePage();
  const { value, error, retry } = useAnswer('overview', { period: ui.period });
  const open = (id: string) => {
    const row = parse(id);
    if (!row) return;
    choose({ all: false, portfolio: row.portfolio, subject: readSubject(row.subject), section: 'performance' });
  };
  return (
    <>
      <div class="pickers">
        <PeriodButtons />
      </div>
      <div class="grid">
        {value ? (
          <Table overview={value} open={open} stale={error ? <StaleBadge error={error} onRetry={retry} /> : null} />
        ) : (
          <Card title="All portfolios and strategies" area="full">
            {error ? <CardError error={error} onRetry={retry} /> : <CardLoading title="All portfolios" />}
          </Card>
        )}
      </div>
    </>
  );
}

function Table(props: {
  readonly overview: OverviewView;
  readonly stale: preact.JSX.Element | null;
  open(id: string): void;
}) {
  const { table, sparklines } = props.overview;
  return (
    <DataTable
      table={table}
      area="full"
      notice={props.stale}
      onOpen={props.open}
      graphic={{ title: 'Return', render: (id) => <Sparkline values={sparklines[id] ?? []} /> }}
    />
  );
}

function parse(id: string): { readonly portfolio: string; readonly subject: unknown } | null {
  try {
    const row: unknown = JSON.parse(id);
    if (typeof row !== 'object' || row === null || !('portfolio' in row) || typeof row.portfolio !== 'string')
      return null;
    return { portfolio: row.portfolio, subject: 'subject' in row ? row.subject : null };
  } catch {
    // Not an id of this table: nothing to open.
    return null;
  }
}
