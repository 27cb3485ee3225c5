import { CorrelationCard } from '../charts/correlationCard.tsx';
import { HealthCard } from './healthCard.tsx';
import { LimitsCard } from './limitsCard.tsx';

export function Risk() {
  return (
    <div class="grid">
      <div class="column area-left">
        <LimitsCard />
        <HealthCard />
      </div>
      <CorrelationCard />
    </div>
  );
}
