import type { ComponentChildren } from 'preact';
import type { PageName, PageRequests } from '../../src/protocol/page.ts';
import { Card } from '../kit/card.tsx';
import { CardError, CardLoading, StaleBadge } from '../kit/cardStates.tsx';
import { usePage } from '../kit/page.ts';
import { staleWords } from '../kit/staleWords.ts';
import { useAnswer } from '../kit/useAnswer.ts';

/** A card around one answer, in whatever state it is; an old one stays while a newer one cannot be had. */
export function AnswerCard<N extends PageName>(props: {
  readonly name: N;
  readonly argument: PageRequests[N][0] | null;
  readonly title: string;
  readonly subtitle?: string;
  readonly area: string;
  tools?(value: PageRequests[N][1] | null): ComponentChildren;
  children(value: PageRequests[N][1]): ComponentChildren;
}) {
  const { view } = usePage();
  const { value, error, retry } = useAnswer(props.name, props.argument);
  return (
    <Card
      title={props.title}
      subtitle={props.subtitle ?? ''}
      area={props.area}
      stale={staleWords(view)}
      tools={props.tools?.(value)}
    >
      {error && value ? <StaleBadge error={error} onRetry={retry} /> : null}
      {error && !value ? <CardError error={error} onRetry={retry} /> : null}
      {!error && !value ? <CardLoading title={props.title} /> : null}
      {value ? props.children(value) : null}
    </Card>
  );
}
