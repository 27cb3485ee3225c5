import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { SeriesAnswer } from '../../src/protocol/engine.ts';
import { usePage } from '../kit/page.ts';
import type { Chosen, Scope, SeriesQuestion } from './chart.ts';

export interface Window {
  readonly from: number | null;
  readonly to: number | null;
}

/** Answers together with what was asked, so that a chart never mixes an old curve with a new choice. */
export interface Curves {
  readonly answers: readonly SeriesAnswer[];
  readonly chosen: Chosen;
  readonly percent: boolean;
  readonly window: Window;
}

/** Zooming asks again once the hand rests this long. */
const debounceMs = 80;

/**
 * All curves of a window. While new answers are on their way the old ones stay; a late answer to an old question is dropped;
 * what belongs to another subject, or holds amounts in privacy, is gone at once.
 */
export function useCurves(
  scope: Scope | null,
  questions: readonly SeriesQuestion[],
  chosen: Chosen,
  percent: boolean,
  window_: Window,
  px: number,
  live: boolean,
) {
  const page = usePage();
  const { host, view } = page;
  // Long computations are not repeated with every tick.
  const version = live ? page.version : page.slowVersion;
  const [curves, setCurves] = useState<(Curves & { readonly of: string }) | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [loading, setLoading] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const token = useRef(0);
  const asked = useRef(false);
  const of = scope ? JSON.stringify([scope.portfolio, scope.subject]) : '';
  const asking = JSON.stringify([scope?.benchmarks, questions]);

  useEffect(() => {
    if (scope === null || px <= 0) return;
    token.current += 1;
    const mine = token.current;
    setLoading(true);
    const ask = async () => {
      try {
        const answers = await Promise.all(
          questions.map((question) =>
            host.request('series', { ...scope, ...question, from: window_.from, to: window_.to, px }),
          ),
        );
        if (mine !== token.current) return;
        setCurves({ answers, chosen, percent, window: window_, of });
        setError(null);
        setLoading(false);
      } catch (cause) {
        if (mine !== token.current) return;
        setError(cause instanceof Error ? cause.message : String(cause));
        setLoading(false);
      }
    };
    // The first question does not wait.
    const timer = window.setTimeout(() => void ask(), asked.current ? debounceMs : 0);
    asked.current = true;
    return () => window.clearTimeout(timer);
  }, [host, of, asking, window_.from, window_.to, px, percent, version, attempt]);

  useEffect(
    () => () => {
      token.current += 1;
    },
    [],
  );
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const shown = curves && curves.of === of && (curves.percent || !view.privacy) ? curves : null;
  return { curves: shown, error, loading, retry };
}
