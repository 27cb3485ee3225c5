import { useMemo, useState } from 'preact/hooks';
import type { PageRequests } from '../../src/protocol/page.ts';
import { usePage } from '../kit/page.ts';
import { whole } from '../kit/uiState.ts';
import { useAnswer } from '../kit/useAnswer.ts';
import type { Scope } from './chart.ts';
import { periodStart } from './range.ts';
import type { Window } from './useCurves.ts';

/** What the Performance section is of: the subject, its benchmarks, and the period as a window. Null until that is known. */
export function useScope(): { readonly scope: Scope | null; readonly window: Window; readonly title: string } {
  const { view, ui } = usePage();
  const [now] = useState(() => Date.now());
  const { portfolio } = view;
  const file = view.mode === 'tearSheet';
  const { period, benchmarks } = ui;
  const subject = file ? whole : ui.subject;
  // A back-test of the past has its own now: the last day of the file. One small question tells it.
  const asks = file && portfolio !== null && 'id' in period && period.id !== 'all';
  const { value, error } = useAnswer('series', asks ? extentOf(portfolio) : null);
  const end = value?.extent?.to ?? now;
  const known = !asks || value !== null || error !== null;
  const scope = useMemo<Scope | null>(
    () => (portfolio === null || !known ? null : { portfolio, subject, benchmarks }),
    [portfolio, known, subject, benchmarks],
  );
  const window_ = useMemo<Window>(
    () =>
      'id' in period
        ? { from: periodStart(period.id, end, view.calendarStarts), to: null }
        : { from: period.from, to: period.to },
    [period, end, view.calendarStarts?.month, view.calendarStarts?.year],
  );
  const account = subject.kind === 'account' ? view.accounts.rows.find((row) => row.id === subject.id) : undefined;
  const named = account?.cells[0]?.text ?? subject.id ?? '';
  const title = subject.kind === 'portfolio' ? (file ? view.name : 'Portfolio') : named;
  return { scope, window: window_, title };
}

function extentOf(portfolio: string): PageRequests['series'][0] {
  return {
    portfolio,
    subject: whole,
    series: 'drawdown',
    benchmarks: [],
    rolling: null,
    by: null,
    from: null,
    to: null,
    px: 1,
    percent: true,
  };
}
