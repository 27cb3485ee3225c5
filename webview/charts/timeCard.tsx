import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatDate, formatPercent } from '../../src/present/format.ts';
import { Card } from '../kit/card.tsx';
import { CardEmpty, CardError, CardLoading, StaleBadge } from '../kit/cardStates.tsx';
import { csvOf } from '../kit/csv.ts';
import { usePage } from '../kit/page.ts';
import { staleWords } from '../kit/staleWords.ts';
import type { Action } from '../kit/states.tsx';
import type { Chart, Pane, Scope, TimeChart } from './chart.ts';
import { ChartTools, Choices, useChosen } from './chartTools.tsx';
import { axisWidth } from './paneChart.ts';
import { picture } from './picture.ts';
import { PlainTable } from './plainTable.tsx';
import { asWindow, type Span } from './range.ts';
import { leading, Readout } from './readout.tsx';
import { TimePlot } from './timePlot.tsx';
import { timeTable } from './timeTable.ts';
import { useCurves, type Window } from './useCurves.ts';
import { useScope } from './useScope.ts';

/** An entry of the list from the description of a chart over time. */
export function timeChart(chart: TimeChart): Chart {
  return {
    id: chart.id,
    title: chart.title,
    section: chart.section,
    bookOnly: chart.bookOnly === true,
    Card: () => {
      const { ui, choose } = usePage();
      const { scope, window: range, title } = useScope();
      const all = 'id' in ui.period && ui.period.id === 'all';
      const action = all ? null : { title: 'Show all', run: () => choose({ period: { id: 'all' } }) };
      return <TimeCard chart={chart} scope={scope} range={range} title={title} percent log={false} action={action} />;
    },
  };
}

