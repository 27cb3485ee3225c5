import { useMemo, useState } from 'preact/hooks';
import type { HistogramView } from '../../src/protocol/performanceView.ts';
import { usePage } from '../kit/page.ts';
import { binWords } from './binWords.ts';
import { binAt, histogramChart } from './histogramChart.ts';
import { useChart } from './useChart.ts';

/** The bars; the one under the pointer or the keys is told in words. */
export function HistogramPlot(props: { readonly histogram: HistogramView }) {
  const { histogram } = props;
  const { palette } = usePage();
  const [bin, setBin] = useState<number | null>(null);
  const configuration = useMemo(() => histogramChart(histogram, palette), [histogram, palette]);
  const { canvas, chart } = useChart(configuration);
  const last = histogram.counts.length - 1;
  const go = (next: number) => setBin(Math.max(0, Math.min(last, next)));
  const highest = histogram.counts.indexOf(Math.max(...histogram.counts));
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => go((bin ?? highest + 1) - 1),
    ArrowRight: () => go((bin ?? highest - 1) + 1),
    Home: () => go(0),
    End: () => go(last),
    Escape: () => setBin(null),
  };
  return (
    <>
      <p class="readout" aria-live="polite">
        {bin === null ? (
          <span class="muted">Point at a bar, or walk with the arrow keys</span>
        ) : (
          binWords(histogram, bin)
        )}
      </p>
      <div
        class="canvas-box bars"
        role="application"
        aria-label={`Distribution of returns in ${last + 1} bars. Arrow keys walk them; the table button shows all counts.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing takes keys
        tabIndex={0}
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          act();
        }}
        onPointerMove={(event) => {
          const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
          setBin(chart.current ? binAt(chart.current as never, histogram, x) : null);
        }}
        onPointerLeave={() => setBin(null)}
        onBlur={() => setBin(null)}
      >
        <canvas ref={canvas} />
      </div>
    </>
  );
}
