import { usePage } from '../kit/page.ts';
import { PagedTable } from '../kit/pagedTable.tsx';
import { DataTable } from '../kit/table.tsx';
import { firstAccount, readyAccounts } from '../trading/accounts.ts';
import { emptyDraft } from '../trading/desk.ts';
import { Segments } from '../trading/field.tsx';
import { SubjectSelect } from './subjectSelect.tsx';
import { TradeButton } from './tradeButton.tsx';

const tabs = [
  { value: 'positions', title: 'Positions' },
  { value: 'positionsBalance', title: 'Positions balance' },
  { value: 'assets', title: 'Assets' },
] as const;

/** POS-4: what is held, by position, netted by symbol, by asset. A position opens its details. */
export function Positions() {
  const { view, ui, choose, openDesk } = usePage();
  const tab = tabs.find(({ value }) => value === ui.choices['positions.tab']) ?? tabs[0];
  const tradable = readyAccounts(view).length > 0;
  const onOpen = {
    positions: (id: string) => openDesk({ kind: 'position', id }),
    positionsBalance: null,
    assets: tradable
      ? (_id: string, symbol: string) =>
          openDesk({ kind: 'ticket', draft: { ...emptyDraft, account: firstAccount(view), symbol } })
      : null,
  }[tab.value];
  return (
    <>
      <div class="pickers">
        <Segments
          label="Table"
          quiet
          value={tab.value}
          options={tabs}
          onChange={(value) => choose({ choices: { ...ui.choices, 'positions.tab': value } })}
        />
        <SubjectSelect />
        <span class="spring" />
        <TradeButton />
      </div>
      <div class="grid">
        <PagedTable
          key={tab.value}
          name={tab.value}
          title={tab.title}
          area="full"
          live
          placeholder="Search, e.g. BTC long"
          {...(onOpen ? { onOpen: (id, row) => onOpen(id, row.cells[0]?.text ?? '') } : {})}
        />
        <DataTable table={view.accounts} area="full" search={false} maxHeight={330} />
      </div>
    </>
  );
}
