import type { PeriodId } from '../../src/core/model/performance.ts';
import type { TradeStatsView } from '../../src/protocol/tradingView.ts';
import { PlainTable } from '../charts/plainTable.tsx';
import { usePage } from '../kit/page.ts';
import { Facts } from '../trading/facts.tsx';
import { Words } from '../trading/words.tsx';
import { AnswerCard } from './answerCard.tsx';

/** LED-2 and LED-4: how round trips ended, by strategy, and what trading cost, by category. */
export function TradeStatsCards(props: { readonly period: PeriodId }) {
  const { view, ui } = usePage();
  const argument =
    view.portfolio === null
      ? null
      : { portfolio: view.portfolio, subject: ui.subject, period: { id: props.period } as const };
  return (
    <>
      <AnswerCard
        name="tradeStats"
        argument={argument}
        title="Closed positions by strategy"
        subtitle="net of fees"
        area="stats"
      >
        {(value) => <Stats value={value} />}
      </AnswerCard>
      <AnswerCard name="tradeStats" argument={argument} title="Costs" subtitle="by category" area="costs">
        {(value) =>
          value.costs.length === 0 ? (
            <p class="empty">No cost is known in this time.</p>
          ) : (
            <Facts facts={value.costs} name="Costs by category" />
          )
        }
      </AnswerCard>
    </>
  );
}

function Stats(props: { readonly value: TradeStatsView }) {
  const { value } = props;
  return (
    <>
      {value.rows.length === 0 ? (
        <p class="empty">No position was closed in this time.</p>
      ) : (
        <PlainTable
          table={{
            id: 'tradeStats',
            title: 'Closed positions by strategy',
            columns: value.columns,
            rows: value.rows,
            empty: '',
            incomplete: null,
          }}
          maxHeight={260}
        />
      )}
      <Words icon="info" tone="muted" name="Notes" lines={value.notes} />
    </>
  );
}
