import { AllocationCard } from '../charts/allocationCard.tsx';
import { ValueCard } from '../charts/valueCard.tsx';
import { usePage } from '../kit/page.ts';
import { DataTable } from '../kit/table.tsx';
import { MetricsCard } from './metricsCard.tsx';

export function Overview() {
  const { view } = usePage();
  return (
    <div class="grid overview">
      <ValueCard />
      <MetricsCard />
      <DataTable table={view.accounts} area="accounts" search={false} maxHeight={330} />
      <AllocationCard />
    </div>
  );
}
