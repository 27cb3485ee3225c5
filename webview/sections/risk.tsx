import { charts } from '../charts/index.ts';
import { Cards } from './cards.tsx';
import { HealthCard } from './healthCard.tsx';
import { LimitsCard } from './limitsCard.tsx';

const shown = charts.filter((chart) => chart.section === 'risk');

export function Risk() {
  return (
    <div class="grid">
      <div class="column area-left">
        <LimitsCard />
        <HealthCard />
      </div>
      <Cards list={shown} />
    </div>
  );
}
