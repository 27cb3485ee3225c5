import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PlanRequest } from '../../src/core/model/trading.ts';
import type { ExecutionView, PlanView } from '../../src/protocol/tradingView.ts';
import { usePage } from '../kit/page.ts';

export interface Review {
  readonly plan: PlanView | null;
  /** Of planning, in words; the plan before it is gone. */
  readonly error: string | null;
  readonly busy: 'planning' | 'executing' | null;
  /** Its prices are too old to be executed. */
  readonly expired: boolean;
  /** What became of it. `declined`: the person did not confirm, nothing was sent. */
  readonly outcome:
    | { readonly kind: 'executed'; readonly execution: ExecutionView }
    | { readonly kind: 'declined' }
    | { readonly kind: 'failed'; readonly words: string }
    | null;
  again(): void;
  execute(): void;
}

/** Plans what is asked for, keeps it to be looked at, and executes exactly that on demand. Planning sends nothing. */
export function useReview(request: PlanRequest | null, waitMs = 0): Review {
  const { host, view, hurry } = usePage();
  const { portfolio } = view;
  const [plan, setPlan] = useState<PlanView | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState<Review['busy']>(null);
  const [outcome, setOutcome] = useState<Review['outcome']>(null);
  const [attempt, setAttempt] = useState(0);
  const [expired, setExpired] = useState(false);
  const token = useRef(0);
  const key = JSON.stringify([portfolio, request, view.privacy]);

  useEffect(() => {
    token.current += 1;
    const mine = token.current;
    setOutcome(null);
    setError(null);
    if (request === null || portfolio === null) {
      setPlan(null);
      setBusy(null);
      return;
    }
    setBusy('planning');
    const ask = async () => {
      try {
        const next = await host.request('plan', { portfolio, request });
        if (mine !== token.current) return;
        setPlan(next);
      } catch (cause) {
        if (mine !== token.current) return;
        setPlan(null);
        setError(words(cause));
      }
      setBusy(null);
    };
    const timer = window.setTimeout(() => void ask(), waitMs);
    return () => window.clearTimeout(timer);
  }, [host, key, attempt, waitMs]);
  useEffect(
    () => () => {
      token.current += 1;
    },
    [],
  );

  useEffect(() => {
    setExpired(false);
    if (plan === null) return;
    const left = plan.expiresAt - Date.now();
    const timer = window.setTimeout(() => setExpired(true), Math.max(0, Math.min(left, 2_000_000_000)));
    return () => window.clearTimeout(timer);
  }, [plan]);

  const again = useCallback(() => setAttempt((count) => count + 1), []);
  const execute = () => {
    if (plan === null || portfolio === null || busy !== null) return;
    token.current += 1;
    const mine = token.current;
    setBusy('executing');
    const send = async (): Promise<Review['outcome']> => {
      try {
        const execution = await host.request('execute', { portfolio, plan: plan.id, digest: plan.digest });
        return execution ? { kind: 'executed', execution } : { kind: 'declined' };
      } catch (cause) {
        return { kind: 'failed', words: words(cause) };
      }
    };
    void send().then((next) => {
      hurry();
      if (mine !== token.current) return;
      setOutcome(next);
      setBusy(null);
    });
  };
  return { plan, error, busy, expired, outcome, again, execute };
}

function words(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
