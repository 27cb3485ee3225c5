import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatDate, formatMoney, formatPercent } from '../../src/present/format.ts';
import { usePage } from '../kit/page.ts';
import { nearest } from './curve.ts';
import { axisWidth, drawdownChart, type LineLook, valueChart } from './lineCharts.ts';
import { pan, type Span, zoom } from './range.ts';
import { useChart } from './useChart.ts';
import { useGestures } from './useGestures.ts';
import type { PanelSeries } from './useSeries.ts';

/** Both canvases with the crosshair over them; keys do what the mouse does, and say the values. */
export function ValuePlot(props: {
  readonly series: PanelSeries | null;
  readonly span: Span;
  readonly extent: Span;
  readonly hover: number | null;
  readonly percent: boolean;
  readonly log: boolean;
  readonly version: number;
  onSpan(span: Span): void;
  onReset(): void;
  onHover(at: number | null): void;
  onWidth(width: number): void;
}) {
  const { series, span, extent, hover, onWidth } = props;
  const { view, palette } = usePage();
  const [width, setWidth] = useState(0);
  const [spoken, setSpoken] = useState('');

  const look: LineLook = {
    palette,
    currency: view.currency,
    percent: props.percent,
    log: props.log,
    from: span.from,
    to: span.to,
    width: Math.max(1, width - axisWidth),
    drawdownLimit: view.valueChart.drawdownLimit,
  };
  const [top, bottom] = useMemo(
    () => (series && width > 0 ? [valueChart(series, look), drawdownChart(series, look)] : [null, null]),
    [
      series,
      width,
      span.from,
      span.to,
      props.percent,
      props.log,
      palette,
      view.currency,
      view.valueChart.drawdownLimit,
    ],
  );
  const value = useChart(top);
  const drawdown = useChart(bottom);
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

  const curve = series?.value.curve;
  const step = (by: number) => {
    if (!curve || curve.at.length === 0) return;
    const index = hover === null ? curve.at.length - 1 : nearest(curve.at, hover) + by;
    const at = curve.at[Math.max(0, Math.min(curve.at.length - 1, index))] ?? null;
    props.onHover(at);
    if (at !== null) setSpoken(words(series, at, view.currency));
  };
  const middle = hover ?? (span.from + span.to) / 2;
  const shift = (share: number) => props.onSpan(pan(span, (span.to - span.from) * share, extent));
  const big = Math.max(1, Math.round((curve?.at.length ?? 0) / 20));
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
  const first = useRef(true);
  useEffect(() => {
    if (!series || !first.current) return;
    first.current = false;
    performance.mark('quantfolio:chart');
  }, [series]);

  return (
    <div
      class="plot"
      ref={wrapper}
      role="application"
      aria-label="Value and drawdown over time. Arrow keys walk along the curve, plus and minus zoom, shift and arrows pan, 0 resets; the table button shows the values."
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
      <div class="canvas-box value">
        <canvas ref={value.canvas} />
      </div>
      <p class="plot-label">{series?.drawdown.reason ? `Drawdown · ${series.drawdown.reason}` : 'Drawdown'}</p>
      <div class="canvas-box underwater">
        <canvas ref={drawdown.canvas} />
      </div>
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

function words(series: PanelSeries | null, at: number, currency: string): string {
  if (!series) return '';
  const { curve } = series.value;
  const value = curve.value[nearest(curve.at, at)];
  const drop = series.drawdown.curve.value[nearest(series.drawdown.curve.at, at)];
  const shown = series.percent ? formatPercent(value, { sign: true }) : formatMoney(value, currency);
  return `${formatDate(at)}: ${shown}, drawdown ${formatPercent(drop)}`;
}
