import { usePage } from '../kit/page.ts';
import { DataTable } from '../kit/table.tsx';

export function Positions() {
  const { view } = usePage();
  return (
    <div class="grid">
      <DataTable table={view.positions} area="full" />
      <DataTable table={view.assets} area="full" maxHeight={420} />
      <DataTable table={view.accounts} area="full" search={false} maxHeight={330} />
    </div>
  );
}
