import { useEffect, useRef, useState } from 'preact/hooks';
import type { SeriesAnswer } from '../../src/protocol/engine.ts';
import { usePage } from '../kit/page.ts';

export interface Window {
  readonly from: number | null;
  readonly to: number | null;
}

export interface PanelSeries {
  readonly value: SeriesAnswer;
  readonly drawdown: SeriesAnswer;
  /** What was asked for, so that the chart knows which window these points fill. */
  readonly window: Window;
  readonly percent: boolean;
}

/** Zooming asks again once the hand rests this long. */
const debounceMs = 80;

/** The engine rebases to 1 at the start of the window; the page shows the change since then. */
function fromOne(answer: SeriesAnswer): SeriesAnswer {
  return { ...answer, curve: { at: answer.curve.at, value: answer.curve.value.map((value) => value - 1) } };
}

/** Both curves of a window. While a new answer is on its way the old one stays; a late answer to an old question is dropped. */
export function useSeries(window_: Window, percent: boolean, px: number) {
  const { host, view, version } = usePage();
  const [series, setSeries] = useState<PanelSeries | null>(null);
  const [error, setError] = useState<string | null>(null);
  const token = useRef(0);
  const asked = useRef(false);
  const portfolio = view.portfolio;

  useEffect(() => {
    if (portfolio === null || px <= 0) return;
    token.current += 1;
    const mine = token.current;
    const ask = async () => {
      const question = { portfolio, from: window_.from, to: window_.to, px, percent };
      try {
        const [value, drawdown] = await Promise.all([
          host.request('series', { ...question, series: 'value' }),
          host.request('series', { ...question, series: 'drawdown' }),
        ]);
        if (mine !== token.current) return;
        setSeries({ value: percent ? fromOne(value) : value, drawdown, window: window_, percent });
        setError(null);
      } catch (cause) {
        if (mine === token.current) setError(cause instanceof Error ? cause.message : String(cause));
      }
    };
    // The first question does not wait.
    const timer = window.setTimeout(() => void ask(), asked.current ? debounceMs : 0);
    asked.current = true;
    return () => window.clearTimeout(timer);
  }, [host, portfolio, window_.from, window_.to, px, percent, version]);

  // Privacy just came on: amounts that are still here from before may not be shown.
  return { series: series && (series.percent || !view.privacy) ? series : null, error };
}
