import type { PlanRequest } from '../../src/core/model/trading.ts';
import { usePage } from '../kit/page.ts';
import type { Desk } from './desk.ts';
import { Mark } from './mark.tsx';
import { PlanReview } from './planReview.tsx';
import { PositionSheet } from './positionSheet.tsx';
import { Sheet } from './sheet.tsx';
import { Ticket } from './ticket.tsx';
import { useReview } from './useReview.ts';

/** What is open beside the section. */
export function DeskSheet(props: { readonly desk: Desk }) {
  const { desk } = props;
  const { openDesk } = usePage();
  if (desk.kind === 'position') return <PositionSheet key={desk.id} id={desk.id} />;
  if (desk.kind === 'plan') {
    return <PlanSheet key={JSON.stringify(desk.request)} request={desk.request} back={desk.back} />;
  }
  return (
    <Sheet of="ticket" title="New order" onClose={() => openDesk(null)}>
      <Ticket draft={desk.draft} />
    </Sheet>
  );
}

function PlanSheet(props: { readonly request: PlanRequest; readonly back: Desk | null }) {
  const { openDesk } = usePage();
  const review = useReview(props.request);
  const { plan, outcome } = review;
  // What was done is not gone back from to the ticket that asked for it.
  const done = outcome?.kind === 'executed' || outcome?.kind === 'hidden' || outcome?.kind === 'failed';
  const close = () => openDesk(done && props.back?.kind === 'ticket' ? null : props.back);
  return (
    <Sheet
      of="plan"
      title={plan?.title ?? 'Orders to review'}
      mark={plan && plan.orders.length > 0 ? <Mark live={plan.live} /> : null}
      onClose={() => {
        // Until the answer comes it must be seen what became of the orders.
        if (review.busy !== 'executing') close();
      }}
    >
      <PlanReview review={review} onClose={close} />
    </Sheet>
  );
}
