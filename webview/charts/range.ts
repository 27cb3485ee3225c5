import type { PeriodId } from '../../src/core/model/performance.ts';
import type { PanelView } from '../../src/protocol/panelView.ts';
import type { Preset } from '../kit/uiState.ts';
import type { Window } from './useCurves.ts';

/** Where a preset starts, counted back from the newest point, in UTC; null is all there is. */
export function presetStart(preset: Preset, end: number, calendar?: CalendarStarts): number | null {
  return periodStart(preset === 'All' ? 'all' : preset, end, calendar);
}

type CalendarStarts = PanelView['calendarStarts'];

const day = 86_400_000;

/** `calendar`: where the month and the year of a book begin, by its own day boundary. */
export function periodStart(period: PeriodId, end: number, calendar?: CalendarStarts): number | null {
  const date = new Date(end);
  const monthsBack = (count: number) =>
    Date.UTC(
      date.getUTCFullYear(),
      date.getUTCMonth() - count,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
    );
  const starts: Readonly<Record<PeriodId, () => number | null>> = {
    '1D': () => end - day,
    '1W': () => end - 7 * day,
    MTD: () => calendar?.month ?? Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1),
    '1M': () => monthsBack(1),
    '3M': () => monthsBack(3),
    '6M': () => monthsBack(6),
    YTD: () => calendar?.year ?? Date.UTC(date.getUTCFullYear(), 0, 1),
    '1Y': () => monthsBack(12),
    all: () => null,
  };
  return starts[period]();
}

const shortest = 3_600_000;

/** Makes a window narrower (factor < 1) or wider about a time, inside the extent. */
export function zoom(window: Span, about: number, factor: number, extent: Span): Span {
  const span = Math.min(Math.max((window.to - window.from) * factor, shortest), extent.to - extent.from);
  const share = (about - window.from) / (window.to - window.from);
  return inside({ from: about - span * share, to: about + span * (1 - share) }, extent);
}

/** Shifts a window by a time, inside the extent. */
export function pan(window: Span, by: number, extent: Span): Span {
  return inside({ from: window.from + by, to: window.to + by }, extent);
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

function inside(window: Span, extent: Span): Span {
  const span = Math.min(window.to - window.from, extent.to - extent.from);
  const from = Math.min(Math.max(window.from, extent.from), extent.to - span);
  return { from, to: from + span };
}

/** Whole again: a window that covers everything asks for everything. */
export function asWindow(span: Span, extent: Span): Window {
  const all = span.from <= extent.from && span.to >= extent.to;
  return all ? { from: null, to: null } : { from: Math.round(span.from), to: Math.round(span.to) };
}
