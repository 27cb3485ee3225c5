import type { Change, DataState } from '../../core/model/snapshot.ts';
import type { TableCell, TableRow, Tone } from '../../protocol/panelView.ts';
import { formatAge, formatPercent, formatPrice, formatQuantity, missing, trend } from '../format.ts';
import { foreign } from '../redact.ts';
import { toneOf, type Words } from './words.ts';

/** A cell before ranking: `amount` cells may not show their number in privacy, not even as a sort key. */
export type Cell = TableCell & { readonly amount?: true };

export function text(value: string | null, title?: string): Cell {
  return value === null || value === ''
    ? { text: missing, sort: null, ...(title ? { title } : {}) }
    : { text: value, sort: value.toLowerCase(), ...(title ? { title } : {}) };
}

/** Money in base currency; `signed` for P&L, which is coloured. */
export function money(value: number | null, words: Words, why: string | undefined, signed = false): Cell {
  const base = { text: words.money(value, { sign: signed }), sort: value, amount: true as const };
  const tone = signed ? toneOf(value, 0.005) : 'none';
  return { ...base, tone, ...explain(value === null ? (why ?? 'Not known') : undefined, words) };
}

export function quantity(value: string, words: Words, suffix = ''): Cell {
  return { text: words.amount(formatQuantity(value) + suffix), sort: Number(value), amount: true };
}

export function price(value: number | null, words: Words, title: string | undefined): Cell {
  return { text: formatPrice(value), sort: value, ...explain(title, words) };
}

export function percent(value: number | null, words: Words, why?: string, digits = 2): Cell {
  return {
    text: formatPercent(value, { digits }),
    sort: value,
    ...explain(value === null ? (why ?? 'Not known') : undefined, words),
  };
}

export function change(of: Change, words: Words): Cell {
  const label = of.pct === null ? missing : `${trend(of.pct)} ${formatPercent(of.pct, { sign: true })}`.trim();
  return { text: label, sort: of.pct, tone: toneOf(of.pct), ...explain(of.reason ?? undefined, words) };
}

export function gain(fraction: number | null, words: Words, why?: string): Cell {
  return {
    text: formatPercent(fraction, { sign: true }),
    sort: fraction,
    tone: toneOf(fraction),
    ...explain(fraction === null ? (why ?? 'Not known') : undefined, words),
  };
}

const tones: Readonly<Record<DataState, Tone>> = {
  ok: 'muted',
  stale: 'warning',
  unpriced: 'warning',
  failed: 'error',
};
const ranks: Readonly<Record<DataState, number>> = { failed: 0, unpriced: 1, stale: 2, ok: 3 };

/** "live 2 s", "stale 14 min", "unpriced", "failed", with the reason as title. */
export function dataState(state: DataState, at: number | null, reason: string | null, words: Words): Cell {
  const age = at === null ? '' : ` ${formatAge(words.now - at)}`;
  const label = state === 'ok' ? (age ? `live${age}` : 'live') : state === 'stale' ? `stale${age}` : state;
  return { text: label, sort: ranks[state], tone: tones[state], ...explain(reason ?? undefined, words) };
}

function explain(title: string | undefined, words: Words): { readonly title?: string } {
  return title ? { title: foreign(title, words.privacy) } : {};
}

/** In privacy amounts sort by their rank in the column; the amounts themselves never leave the host. */
export function rows(
  list: readonly { readonly id: string; readonly cells: readonly Cell[] }[],
  privacy: boolean,
): readonly TableRow[] {
  const columns = list[0]?.cells.length ?? 0;
  const ranked = Array.from({ length: columns }, (_, column) =>
    ranksOf(list.map((row) => row.cells[column]?.sort ?? null)),
  );
  return list.map((row, index) => ({
    id: row.id,
    cells: row.cells.map(({ amount, ...cell }, column) =>
      amount && privacy ? { ...cell, tone: cell.tone ?? 'none', sort: ranked[column]?.[index] ?? null } : cell,
    ),
  }));
}

function ranksOf(values: readonly (number | string | null)[]): readonly (number | null)[] {
  const sorted = [...new Set(values.filter((value): value is number => typeof value === 'number'))].sort(
    (a, b) => a - b,
  );
  const rank = new Map(sorted.map((value, index) => [value, index]));
  return values.map((value) => (typeof value === 'number' ? (rank.get(value) ?? null) : null));
}
