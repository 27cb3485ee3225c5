import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { PageName, PageRequests, SectionName } from '../../src/protocol/page.ts';
import type { TableView } from '../../src/protocol/panelView.ts';
import { Card } from '../kit/card.tsx';
import { CardEmpty, CardError, CardLoading, StaleBadge } from '../kit/cardStates.tsx';
import { csvOf } from '../kit/csv.ts';
import { usePage } from '../kit/page.ts';
import { staleWords } from '../kit/staleWords.ts';
import type { Action } from '../kit/states.tsx';
import type { UiState } from '../kit/uiState.ts';
import { useAnswer } from '../kit/useAnswer.ts';
import type { Chart, Choice, Chosen, Scope } from './chart.ts';
import { ChartTools, Choices, useChosen } from './chartTools.tsx';
import { picture } from './picture.ts';
import { PlainTable } from './plainTable.tsx';
import { useScope } from './useScope.ts';

export interface FixedChart<N extends PageName> {
  readonly id: string;
  readonly title: string;
  readonly section: SectionName;
  readonly bookOnly?: boolean;
  readonly choices: readonly Choice[];
  readonly name: N;
  /** Cards with the same question share one message. */
  question(scope: Scope, ui: UiState, chosen: Chosen): PageRequests[N][0];
  subtitle(answer: PageRequests[N][1], scope: Scope | null): string;
  /** Why there is nothing to draw; null where there is. */
  empty(answer: PageRequests[N][1]): string | null;
  /** Drawn on a canvas: there is a picture to save. */
  readonly canvas: boolean;
  /** The body is the table itself; no other fall-back is offered. */
  readonly isTable?: boolean;
  table(answer: PageRequests[N][1]): TableView;
  readonly Plot: (props: { readonly answer: PageRequests[N][1] }) => JSX.Element;
  /** Under plot and table alike. */
  readonly Notes?: (props: { readonly answer: PageRequests[N][1] }) => JSX.Element | null;
  /** What to do about an empty card. */
  action?(page: ReturnType<typeof usePage>): Action | null;
}

/** An entry of the list from the description of a chart that does not run over time. */
export function fixedChart<N extends PageName>(chart: FixedChart<N>): Chart {
  return {
    id: chart.id,
    title: chart.title,
    section: chart.section,
    bookOnly: chart.bookOnly === true,
    Card: () => <FixedCard chart={chart} />,
  };
}

function FixedCard<N extends PageName>(props: { readonly chart: FixedChart<N> }) {
  const { chart } = props;
  const { Plot, Notes } = chart;
  const page = usePage();
  const { view, ui, palette, save, savePicture } = page;
  const { scope, title } = useScope();
  const [asTable, setAsTable] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const { chosen, set } = useChosen(chart.id, chart.choices);
  const { value, error, loading, retry } = useAnswer(
    chart.name,
    scope === null ? null : chart.question(scope, ui, chosen),
  );
  const nothing = value === null ? null : chart.empty(value);
  const shown = value !== null && nothing === null;
  const subtitle = value === null ? '' : chart.subtitle(value, scope);
  const exportCsv = () => {
    if (value === null) return;
    const table = chart.table(value);
    const cells = table.rows.map((row) => row.cells);
    save(`${chart.id}.csv`, csvOf(table.columns, cells, view.privacy));
  };
  const exportPicture = () => {
    const canvases = [...(frame.current?.querySelectorAll('canvas') ?? [])];
    const words = { title: `${chart.title}, ${title}`, subtitle, legend: '' };
    savePicture(`${chart.id}.png`, () => picture(canvases, words, palette));
  };
  return (
    <Card
      title={chart.title}
      subtitle={subtitle}
      area={chart.id}
      stale={staleWords(view)}
      tools={
        <>
          <Choices choices={chart.choices} chosen={chosen} set={set} />
          {shown ? (
            <ChartTools
              title={chart.title}
              asTable={asTable}
              onTable={chart.isTable ? null : () => setAsTable(!asTable)}
              onPicture={chart.canvas && !asTable ? exportPicture : null}
              onCsv={exportCsv}
            />
          ) : null}
        </>
      }
    >
      {error && value !== null ? <StaleBadge error={error} onRetry={retry} /> : null}
      {error && value === null ? <CardError error={error} onRetry={retry} /> : null}
      {value === null && !error ? <CardLoading title={chart.title} /> : null}
      {nothing !== null ? <CardEmpty action={chart.action?.(page) ?? null}>{nothing}</CardEmpty> : null}
      {shown ? (
        <div class="fixed-frame" aria-busy={loading} ref={frame}>
          {asTable ? <PlainTable table={chart.table(value)} /> : <Plot answer={value} />}
          {Notes ? <Notes answer={value} /> : null}
        </div>
      ) : null}
    </Card>
  );
}
