import { useId, useState } from 'preact/hooks';
import type { PeriodId } from '../../src/core/model/performance.ts';
import type { TableName } from '../../src/core/model/tables.ts';
import { periodStart } from '../charts/range.ts';
import { usePage } from '../kit/page.ts';
import { PagedTable } from '../kit/pagedTable.tsx';
import { periods } from '../kit/uiState.ts';
import { Segments } from '../trading/field.tsx';
import { ReconciliationCard } from './reconciliationCard.tsx';
import { SubjectSelect } from './subjectSelect.tsx';
import { TaxCard } from './taxCard.tsx';
import { TradeButton } from './tradeButton.tsx';
import { TradeStatsCards } from './tradeStatsCards.tsx';

const tabs = [
  { value: 'trades', title: 'Trades' },
  { value: 'orders', title: 'Orders' },
  { value: 'operations', title: 'Operations' },
  { value: 'closedPositions', title: 'Closed positions' },
  { value: 'tradeLog', title: 'Order log' },
  { value: 'tax', title: 'Tax' },
  { value: 'reconciliation', title: 'Reconciliation' },
] as const;
const hints: Readonly<Partial<Record<TableName, string>>> = {
  trades: 'Search, e.g. BTC sell',
  operations: 'Search, e.g. funding',
};

/** Trades & operations: what happened, what it earned and cost, what it owes. */
export function Trades() {
  const { view, ui, choose } = usePage();
  const [now] = useState(() => Date.now());
  const tab = tabs.find(({ value }) => value === ui.choices['trades.tab']) ?? tabs[0];
  const period = periods.find((entry) => entry === ui.choices['trades.period']) ?? 'all';
  const ofPast = tab.value !== 'tax' && tab.value !== 'reconciliation';
  return (
    <>
      <div class="pickers">
        <Segments
          label="Table"
          quiet
          value={tab.value}
          options={tabs}
          onChange={(value) => choose({ choices: { ...ui.choices, 'trades.tab': value } })}
        />
        {ofPast ? (
          <>
            <SubjectSelect />
            <PeriodSelect
              period={period}
              onChange={(value) => choose({ choices: { ...ui.choices, 'trades.period': value } })}
            />
          </>
        ) : null}
        <span class="spring" />
        <TradeButton />
      </div>
      <div class="grid">
        {tab.value === 'tax' ? <TaxCard /> : null}
        {tab.value === 'reconciliation' ? <ReconciliationCard /> : null}
        {tab.value === 'closedPositions' ? <TradeStatsCards period={period} /> : null}
        {tab.value === 'tax' || tab.value === 'reconciliation' ? null : (
          <PagedTable
            key={tab.value}
            name={tab.value}
            title={tab.title}
            area="full"
            from={periodStart(period, now, view.calendarStarts)}
            placeholder={hints[tab.value] ?? 'Search'}
          />
        )}
      </div>
    </>
  );
}

const words: Readonly<Record<PeriodId, string>> = {
  '1D': '1 day',
  '1W': '1 week',
  '1M': '1 month',
  '3M': '3 months',
  '6M': '6 months',
  MTD: 'This month',
  YTD: 'This year',
  '1Y': '1 year',
  all: 'All time',
};

function PeriodSelect(props: { readonly period: PeriodId; onChange(period: PeriodId): void }) {
  const id = useId();
  return (
    <>
      <label class="hidden" for={id}>
        Period
      </label>
      <select
        id={id}
        value={props.period}
        onChange={(event) => props.onChange(periods.find((entry) => entry === event.currentTarget.value) ?? 'all')}
      >
        {periods.map((entry) => (
          <option key={entry} value={entry}>
            {words[entry]}
          </option>
        ))}
      </select>
    </>
  );
}
