import type { Chart } from '../charts/chart.ts';
import { Boundary } from '../kit/boundary.tsx';
import { Card } from '../kit/card.tsx';
import { CardError } from '../kit/cardStates.tsx';

/** Cards of the list, each with a wall around it. */
export function Cards(props: { readonly list: readonly Chart[] }) {
  return (
    <>
      {props.list.map(({ id, title, Card: Entry }) => (
        <Boundary
          key={id}
          fallback={(error, again) => (
            <Card title={title} area={id}>
              <CardError error={`This chart could not be drawn: ${error}`} onRetry={again} />
            </Card>
          )}
        >
          <Entry />
        </Boundary>
      ))}
    </>
  );
}
