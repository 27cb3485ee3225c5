import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PlanRequest } from '../../src/core/model/trading.ts';
import type { ExecutionView, PlanView } from '../../src/protocol/tradingView.ts';
import { usePage } from '../kit/page.ts';

/** What became of a plan. `declined`: the person did not confirm, nothing was sent. `failed`: what was sent is not known here. */
export type Outcome =
  | { readonly kind: 'executed'; readonly execution: ExecutionView }
  /** Executed, and amounts were hidden since: the words of before may not be shown. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'declined' }
  | { readonly kind: 'failed'; readonly words: string };

export interface Review {
  readonly plan: PlanView | null;
  /** Of planning, in words; the plan before it is gone. */
  readonly error: string | null;
  readonly busy: 'planning' | 'executing' | null;
  /** Its prices are too old to be executed. */
  readonly expired: boolean;
  readonly outcome: Outcome | null;
  again(): void;
  execute(): void;
}

/** Plans what is asked for, keeps it to be looked at, and executes exactly that on demand. Planning sends nothing. */
export function useReview(request: PlanRequest | null, waitMs = 0): Review {
  const { host, view, hurry, version } = usePage();
  const { portfolio, privacy } = view;
  const [planned, setPlanned] = useState<{ readonly plan: PlanView; readonly privacy: boolean } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState<Review['busy']>(null);
  const [ended, setEnded] = useState<{ readonly outcome: Outcome; readonly privacy: boolean } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [expired, setExpired] = useState(false);
  const token = useRef(0);
  /** From the press of the button until somebody closes the result: nothing else is planned in between. */
  const sent = useRef(false);
  const plan = planned?.plan ?? null;

  useEffect(() => {
    if (sent.current) return;
    token.current += 1;
    const mine = token.current;
    setEnded(null);
    setError(null);
    if (request === null || portfolio === null) {
      setPlanned(null);
      setBusy(null);
      return;
    }
    setBusy('planning');
    const ask = async () => {
      try {
        const next = await host.request('plan', { portfolio, request });
        if (mine !== token.current) return;
        setPlanned({ plan: next, privacy });
      } catch (cause) {
        if (mine !== token.current) return;
        setPlanned(null);
        setError(words(cause));
      }
      setBusy(null);
    };
    const timer = window.setTimeout(() => void ask(), waitMs);
    return () => window.clearTimeout(timer);
  }, [host, portfolio, JSON.stringify(request), privacy, attempt, waitMs]);
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

  // The host answers while a slow exchange still works on it, and tells by "changed" that something became of it.
  const running =
    ended?.outcome.kind === 'executed' && ended.outcome.execution.state === 'running' ? ended.outcome.execution : null;
  const followed = running?.plan ?? null;
  useEffect(() => {
    if (followed === null || portfolio === null) return;
    let gone = false;
    const follow = async () => {
      // Not answered, the next change asks again.
      const execution = await host.request('execution', { portfolio, plan: followed }).catch(() => null);
      if (gone || execution === null) return;
      setEnded({ outcome: { kind: 'executed', execution }, privacy });
      if (execution.state !== 'running') hurry();
    };
    void follow();
    return () => {
      gone = true;
    };
  }, [host, portfolio, followed, version, privacy, hurry]);

  const again = useCallback(() => {
    sent.current = false;
    setAttempt((count) => count + 1);
  }, []);
  const execute = () => {
    if (plan === null || portfolio === null || busy !== null) return;
    token.current += 1;
    const mine = token.current;
    sent.current = true;
    setBusy('executing');
    const send = async (): Promise<Outcome> => {
      try {
        const execution = await host.request('execute', { portfolio, plan: plan.id, digest: plan.digest });
        return execution ? { kind: 'executed', execution } : { kind: 'declined' };
      } catch (cause) {
        return { kind: 'failed', words: words(cause) };
      }
    };
    void send().then((outcome) => {
      hurry();
      if (mine !== token.current) return;
      if (outcome.kind === 'declined') sent.current = false;
      setEnded({ outcome, privacy });
      setBusy(null);
    });
  };
  // What was written before amounts were hidden is not shown after.
  const secret = (of: boolean) => privacy && !of;
  return {
    plan: planned && secret(planned.privacy) ? null : plan,
    error,
    busy,
    expired,
    outcome:
      ended?.outcome.kind === 'executed' && secret(ended.privacy) ? { kind: 'hidden' } : (ended?.outcome ?? null),
    again,
    execute,
  };
}

function words(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
