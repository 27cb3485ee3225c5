import { useCallback, useEffect, useReducer } from 'preact/hooks';
import type { PageName, PageRequests } from '../../src/protocol/page.ts';
import type { Answered, Question } from './answers.ts';
import { usePage } from './page.ts';

/** Asks when first shown, and again after the host said that something changed. null asks nothing. */
export function useAnswer<N extends PageName>(
  name: N,
  argument: PageRequests[N][0] | null,
): Answered<N> & { readonly retry: () => void } {
  const { answers, slowVersion, view } = usePage();
  const [, redraw] = useReducer((count: number, _event: null) => count + 1, 0);
  const question: Question<N> | null = argument === null ? null : { name, argument, privacy: view.privacy };
  const key = JSON.stringify(question);
  useEffect(() => {
    if (question === null) return;
    const stop = answers.listen(question, () => redraw(null));
    answers.want(question, slowVersion);
    return stop;
  }, [answers, key, slowVersion]);
  const retry = useCallback(() => {
    if (question !== null) answers.retry(question);
  }, [answers, key]);
  const state: Answered<N> = question === null ? { value: null, error: null, loading: false } : answers.read(question);
  return { ...state, retry };
}
