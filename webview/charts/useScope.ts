import { useMemo, useState } from 'preact/hooks';
import { usePage } from '../kit/page.ts';
import type { Scope } from './chart.ts';
import { periodStart } from './range.ts';
import type { Window } from './useCurves.ts';

/** What the Performance section is of: the subject, its benchmarks, and the period as a window. */
export function useScope(): { readonly scope: Scope | null; readonly window: Window; readonly title: string } {
  const { view, ui } = usePage();
  const [now] = useState(() => Date.now());
  const { portfolio } = view;
  const { subject, period, benchmarks } = ui;
  const scope = useMemo<Scope | null>(
    () => (portfolio === null ? null : { portfolio, subject, benchmarks }),
    [portfolio, subject, benchmarks],
  );
  const window_ = useMemo<Window>(
    () => ('id' in period ? { from: periodStart(period.id, now), to: null } : { from: period.from, to: period.to }),
    [period, now],
  );
  const title =
    subject.kind === 'portfolio' ? (view.mode === 'tearSheet' ? view.name : 'Portfolio') : (subject.id ?? '');
  return { scope, window: window_, title };
}