/** Any chart over time: window and zoom, states, tools. `range` is what it shows until somebody zooms. */
export function TimeCard(props: {
  readonly chart: TimeChart;
  readonly scope: Scope | null;
  readonly range: Window;
  /** Name of what is drawn. */
  readonly title: string;
  readonly percent: boolean;
  readonly log: boolean;
  /** Follows every change of the book at once. */
  readonly live?: boolean;
  /** Why there is no history, where the page knows it without asking. */
  readonly reason?: string | null;
  /** What to do where there is nothing; default: refresh. */
  readonly action?: Action | null;
  tools?(zoomed: boolean, reset: () => void): ComponentChildren;
}) {
  const { chart, scope, range, percent } = props;
  const { view, palette, run, save, savePicture } = usePage();
  const [now] = useState(() => Date.now());
  const [zoomed, setZoomed] = useState<Span | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [width, setWidth] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const { chosen, set } = useChosen(chart.id, chart.choices);
  const [zoomWindow, setZoomWindow] = useState<Window | null>(null);
  const window_ = zoomWindow ?? range;
  const px = Math.max(0, Math.round(width - axisWidth));
  const questions = chart.questions(chosen, percent);
  const { curves, error, loading, retry } = useCurves(
    scope,
    questions,
    chosen,
    percent,
    window_,
    px,
    props.live === true,
  );

  const context = {
    palette,
    currency: view.currency,
    title: props.title,
    percent: curves?.percent ?? percent,
    log: props.log,
    drawdownLimit: view.valueChart.drawdownLimit,
    chosen: curves?.chosen ?? chosen,
  };
  const panes = useMemo(
    () => (curves ? chart.plot(curves.answers, context) : []),
    [chart, curves, palette, view.currency, props.title, props.log, view.valueChart.drawdownLimit],
  );
  const extent = useMemo<Span>(() => {
    const known = curves?.answers.find((answer) => answer.extent)?.extent;
    return known && known.to > known.from ? known : { from: now - 86_400_000, to: now };
  }, [curves, now]);
  const span = useMemo<Span>(() => {
    if (zoomed) return zoomed;
    const from = Math.max(window_.from ?? extent.from, extent.from);
    const to = Math.min(window_.to ?? extent.to, extent.to);
    return to > from ? { from, to } : extent;
  }, [zoomed, window_, extent]);

  const onReset = useCallback(() => {
    setZoomed(null);
    setZoomWindow(null);
  }, []);
  useEffect(onReset, [range.from, range.to, scope?.portfolio, scope?.subject.kind, scope?.subject.id, onReset]);
  const onSpan = useCallback(
    (next: Span) => {
      setZoomed(next);
      setZoomWindow(asWindow(next, extent));
    },
    [extent],
  );

  const empty = curves !== null && (leading(panes)?.curve.at.length ?? 0) < 2;
  const rangeText = `${formatDate(span.from)} – ${formatDate(span.to)}`;
  const drawn = curves !== null && !empty;
  const notes = curves?.answers.flatMap((answer) =>
    (answer.others ?? []).flatMap((other) => (other.reason ? [`${other.title}: ${other.reason}`] : [])),
  );
  const exportPicture = () => {
    const canvases = [...(frame.current?.querySelectorAll('canvas') ?? [])];
    const lines = panes.flatMap((pane) => pane.lines.map((line) => line.title)).join(' · ');
    const words = { title: `${chart.title}, ${props.title}`, subtitle: rangeText, legend: lines };
    savePicture(`${chart.id}.png`, () => picture(canvases, words, palette));
  };
  const exportCsv = () => {
    const table = timeTable(chart.id, chart.title, panes, true);
    save(
      `${chart.id}.csv`,
      csvOf(
        table.columns,
        table.rows.map((row) => row.cells),
        view.privacy,
      ),
    );
  };

  return (
    <Card
      title={chart.title}
      subtitle={chart.subtitle(curves?.answers ?? null, context)}
      area={chart.id}
      stale={staleWords(view)}
      tools={
        <>
          {props.tools?.(zoomed !== null, onReset)}
          <Choices choices={chart.choices} chosen={chosen} set={set} />
          {zoomed !== null ? (
            <button type="button" class="toggle" onClick={onReset}>
              Reset zoom
            </button>
          ) : null}
          {drawn ? (
            <ChartTools
              title={chart.title}
              asTable={asTable}
              onTable={() => setAsTable(!asTable)}
              onPicture={asTable ? null : exportPicture}
              onCsv={exportCsv}
            />
          ) : null}
        </>
      }
    >
      {error && curves ? <StaleBadge error={error} onRetry={retry} /> : null}
      {error && !curves ? <CardError error={error} onRetry={retry} /> : null}
      {drawn ? <Readout panes={panes} hover={hover} /> : null}
      {empty ? (
        <CardEmpty action={props.action ?? { title: 'Refresh', run: () => run('refresh') }}>
          {props.reason ?? curves?.answers[0]?.reason ?? chart.empty}
        </CardEmpty>
      ) : null}
      {asTable && drawn ? <PlainTable table={timeTable(chart.id, chart.title, panes, false)} /> : null}
      {!curves && !error ? <CardLoading title={chart.title} /> : null}
      <div class={frameClass(drawn, asTable)} aria-busy={loading} ref={frame}>
        <TimePlot
          title={panes.length > 1 ? `${chart.title} and drawdown` : chart.title}
          panes={panes}
          span={span}
          extent={extent}
          hover={hover}
          onSpan={onSpan}
          onReset={onReset}
          onHover={setHover}
          onWidth={setWidth}
        />
      </div>
      {drawn ? <Spells panes={panes} span={span} /> : null}
      {notes && notes.length > 0 ? <p class="muted small">{notes.join(' · ')}</p> : null}
    </Card>
  );
}

/** What the numbers in the drawdown stand for. */
function Spells(props: { readonly panes: readonly Pane[]; readonly span: Span }) {
  const { from, to } = props.span;
  const spells = props.panes
    .flatMap((pane) => (pane.spells ?? []).map((spell, index) => ({ ...spell, number: index + 1 })))
    .filter((spell) => spell.peakAt < to && (spell.recoveredAt ?? to) > from);
  if (spells.length === 0) return null;
  return (
    <ol class="spells muted small" aria-label="Worst drawdowns, as numbered">
      {spells.map((spell) => (
        <li key={spell.peakAt} value={spell.number}>
          {`${formatPercent(spell.depth, { digits: 1 })}, ${formatDate(spell.peakAt)} – ${
            spell.recoveredAt === null ? 'open' : formatDate(spell.recoveredAt)
          }`}
        </li>
      ))}
    </ol>
  );
}

/** The plot must be laid out before the first answer: its width is part of the question. */
function frameClass(drawn: boolean, asTable: boolean): string {
  if (asTable && drawn) return 'plot-frame hidden-frame';
  return drawn ? 'plot-frame' : 'plot-frame unseen-frame';
}
