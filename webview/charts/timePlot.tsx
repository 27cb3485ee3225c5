import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { usePage } from '../kit/page.ts';
import type { Pane } from './chart.ts';
import { nearest } from './curve.ts';
import { axisWidth, paneChart } from './paneChart.ts';
import { pan, type Span, zoom } from './range.ts';
import { leading, timeText, valueAt } from './readout.tsx';
import { useChart } from './useChart.ts';
import { useGestures } from './useGestures.ts';

/** The panes on one range of time with the crosshair over them; keys do what the mouse does, and say the values. */
export function TimePlot(props: {
  readonly title: string;
  readonly panes: readonly Pane[];
  readonly span: Span;
  readonly extent: Span;
  readonly hover: number | null;
  onSpan(span: Span): void;
  onReset(): void;
  onHover(at: number | null): void;
  onWidth(width: number): void;
}) {
  const { panes, span, extent, hover, onWidth } = props;
  const [width, setWidth] = useState(0);
  const [spoken, setSpoken] = useState('');
  const plotWidth = Math.max(1, width - axisWidth);
  const { wrapper, selection } = useGestures({
    plot: () => (width > 0 ? { left: 0, width: plotWidth } : null),
    span,
    extent,
    onSpan: props.onSpan,
    onReset: props.onReset,
    onHover: props.onHover,
  });

  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const next = Math.round(entry?.contentRect.width ?? 0);
      // Hidden (behind the table) it has no width; the last one stays.
      if (next > 0) {
        setWidth(next);
        onWidth(next);
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [wrapper, onWidth]);

  const at = leading(panes)?.curve.at ?? [];
  const step = (by: number) => {
    if (at.length === 0) return;
    const index = hover === null ? at.length - 1 : nearest(at, hover) + by;
    const time = at[Math.max(0, Math.min(at.length - 1, index))] ?? null;
    props.onHover(time);
    if (time !== null) setSpoken(words(panes, time));
  };
  const middle = hover ?? (span.from + span.to) / 2;
  const shift = (share: number) => props.onSpan(pan(span, (span.to - span.from) * share, extent));
  const big = Math.max(1, Math.round(at.length / 20));
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    PageUp: () => step(-big),
    PageDown: () => step(big),
    Home: () => step(Number.NEGATIVE_INFINITY),
    End: () => step(Number.POSITIVE_INFINITY),
    '+': () => props.onSpan(zoom(span, middle, 0.7, extent)),
    '=': () => props.onSpan(zoom(span, middle, 0.7, extent)),
    '-': () => props.onSpan(zoom(span, middle, 1 / 0.7, extent)),
    'Shift+ArrowLeft': () => shift(-0.2),
    'Shift+ArrowRight': () => shift(0.2),
    '0': props.onReset,
    Escape: () => props.onHover(null),
  };
  const x = hover === null ? null : ((hover - span.from) / (span.to - span.from)) * plotWidth;

  return (
    <div
      class="plot"
      ref={wrapper}
      role="application"
      aria-label={`${props.title} over time. Arrow keys walk along the curve, plus and minus zoom, shift and arrows pan, 0 resets; the table button shows the values.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing takes keys
      tabIndex={0}
      onBlur={() => props.onHover(null)}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const act = keys[event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key];
        if (!act) return;
        event.preventDefault();
        act();
      }}
    >
      {panes.map((pane, index) => (
        <PaneCanvas
          key={pane.id}
          pane={pane}
          span={span}
          width={width}
          plotWidth={plotWidth}
          times={index === panes.length - 1}
        />
      ))}
      {x !== null && x >= 0 && x <= plotWidth ? <div class="crosshair" style={{ left: `${Math.round(x)}px` }} /> : null}
      {selection ? (
        <div class="selection" style={{ left: `${selection.from}px`, width: `${selection.to - selection.from}px` }} />
      ) : null}
      <div class="hidden" aria-live="polite">
        {spoken}
      </div>
    </div>
  );
}

function PaneCanvas(props: {
  readonly pane: Pane;
  readonly span: Span;
  readonly width: number;
  readonly plotWidth: number;
  readonly times: boolean;
}) {
  const { pane, span, width, plotWidth, times } = props;
  const { palette } = usePage();
  const configuration = useMemo(
    () => (width > 0 ? paneChart(pane, { palette, from: span.from, to: span.to, width: plotWidth, times }) : null),
    [pane, palette, span.from, span.to, width, plotWidth, times],
  );
  const { canvas } = useChart(configuration);
  const first = useRef(true);
  useEffect(() => {
    if (!configuration || !first.current) return;
    first.current = false;
    performance.mark('quantfolio:chart');
  }, [configuration]);
  return (
    <>
      {pane.label === null ? null : <p class="plot-label">{pane.label}</p>}
      <div class={`canvas-box ${pane.low ? 'low' : 'high'} ${pane.id}`}>
        <canvas ref={canvas} />
      </div>
    </>
  );
}

function words(panes: readonly Pane[], time: number): string {
  const values = panes
    .flatMap((pane) => pane.lines)
    .map((line) => {
      const value = valueAt(line, time);
      const text = value === null ? 'none' : line.text(value);
      // "drawdown", but "BTC".
      const title = line.title.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
      return line.id === 'portfolio' ? text : `${title} ${text}`;
    });
  return `${timeText(panes, time)}: ${values.join(', ')}`;
}
